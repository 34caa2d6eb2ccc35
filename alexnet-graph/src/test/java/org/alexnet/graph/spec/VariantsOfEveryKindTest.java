package org.alexnet.graph.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.google.common.collect.ImmutableList;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.alexnet.graph.TestSpecs;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What each variation makes of a network that has every kind of layer, layer by layer. */
class VariantsOfEveryKindTest {
  private static final AlexNetSpec SPEC = TestSpecs.everyKind();

  static Stream<Arguments> variations() {
    return Stream.of(
        variation("width / 2", 2, spec -> spec.withWidthDividedBy(2)),
        variation("4 towers", 4, spec -> spec.withTowers(4)),
        variation("1 tower", 1, spec -> spec.withTowers(1)),
        variation("one-tower control", 1, AlexNetSpec::withOneTower),
        variation("no normalization", 2, AlexNetSpec::withoutNormalization),
        variation("no overlap", 2, AlexNetSpec::withoutOverlap),
        variation("tanh", 2, spec -> spec.withActivation(Activation.Kind.TANH)),
        variation("sigmoid", 2, spec -> spec.withActivation(Activation.Kind.SIGMOID)),
        variation("no dropout", 2, AlexNetSpec::withoutDropout),
        variation("no conv2", 2, spec -> spec.withoutLayer("conv2")),
        variation("conv6", 2, AlexNetSpec::withSixthConvolution),
        variation("no links", 2, AlexNetSpec::withoutLinks));
  }

  private static Arguments variation(String name, int towers, UnaryOperator<AlexNetSpec> change) {
    return Arguments.of(name, towers, change);
  }

  @ParameterizedTest
  @MethodSource("variations")
  void aVariationIsNamedAndKeepsImageSeedAndClasses(
      String name, int towers, UnaryOperator<AlexNetSpec> change) {
    AlexNetSpec varied = change.apply(SPEC);

    assertThat(varied.name()).isEqualTo("every kind, " + name);
    assertThat(varied.towers()).isEqualTo(towers);
    assertThat(varied.imageSize()).isEqualTo(41);
    assertThat(varied.seed()).isEqualTo(9);
    assertThat(varied.classCount()).isEqualTo(10);
  }

  @Test
  void widthIsThatOfConvolutionsAndHiddenUnits() {
    assertThat(SPEC.withWidthDividedBy(2).layers())
        .isEqualTo(
            with(
                conv("conv1").withWidth(4),
                conv("conv2").withWidth(6),
                conv("conv5").withWidth(8),
                local().withWidth(8),
                dense("fc6").withWidth(12),
                dense("fc7").withWidth(10)));
    assertThat(SPEC.withWidthDividedBy(1)).isSameAs(SPEC);
  }

  @Test
  void towersAreSpreadOverTheSameLayers() {
    assertThat(SPEC.withTowers(4).layers()).isEqualTo(SPEC.layers());
    assertThat(SPEC.withTowers(1).layers()).isEqualTo(SPEC.layers());
  }

  @Test
  void theControlNetHalvesAllConvolutionsButTheLast() {
    assertThat(SPEC.withOneTower().layers())
        .isEqualTo(
            with(conv("conv1").withWidth(4), conv("conv2").withWidth(6), local().withWidth(8)));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SPEC.withTowers(4).withOneTower())
        .withMessage("only a network of 2 towers has a half, found 4");
  }

  @Test
  void normalizationsOfBothKindsGo() {
    assertThat(SPEC.withoutNormalization().layers()).isEqualTo(without("norm1", "mapnorm2"));
  }

  @Test
  void dropoutsOfBothKindsGo() {
    assertThat(SPEC.withoutDropout().layers()).isEqualTo(without("drop6", "drop7"));
  }

  @Test
  void poolsOfBothKindsGetWindowsAsLargeAsTheirStride() {
    assertThat(SPEC.withoutOverlap().layers())
        .isEqualTo(
            with(
                new MaxPool("pool1", 2, 2, true),
                new AveragePool("mean2", 2, 2, false),
                new AveragePool("mean5", 2, 2, true)));
  }

  @Test
  void everyReluBecomesATanhWhateverItsName() {
    List<Layer> expected = new ArrayList<>(SPEC.layers());
    expected.set(1, new Tanh("tanh1"));
    expected.set(10, new Tanh("act5"));
    expected.set(13, new Tanh("tanh5"));
    expected.set(15, new Tanh("tanh6"));

    assertThat(SPEC.withActivation(Activation.Kind.TANH).layers()).isEqualTo(expected);
  }

  @Test
  void everyReluAndTanhBecomesASigmoid() {
    List<Layer> expected = new ArrayList<>(SPEC.layers());
    expected.set(1, new Sigmoid("sigmoid1"));
    expected.set(6, new Sigmoid("sigmoid2"));
    expected.set(10, new Sigmoid("act5"));
    expected.set(15, new Sigmoid("sigmoid6"));
    expected.set(18, new Sigmoid("sigmoid7"));

    assertThat(SPEC.withActivation(Activation.Kind.SIGMOID).layers()).isEqualTo(expected);
  }

  @Test
  void everyTanhBecomesAReluAgain() {
    List<Layer> expected = new ArrayList<>(SPEC.layers());
    expected.set(6, new Relu("relu2"));
    expected.set(13, new Relu("relu5"));
    expected.set(18, new Relu("relu7"));

    assertThat(SPEC.withActivation(Activation.Kind.RELU).layers()).isEqualTo(expected);
  }

  @Test
  void everyLayerButTheLastReadsItsOwnTowerWithoutLinks() {
    assertThat(SPEC.withoutLinks().layers())
        .isEqualTo(
            with(
                new LocalResponseNorm("norm1", 3, 1.5, 2e-5, 0.6, Connectivity.GROUPED),
                conv("conv2").withConnectivity(Connectivity.GROUPED),
                local().withConnectivity(Connectivity.GROUPED),
                dense("fc6").withConnectivity(Connectivity.GROUPED)));
  }

  @Test
  void aConvolutionGoesWithAllThatBelongsToIt() {
    List<Layer> linked = new ArrayList<>(without("conv2", "lowres2", "tanh2", "mapnorm2"));
    linked.set(
        linked.indexOf(layer("conv5")), conv("conv5").withConnectivity(Connectivity.CROSS_TOWER));

    assertThat(SPEC.withoutLayer("conv2").layers()).isEqualTo(linked);
    assertThat(SPEC.withoutLayer("conv5").layers()).isEqualTo(without("conv5", "act5"));
  }

  @Test
  void aLocallyConnectedLayerGoesAndLeavesItsLink() { // fc6 has one of its own already
    assertThat(SPEC.withoutLayer("local5").layers()).isEqualTo(without("local5", "sigmoid5"));
  }

  @Test
  void aDenseLayerGoesWithItsDropout() {
    List<Layer> linked = new ArrayList<>(without("fc6", "relu6", "drop6"));
    linked.set(
        linked.indexOf(layer("fc7")), dense("fc7").withConnectivity(Connectivity.CROSS_TOWER));

    assertThat(SPEC.withoutLayer("fc6").layers()).isEqualTo(linked);
    assertThat(SPEC.withoutLayer("fc7").layers()).isEqualTo(without("fc7", "tanh7", "drop7"));
  }

  /** A normalization over all towers makes no link that another layer would have to take over. */
  @Test
  void aNormalizationIsNoLinkOfTheLayerBelowIt() {
    Conv middle = conv("conv2").withConnectivity(Connectivity.GROUPED);
    LocalResponseNorm norm = new LocalResponseNorm("norm2", 3, 1, 1, 1, Connectivity.CROSS_TOWER);
    List<Layer> layers = new ArrayList<>(SPEC.layers());
    layers.set(4, middle);
    layers.set(7, norm);
    AlexNetSpec spec = new AlexNetSpec("linked norm", 41, 2, 9, ImmutableList.copyOf(layers));

    assertThat(spec.withoutLayer("conv2").layers())
        .isEqualTo(without("conv2", "lowres2", "tanh2", "mapnorm2"));
  }

  @Test
  void theSixthConvolutionIsLikeTheFifthAndComesBeforeTheFirstDenseLayer() {
    List<Layer> expected = new ArrayList<>(SPEC.layers());
    expected.add(
        14,
        new Conv(
            "conv6",
            16,
            3,
            1,
            Padding.around(1),
            Connectivity.CROSS_TOWER,
            new Initializer(0.04, -1)));
    expected.add(15, new Tanh("tanh_conv6"));

    assertThat(SPEC.withSixthConvolution().layers()).isEqualTo(expected);
    AlexNetSpec relus =
        new AlexNetSpec(
            "relus", 41, 2, 9, ImmutableList.copyOf(without("tanh2", "sigmoid5", "tanh7")));
    assertThat(relus.withSixthConvolution().layers())
        .contains(new Relu("relu_conv6"))
        .noneMatch(Tanh.class::isInstance);
  }

  @Test
  void conv5MustBeAConvolution() {
    AlexNetSpec spec =
        new AlexNetSpec(
            "odd",
            9,
            1,
            0,
            ImmutableList.of(
                new Conv("conv1", 2, 3, 1, Padding.NONE, Connectivity.GROUPED, Initializer.PAPER),
                new Relu("conv5"),
                new Dense(
                    "fc",
                    2,
                    Connectivity.CROSS_TOWER,
                    Dense.Spread.FIRST_TOWER,
                    Initializer.PAPER)));

    assertThatIllegalArgumentException()
        .isThrownBy(spec::withSixthConvolution)
        .withMessage("odd has no layer conv5 that conv6 could be like");
  }

  private static Layer layer(String name) {
    return ShapeTrace.of(SPEC).step(name).layer();
  }

  private static Conv conv(String name) {
    return (Conv) layer(name);
  }

  private static LocallyConnected local() {
    return (LocallyConnected) layer("local5");
  }

  private static Dense dense(String name) {
    return (Dense) layer(name);
  }

  /** The layers, those of the same names replaced. */
  private static List<Layer> with(Layer... others) {
    List<Layer> layers = new ArrayList<>(SPEC.layers());
    for (Layer other : others) {
      layers.set(layers.indexOf(layer(other.name())), other);
    }
    return layers;
  }

  private static List<Layer> without(String... names) {
    List<String> gone = List.of(names);
    return SPEC.layers().stream().filter(layer -> !gone.contains(layer.name())).toList();
  }
}

package org.alexnet.graph.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.alexnet.graph.preset.Preset;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** The variations of the network that the paper reports. */
class VariantsTest {
  private static final AlexNetSpec PAPER = Preset.PAPER.spec();

  @Test
  void theControlNetHasHalfOfTheFiltersButNotInItsLastConvolution() { // section 3.2
    AlexNetSpec control = PAPER.withOneTower();

    assertThat(control.towers()).isEqualTo(1);
    assertThat(widths(control)).containsExactly(48, 128, 192, 192, 256, 4096, 4096, 1000);
    assertThat(control.name()).isEqualTo("paper, one-tower control");
    assertThat(widths(PAPER.withSixthConvolution().withOneTower()))
        .containsExactly(48, 128, 192, 192, 256, 256, 4096, 4096, 1000);
    assertRefused(control::withOneTower, "only a network of 2 towers has a half, found 1");
  }

  @Test
  void towersAreAnyNumberThatDividesTheFilters() {
    assertThat(ParameterTable.of(PAPER.withTowers(1)).total()).isEqualTo(62_378_344);
    assertThat(PAPER.withTowers(4).name()).isEqualTo("paper, 4 towers");
    assertThat(widths(PAPER.withTowers(4))).isEqualTo(widths(PAPER));
    assertRefused(
        () -> PAPER.withTowers(3), "towers must divide the 256 filters or units of conv2, found 3");
  }

  @Test
  void normalizationGoesWhole() {
    assertThat(Preset.CUDA_CONVNET.spec().withoutNormalization().layers())
        .noneMatch(layer -> layer instanceof LocalResponseNorm || layer instanceof WithinChannelLrn)
        .hasSize(Preset.CUDA_CONVNET.spec().layers().size() - 3);
  }

  @Test
  void poolingWithoutOverlapHasTheSameSizes() { // section 3.4: "of equivalent dimensions"
    AlexNetSpec apart = PAPER.withoutOverlap();

    assertThat(apart.layers()).contains(new MaxPool("pool1", 2, 2), new MaxPool("pool5", 2, 2));
    assertThat(ShapeTrace.of(apart).steps())
        .extracting(ShapeTrace.Step::output)
        .isEqualTo(ShapeTrace.of(PAPER).steps().stream().map(ShapeTrace.Step::output).toList());
    assertThat(Preset.CIFAR10.spec().withoutOverlap().layers())
        .contains(new MaxPool("pool1", 2, 2, true), new AveragePool("pool2", 2, 2, true));
  }

  @Test
  void tanhTakesThePlaceOfEveryRelu() {
    AlexNetSpec tanh = PAPER.withActivation(Activation.Kind.TANH);

    assertThat(tanh.layers()).noneMatch(Relu.class::isInstance).contains(new Tanh("tanh1"));
    assertThat(tanh.layers()).filteredOn(Tanh.class::isInstance).hasSize(7);
  }

  @Test
  void sigmoidTakesThePlaceOfEveryActivation() {
    AlexNetSpec sigmoid = PAPER.withActivation(Activation.Kind.SIGMOID);

    assertThat(sigmoid.name()).isEqualTo("paper, sigmoid");
    assertThat(sigmoid.layers())
        .noneMatch(Relu.class::isInstance)
        .contains(new Sigmoid("sigmoid1"));
    assertThat(sigmoid.layers()).filteredOn(Sigmoid.class::isInstance).hasSize(7);
    assertThat(sigmoid.withActivation(Activation.Kind.TANH).layers())
        .isEqualTo(PAPER.withActivation(Activation.Kind.TANH).layers());
    assertThat(sigmoid.withActivation(Activation.Kind.RELU).layers()).isEqualTo(PAPER.layers());
  }

  @Test
  void dropoutGoesWhole() {
    assertThat(PAPER.withoutDropout().layers()).noneMatch(Dropout.class::isInstance).hasSize(20);
  }

  @Test
  void aLayerGoesWithWhatBelongsToItAndPoolingStays() { // section 7
    assertThat(names(PAPER.withoutLayer("conv2")))
        .containsSequence("conv1", "relu1", "norm1", "pool1", "pool2", "conv3");
    assertThat(names(PAPER.withoutLayer("fc7"))).containsSequence("drop6", "fc8").hasSize(19);
    assertThat(names(PAPER.withoutLayer("conv5"))).containsSequence("relu4", "pool5", "fc6");
    assertThat(names(Preset.CIFAR10.spec().withoutLayer("conv2")))
        .containsSequence("mapnorm1", "pool2", "conv3");
  }

  @Test
  void theNextLayerLinksTheTowersInPlaceOfALinkThatGoes() {
    assertThat(reads(PAPER.withoutLayer("conv3"), "conv4")).isEqualTo(Connectivity.CROSS_TOWER);
    assertThat(reads(PAPER.withoutLayer("conv4"), "conv5")).isEqualTo(Connectivity.GROUPED);
  }

  @Test
  void layersAtTheEndsStay() {
    String middle =
        "the layer to remove must be one of [conv2, conv3, conv4, conv5, fc6, fc7], found ";
    assertRefused(() -> PAPER.withoutLayer("conv1"), middle + "conv1");
    assertRefused(() -> PAPER.withoutLayer("fc8"), middle + "fc8");
    assertRefused(() -> PAPER.withoutLayer("pool2"), middle + "pool2");
  }

  @Test
  void theSixthConvolutionSeesBothTowersOverTheLastPool() { // section 6; run 146
    AlexNetSpec six = PAPER.withSixthConvolution();

    assertThat(names(six)).containsSequence("pool5", "conv6", "relu_conv6", "fc6");
    assertThat(ShapeTrace.of(six).step("fc6").input()).hasToString("6x6x256");
    assertThat(ParameterTable.of(six).countOf("conv6")).isEqualTo(2 * (3 * 3 * 256 * 128 + 128));
    assertThat(reads(six, "conv6")).isEqualTo(Connectivity.CROSS_TOWER);
    assertThat(initializer(Preset.CUDA_CONVNET.spec().withSixthConvolution(), "conv6"))
        .isEqualTo(new Initializer(0.03, 1));
    assertThat(names(PAPER.withActivation(Activation.Kind.TANH).withSixthConvolution()))
        .contains("tanh_conv6");
    assertThat(names(PAPER.withActivation(Activation.Kind.SIGMOID).withSixthConvolution()))
        .contains("sigmoid_conv6");
    assertRefused(six::withSixthConvolution, "paper, conv6 has a layer conv6 already");
    assertRefused(
        () -> Preset.CIFAR10.spec().withSixthConvolution(),
        "cifar10 has no layer conv5 that conv6 could be like");
  }

  @Test
  void crossTowerNormalizationChangesWhatLrnReadsAndNothingElse() { // section 3.3's N
    AlexNetSpec cross = PAPER.withCrossTowerNormalization();

    assertThat(cross.name()).isEqualTo("paper, cross-tower LRN");
    assertThat(cross.layers())
        .filteredOn(layer -> !PAPER.layers().contains(layer))
        .containsExactly(
            new LocalResponseNorm("norm1", 5, 2, 1e-4, 0.75, Connectivity.CROSS_TOWER),
            new LocalResponseNorm("norm2", 5, 2, 1e-4, 0.75, Connectivity.CROSS_TOWER));
    assertThat(cross.layers()).hasSameSizeAs(PAPER.layers());
  }

  @Test
  void withoutLinksTowersMeetInTheClassifierAlone() {
    AlexNetSpec apart = Preset.CAFFE.spec().withoutLinks();

    assertThat(apart.layers())
        .filteredOn(layer -> layer instanceof Conv || layer instanceof Dense)
        .filteredOn(layer -> reads(apart, layer.name()) == Connectivity.CROSS_TOWER)
        .extracting(Layer::name)
        .containsExactly("fc8");
    assertThat(apart.layers())
        .filteredOn(LocalResponseNorm.class::isInstance)
        .allMatch(norm -> ((LocalResponseNorm) norm).connectivity() == Connectivity.GROUPED);
    assertRefused(() -> PAPER.withOneTower().withoutLinks(), "one tower has no links");
  }

  @Test
  void variationsCompose() {
    AlexNetSpec many =
        PAPER
            .withSixthConvolution()
            .withoutLayer("conv4")
            .withoutNormalization()
            .withoutOverlap()
            .withActivation(Activation.Kind.TANH)
            .withoutDropout()
            .withTowers(4)
            .withWidthDividedBy(4)
            .withClassCount(22_000);

    assertThat(many.name())
        .isEqualTo(
            "paper, conv6, no conv4, no normalization, no overlap, tanh, no dropout, 4 towers,"
                + " width / 4");
    assertThat(many.classCount()).isEqualTo(22_000);
  }

  private static List<Integer> widths(AlexNetSpec spec) {
    return spec.layers().stream()
        .filter(layer -> layer instanceof Conv || layer instanceof Dense)
        .map(layer -> layer instanceof Conv conv ? conv.filters() : ((Dense) layer).units())
        .toList();
  }

  private static List<String> names(AlexNetSpec spec) {
    return spec.layers().stream().map(Layer::name).toList();
  }

  private static Layer layer(AlexNetSpec spec, String name) {
    return ShapeTrace.of(spec).step(name).layer();
  }

  private static Connectivity reads(AlexNetSpec spec, String name) {
    Layer layer = layer(spec, name);
    return layer instanceof Conv conv ? conv.connectivity() : ((Dense) layer).connectivity();
  }

  private static Initializer initializer(AlexNetSpec spec, String name) {
    return ((Conv) layer(spec, name)).initializer();
  }

  private static void assertRefused(ThrowingCallable call, String message) {
    assertThatIllegalArgumentException().isThrownBy(call).withMessage(message);
  }

  @Test
  void aVariantThatChangesNothingIsRefused() {
    AlexNetSpec cifar10 = Preset.CIFAR10.spec();

    assertRefused(
        cifar10::withoutDropout, "'no dropout' would change nothing in the network cifar10");
    assertRefused(
        cifar10::withCrossTowerNormalization,
        "'cross-tower LRN' would change nothing in the network cifar10");
    assertThat(cifar10.withActivation(Activation.Kind.RELU)).isEqualTo(cifar10);
  }
}

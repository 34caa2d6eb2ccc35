package org.alexnet.graph.spec;

import static org.alexnet.graph.spec.Connectivity.CROSS_TOWER;
import static org.alexnet.graph.spec.Connectivity.GROUPED;
import static org.alexnet.graph.spec.Dense.Spread.FIRST_TOWER;
import static org.alexnet.graph.spec.Dense.Spread.OVER_TOWERS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.google.common.collect.ImmutableList;
import java.util.List;
import org.alexnet.graph.preset.Preset;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a specification accepts, and what each of its changes does. */
class AlexNetSpecTest {
  private static final Conv CONV =
      new Conv("conv1", 8, 3, 1, Padding.NONE, GROUPED, Initializer.PAPER);
  private static final Dense LOGITS =
      new Dense("fc", 4, CROSS_TOWER, FIRST_TOWER, Initializer.PAPER);

  private final AlexNetSpec paper = Preset.PAPER.spec();

  @AfterEach
  void noChangeTouchesTheOriginal() {
    assertThat(paper).isEqualTo(Preset.PAPER.spec());
  }

  @Test
  void theOrderOfVariationsMakesNoOtherNetwork() {
    AlexNetSpec one =
        Preset.PAPER
            .spec()
            .withActivation(Activation.Kind.TANH)
            .withoutDropout()
            .withSixthConvolution();
    AlexNetSpec other =
        Preset.PAPER
            .spec()
            .withSixthConvolution()
            .withoutDropout()
            .withActivation(Activation.Kind.TANH);

    assertThat(one).isNotEqualTo(other);
    assertThat(one.isSameNetworkAs(other)).isTrue();
    assertThat(one.isSameNetworkAs(other.withSeed(1))).isFalse();
    assertThat(one.isSameNetworkAs(other.withImageSize(228))).isFalse();
    assertThat(one.isSameNetworkAs(other.withTowers(1))).isFalse();
    assertThat(one.isSameNetworkAs(other.withClassCount(7))).isFalse();
  }

  @Test
  void imageSizeChangesAlone() {
    AlexNetSpec changed = paper.withImageSize(67);

    assertThat(changed.imageSize()).isEqualTo(67);
    assertThat(changed.withImageSize(227)).isEqualTo(paper);
  }

  @Test
  void seedChangesAlone() {
    AlexNetSpec changed = paper.withSeed(-5);

    assertThat(changed.seed()).isEqualTo(-5);
    assertThat(changed.withSeed(0)).isEqualTo(paper);
  }

  @Test
  void classCountChangesTheLastLayerAlone() {
    AlexNetSpec changed = paper.withClassCount(10);

    assertThat(changed.classCount()).isEqualTo(10);
    assertThat(changed.withClassCount(1000)).isEqualTo(paper);
  }

  @Test
  void widthChangesEveryLayerButTheLast() {
    // when
    AlexNetSpec changed = paper.withWidthDividedBy(8);

    // then
    assertThat(widths(paper)).containsExactly(96, 256, 384, 384, 256, 4096, 4096, 1000);
    assertThat(widths(changed)).containsExactly(12, 32, 48, 48, 32, 512, 512, 1000);
    assertThat(paper.withWidthDividedBy(1)).isEqualTo(paper);
  }

  @Test
  void layersChangeAsToldAndNothingElseDoes() {
    // given
    MaxPool apart = new MaxPool("pool1", 2, 2);

    // when
    AlexNetSpec changed =
        paper.withLayers("apart", layer -> layer.name().equals("pool1") ? apart : layer);

    // then
    assertThat(changed.layers()).contains(apart).hasSize(22);
    assertThat(changed.name()).isEqualTo("paper, apart");
    assertThat(
            changed
                .withLayers("back", layer -> layer == apart ? new MaxPool("pool1", 3, 2) : layer)
                .layers())
        .isEqualTo(paper.layers());
  }

  @Test
  void numbersBelowTheirRangeAreRefused() {
    assertMessage(
        () -> new AlexNetSpec("any", 0, 2, 0, paper.layers()),
        "imageSize must be 1 to 65500, found 0");
    assertMessage(
        () -> new AlexNetSpec("any", 227, 0, 0, paper.layers()),
        "towers must be positive, found 0");
    assertMessage(() -> paper.withClassCount(1), "classCount must be 2 to 1000000, found 1");
    assertMessage(() -> paper.withWidthDividedBy(0), "divisor must be positive, found 0");
  }

  @Test
  void widthsMustBeDivisible() {
    assertMessage(
        () -> paper.withWidthDividedBy(5),
        "divisor must divide the 96 filters or units of conv1, found 5");
    assertMessage(
        () -> new AlexNetSpec("any", 227, 5, 0, paper.layers()),
        "towers must divide the 96 filters or units of conv1, found 5");
  }

  @Test
  void anImageThatEndsBeforeTheLastPoolIsRefused() {
    assertThat(ShapeTrace.of(paper.withImageSize(67)).step("pool5").output()).hasToString("256");
    assertMessage(
        () -> paper.withImageSize(66),
        "imageSize 66 is too small: pool5 needs 3 rows, found 2; the smallest for the paper's"
            + " layers is 67");
  }

  @Test
  void firstLayerMustReadTheImage() {
    assertMessage(
        () -> spec(2, new Relu("relu1"), CONV, LOGITS),
        "the first layer must have weights, found relu1");
  }

  @Test
  void lastLayerMustBeDense() {
    assertMessage(() -> spec(2, CONV), "the last layer must be dense, found conv1");
    assertMessage(() -> spec(2), "layers must not be empty");
  }

  @Test
  void logitsMayBeSpreadUnevenly() {
    Dense spread = new Dense("fc", 5, CROSS_TOWER, OVER_TOWERS, Initializer.PAPER);
    AlexNetSpec two = spec(2, CONV, spread);

    assertThat(two.classCount()).isEqualTo(5);
    assertThat(ParameterTable.of(two).parameters())
        .filteredOn(parameter -> parameter.kind() == ParameterTable.Kind.BIASES)
        .extracting(parameter -> parameter.name() + " " + parameter.shape())
        .contains("fc/tower0/biases [2]", "fc/tower1/biases [3]");
    assertThat(spec(1, CONV, spread).classCount()).isEqualTo(5);
    assertMessage(
        () -> spec(2, CONV, spread.withWidth(1)),
        "towers must be at most the 1 units of fc, found 2");
    assertMessage(
        () ->
            spec(2, CONV, new Dense("odd", 5, CROSS_TOWER, OVER_TOWERS, Initializer.PAPER), LOGITS),
        "towers must divide the 5 filters or units of odd, found 2");
  }

  @Test
  void noOtherLayerMayLiveInOneTower() {
    Dense hidden = new Dense("hidden", 4, CROSS_TOWER, FIRST_TOWER, Initializer.PAPER);

    assertMessage(
        () -> spec(2, CONV, hidden, LOGITS),
        "hidden is not the last layer, so it must be spread over the towers");
    assertThat(spec(1, CONV, hidden, LOGITS).layers()).contains(hidden);
  }

  @Test
  void featureMapsMustComeBeforeDenseLayers() {
    Dense hidden = new Dense("hidden", 4, CROSS_TOWER, OVER_TOWERS, Initializer.PAPER);

    assertMessage(
        () -> spec(2, CONV, hidden, new MaxPool("pool", 1, 1), LOGITS),
        "pool needs a feature map, but follows a dense layer");
    assertMessage(
        () -> spec(2, hidden, new LocalResponseNorm("norm", 3, 1, 1, 1), LOGITS),
        "norm needs a feature map, but follows a dense layer");
    assertMessage(
        () -> spec(2, hidden, CONV, LOGITS),
        "conv1 needs a feature map, but follows a dense layer");
  }

  static List<Layer> kindsThatNeedFeatureMaps() {
    return List.of(
        new Conv("tested", 4, 1, 1, Padding.NONE, GROUPED, Initializer.PAPER),
        new LocallyConnected("tested", 4, 1, 1, Padding.NONE, GROUPED, Initializer.PAPER),
        new LocalResponseNorm("tested", 3, 1, 1, 1),
        new WithinChannelLrn("tested", 3, 1, 1, 1),
        new MaxPool("tested", 1, 1),
        new AveragePool("tested", 1, 1, false));
  }

  @ParameterizedTest
  @MethodSource("kindsThatNeedFeatureMaps")
  void noKindThatNeedsFeatureMapsComesAnywhereAfterADenseLayer(Layer tested) {
    Dense hidden = new Dense("hidden", 4, CROSS_TOWER, OVER_TOWERS, Initializer.PAPER);
    String message = "tested needs a feature map, but follows a dense layer";
    assertMessage(() -> spec(2, CONV, hidden, tested, LOGITS), message);
    assertMessage(() -> spec(2, CONV, hidden, new Relu("relu"), tested, LOGITS), message);
    assertThat(spec(2, CONV, tested, hidden, LOGITS).layers()).contains(tested);
  }

  static List<Layer> kindsThatCannotBeFirst() {
    return List.of(
        new Relu("tested"),
        new Tanh("tested"),
        new Sigmoid("tested"),
        new LocalResponseNorm("tested", 3, 1, 1, 1),
        new WithinChannelLrn("tested", 3, 1, 1, 1),
        new MaxPool("tested", 1, 1),
        new AveragePool("tested", 1, 1, false),
        new Dropout("tested", 0.5));
  }

  @ParameterizedTest
  @MethodSource("kindsThatCannotBeFirst")
  void onlyALayerWithWeightsIsFirstOrLast(Layer tested) {
    assertMessage(
        () -> spec(2, tested, CONV, LOGITS), "the first layer must have weights, found tested");
    assertMessage(() -> spec(2, CONV, tested), "the last layer must be dense, found tested");
    assertThat(spec(2, CONV, tested, LOGITS).layers()).contains(tested);
    assertThat(spec(2, LOGITS).layers()).containsExactly(LOGITS);
  }

  @Test
  void unitsOfHiddenLayersMustBeDivisibleAndClassesNeedNot() {
    Dense hidden = new Dense("hidden", 5, CROSS_TOWER, OVER_TOWERS, Initializer.PAPER);
    assertMessage(
        () -> spec(2, CONV, hidden, LOGITS),
        "towers must divide the 5 filters or units of hidden, found 2");
    assertThat(spec(2, CONV, LOGITS.withWidth(5)).classCount()).isEqualTo(5);
  }

  @Test
  void numbersAtTheEndsOfTheirRangeAreTaken() {
    assertThat(paper.withClassCount(2).classCount()).isEqualTo(2);
    assertThat(paper.withClassCount(1_000_000).classCount()).isEqualTo(1_000_000);
    assertThat(paper.withImageSize(65_500).imageSize()).isEqualTo(65_500);
    assertThat(new AlexNetSpec("any", 1, 1, 0, ImmutableList.of(LOGITS)).imageSize()).isOne();
  }

  @Test
  void numbersAboveTheirRangeAreRefused() {
    assertMessage(
        () -> paper.withClassCount(1_000_001), "classCount must be 2 to 1000000, found 1000001");
    assertMessage(() -> paper.withImageSize(65_501), "imageSize must be 1 to 65500, found 65501");
  }

  @Test
  void namesMustDiffer() {
    assertMessage(() -> spec(2, CONV, CONV, LOGITS), "two layers are named conv1");
  }

  @Test
  void aLayerThatIsNotThereIsNamed() {
    assertMessage(() -> ShapeTrace.of(paper).step("conv9"), "no layer is named conv9");
  }

  private static AlexNetSpec spec(int towers, Layer... layers) {
    return new AlexNetSpec("any", 9, towers, 0, ImmutableList.copyOf(layers));
  }

  private static ImmutableList<Integer> widths(AlexNetSpec spec) {
    ImmutableList.Builder<Integer> widths = ImmutableList.builder();
    for (Layer layer : spec.layers()) {
      if (layer instanceof Conv conv) {
        widths.add(conv.filters());
      } else if (layer instanceof Dense dense) {
        widths.add(dense.units());
      }
    }
    return widths.build();
  }

  private static void assertMessage(ThrowingCallable call, String message) {
    assertThatIllegalArgumentException().isThrownBy(call).withMessage(message);
  }
}

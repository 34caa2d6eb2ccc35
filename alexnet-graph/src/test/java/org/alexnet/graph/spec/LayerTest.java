package org.alexnet.graph.spec;

import static org.alexnet.graph.spec.Connectivity.CROSS_TOWER;
import static org.alexnet.graph.spec.Connectivity.GROUPED;
import static org.alexnet.graph.spec.Dense.Spread.FIRST_TOWER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What each kind of layer refuses. */
class LayerTest {
  private static final Initializer ANY = Initializer.PAPER;

  @Test
  void namesArePlain() {
    assertMessage(
        () -> new Relu("relu/1"),
        "name of a layer must be lower-case letters, digits and underscores, found relu/1");
    assertMessage(
        () -> new Relu(null),
        "name of a layer must be lower-case letters, digits and underscores, found null");
  }

  @Test
  void convolutionsHavePositiveNumbers() {
    assertMessage(() -> conv(0, 3, 1), "filters of conv must be 1 to 1000000, found 0");
    assertMessage(() -> conv(8, -3, 1), "kernelSize of conv must be 1 to 1000000, found -3");
    assertMessage(() -> conv(8, 3, 0), "stride of conv must be 1 to 1000000, found 0");
  }

  @Test
  void locallyConnectedLayersHavePositiveNumbers() {
    assertMessage(() -> local(0, 3, 1), "filters of local must be 1 to 1000000, found 0");
    assertMessage(
        () -> local(1_000_001, 3, 1), "filters of local must be 1 to 1000000, found 1000001");
    assertMessage(() -> local(8, -3, 1), "kernelSize of local must be 1 to 1000000, found -3");
    assertMessage(() -> local(8, 3, 0), "stride of local must be 1 to 1000000, found 0");
    assertMessage(
        () -> local(8, 5, 1).output(new FeatureMap(4, 6, 1)), "local needs 5 rows, found 4");
  }

  @Test
  void lowResolutionsHaveSensibleNumbers() {
    assertMessage(
        () -> new LowResolution(4, 1, 2, 0),
        "kernelSize of a blur must be a positive odd number, found 4");
    assertMessage(() -> new LowResolution(3, 0, 2, 0), "std of a blur must be positive, found 0.0");
    assertMessage(
        () -> new LowResolution(3, 1, 0, 0),
        "stride of a low resolution must be 1 to 1000000, found 0");
    assertMessage(
        () -> new LowResolution(3, 1, 2, 2), "first of a low resolution must be 0 to 1, found 2");
    assertMessage(
        () -> new LowResolution(3, 1, 2, -1), "first of a low resolution must be 0 to 1, found -1");
    assertMessage(() -> lowResolution(0, 1, 1), "kernelSize of low must be 1 to 1000000, found 0");
    assertMessage(() -> lowResolution(1, 0, 1), "stride of low must be 1 to 1000000, found 0");
    assertMessage(
        () -> lowResolution(1, 1, -1), "weightStd of low must not be negative, found -1.0");
  }

  @Test
  void aLowResolutionKeepsRowsAndColumnsFromTheFirstOn() {
    LowResolution everyFourth = new LowResolution(9, 4, 4, 2);

    assertThat(everyFourth.of(new FeatureMap(224, 7, 3))).isEqualTo(new FeatureMap(56, 2, 3));
    assertThat(everyFourth.of(new FeatureMap(6, 2, 3))).isEqualTo(new FeatureMap(1, 0, 3));
    assertThat(everyFourth.of(new FeatureMap(1, 1, 3))).isEqualTo(new FeatureMap(0, 0, 3));
  }

  @Test
  void theLowResolutionMustFitTheLayerBefore() {
    LowResolutionConv conv = lowResolution(3, 2, 1); // of 17 pixels 9, and 4 windows

    conv.requireFits(new FeatureMap(17, 17, 3), new FeatureMap(4, 4, 8));
    assertMessage(
        () -> conv.requireFits(new FeatureMap(17, 17, 3), new FeatureMap(4, 5, 8)),
        "low makes 4x4 windows of images of 17x17, and adds them to 4x5 pixels of the layer"
            + " before; take another imageSize");
    assertMessage(
        () -> conv.requireFits(new FeatureMap(2, 19, 3), new FeatureMap(4, 4, 8)),
        "low makes 0x4 windows of images of 2x19, and adds them to 4x4 pixels of the layer"
            + " before; take another imageSize");
  }

  private static LowResolutionConv lowResolution(int kernelSize, int stride, double weightStd) {
    LowResolution resolution = new LowResolution(3, 1, 2, 0);
    return new LowResolutionConv("low", resolution, kernelSize, stride, Padding.NONE, weightStd);
  }

  @Test
  void paddingIsNotNegative() {
    assertMessage(() -> new Padding(-1, 0), "near must not be negative, found -1");
    assertMessage(() -> new Padding(0, -2), "far must not be negative, found -2");
    assertThat(Padding.around(2)).isEqualTo(new Padding(2, 2));
    assertThat(Padding.NONE.isNone()).isTrue();
    assertThat(new Padding(0, 1).isNone()).isFalse();
    assertThat(new Padding(1, 0).isNone()).isFalse();
  }

  @Test
  void initialWeightsHaveADeviation() {
    assertMessage(() -> new Initializer(-0.01, 0), "weightStd must not be negative, found -0.01");
  }

  @Test
  void normalizationDividesByAPositiveNumber() {
    assertMessage(
        () -> new LocalResponseNorm("norm", 4, 2, 1, 1),
        "n of norm must be a positive odd number, found 4");
    assertMessage(
        () -> new LocalResponseNorm("norm", -1, 2, 1, 1),
        "n of norm must be a positive odd number, found -1");
    assertMessage(
        () -> new LocalResponseNorm("norm", 5, 0, 1, 1), "k of norm must be positive, found 0.0");
    assertMessage(
        () -> new LocalResponseNorm("norm", 5, 2, -1, 1),
        "alpha of norm must not be negative, found -1.0");
    assertMessage(
        () -> new LocalResponseNorm("norm", 5, 2, 1, 0),
        "beta of norm must be positive, found 0.0");
  }

  @Test
  void poolsHavePositiveNumbers() {
    assertMessage(
        () -> new MaxPool("pool", 0, 2), "kernelSize of pool must be 1 to 1000000, found 0");
    assertMessage(() -> new MaxPool("pool", 2, 0), "stride of pool must be 1 to 1000000, found 0");
  }

  @Test
  void aDenseLayerInOneTowerIsCrossTower() {
    assertMessage(
        () -> new Dense("fc", 4, GROUPED, FIRST_TOWER, ANY),
        "fc lives in the first tower alone, so it must be cross-tower");
    assertMessage(
        () -> new Dense("fc", 0, GROUPED, FIRST_TOWER, ANY),
        "units of fc must be 1 to 1000000, found 0");
  }

  @Test
  void dropoutKeepsSomething() {
    assertMessage(
        () -> new Dropout("drop", 1), "rate of drop must be at least 0 and below 1, found 1.0");
    assertMessage(
        () -> new Dropout("drop", -0.1), "rate of drop must be at least 0 and below 1, found -0.1");
    assertThat(new Dropout("drop", 0).rate()).isZero();
  }

  @Test
  void normalizationWithinChannelsDividesByAPositiveNumber() {
    assertMessage(
        () -> new WithinChannelLrn("norm", 4, 2, 1, 1),
        "kernelSize of norm must be a positive odd number, found 4");
    assertMessage(
        () -> new WithinChannelLrn("norm", -1, 2, 1, 1),
        "kernelSize of norm must be a positive odd number, found -1");
    assertMessage(
        () -> new WithinChannelLrn("norm", 5, 0, 1, 1), "k of norm must be positive, found 0.0");
    assertMessage(
        () -> new WithinChannelLrn("norm", 5, 2, -1, 1),
        "alpha of norm must not be negative, found -1.0");
    assertMessage(
        () -> new WithinChannelLrn("norm", 5, 2, 1, 0), "beta of norm must be positive, found 0.0");
  }

  @Test
  void theSmallestNumbersAreTaken() {
    assertThat(new LocalResponseNorm("n", 1, 0.1, 0, 0.1).alpha()).isZero();
    assertThat(new WithinChannelLrn("n", 1, 0.1, 0, 0.1).alpha()).isZero();
    assertThat(new MaxPool("p", 1, 1, true).kernelSize()).isOne();
    assertThat(new AveragePool("p", 1, 1, true).kernelSize()).isOne();
    assertThat(conv(1, 1, 1).filters()).isOne();
    assertThat(new Initializer(0, -1)).isEqualTo(new Initializer(0.0, -1.0));
  }

  @Test
  void noLayerIsWiderThanAMillion() {
    assertThat(conv(1_000_000, 1_000_000, 1_000_000).filters()).isEqualTo(1_000_000);
    assertMessage(
        () -> conv(1_000_001, 3, 1), "filters of conv must be 1 to 1000000, found 1000001");
    assertMessage(
        () -> conv(8, 1_000_001, 1), "kernelSize of conv must be 1 to 1000000, found 1000001");
    assertMessage(
        () -> conv(8, 3, 1_000_001), "stride of conv must be 1 to 1000000, found 1000001");
    assertMessage(
        () -> new Dense("fc", 1_000_001, CROSS_TOWER, FIRST_TOWER, ANY),
        "units of fc must be 1 to 1000000, found 1000001");
  }

  @Test
  void averagePoolsHavePositiveNumbers() {
    assertMessage(
        () -> new AveragePool("pool", 0, 2, false),
        "kernelSize of pool must be 1 to 1000000, found 0");
    assertMessage(
        () -> new AveragePool("pool", 2, 0, false), "stride of pool must be 1 to 1000000, found 0");
  }

  @Test
  void windowsInCeilModeLeaveNoGaps() {
    String message = "stride of pool must be at most its kernelSize in ceil mode, found 3";
    assertMessage(() -> new MaxPool("pool", 2, 3, true), message);
    assertMessage(() -> new AveragePool("pool", 2, 3, true), message);
    assertThat(new MaxPool("pool", 3, 3, true).ceilMode()).isTrue();
    assertThat(new MaxPool("pool", 2, 3, false).stride()).isEqualTo(3);
    assertThat(new AveragePool("pool", 3, 3, true).ceilMode()).isTrue();
    assertThat(new AveragePool("pool", 2, 3, false).stride()).isEqualTo(3);
  }

  @Test
  void ceilModePadsTheFarEdge() {
    assertThat(new AveragePool("pool", 2, 3, false).padding(7)).isEqualTo(Padding.NONE);
    assertThat(new MaxPool("pool", 3, 2, true).padding(8)).isEqualTo(new Padding(0, 1));
    assertThat(new MaxPool("pool", 3, 2, true).padding(1)).isEqualTo(new Padding(0, 2));
  }

  @Test
  void whatIsNotSaidIsAsInThePaper() {
    assertThat(new MaxPool("pool", 3, 2)).isEqualTo(new MaxPool("pool", 3, 2, false));
    assertThat(new Dropout("drop", 0.4))
        .isEqualTo(new Dropout("drop", 0.4, Dropout.Scaling.AT_TEST));
    assertThat(new LocalResponseNorm("norm", 3, 4, 5, 6))
        .isEqualTo(new LocalResponseNorm("norm", 3, 4, 5, 6, GROUPED));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "1conv", "Conv", "conv 1", "conv-1", "_conv", "conv1\n"})
  void anyOtherNameIsRefused(String name) {
    String message =
        "name of a layer must be lower-case letters, digits and underscores, found " + name;
    assertMessage(() -> new Conv(name, 1, 1, 1, Padding.NONE, GROUPED, ANY), message);
    assertMessage(() -> new LocallyConnected(name, 1, 1, 1, Padding.NONE, GROUPED, ANY), message);
    assertMessage(
        () -> new LowResolutionConv(name, new LowResolution(1, 1, 1, 0), 1, 1, Padding.NONE, 0.01),
        message);
    assertMessage(() -> new Relu(name), message);
    assertMessage(() -> new Tanh(name), message);
    assertMessage(() -> new Sigmoid(name), message);
    assertMessage(() -> new LocalResponseNorm(name, 1, 1, 1, 1), message);
    assertMessage(() -> new WithinChannelLrn(name, 1, 1, 1, 1), message);
    assertMessage(() -> new MaxPool(name, 1, 1), message);
    assertMessage(() -> new AveragePool(name, 1, 1, false), message);
    assertMessage(() -> new Dense(name, 1, CROSS_TOWER, FIRST_TOWER, ANY), message);
    assertMessage(() -> new Dropout(name, 0.5), message);
  }

  @Test
  void nothingIsLeftOut() {
    assertMissing("padding", () -> new Conv("c", 1, 1, 1, null, GROUPED, ANY));
    assertMissing("connectivity", () -> new Conv("c", 1, 1, 1, Padding.NONE, null, ANY));
    assertMissing("initializer", () -> new Conv("c", 1, 1, 1, Padding.NONE, GROUPED, null));
    assertMissing("padding", () -> new LocallyConnected("l", 1, 1, 1, null, GROUPED, ANY));
    assertMissing(
        "connectivity", () -> new LocallyConnected("l", 1, 1, 1, Padding.NONE, null, ANY));
    assertMissing(
        "initializer", () -> new LocallyConnected("l", 1, 1, 1, Padding.NONE, GROUPED, null));
    assertMissing("resolution", () -> new LowResolutionConv("l", null, 1, 1, Padding.NONE, 0.01));
    assertMissing(
        "padding",
        () -> new LowResolutionConv("l", new LowResolution(1, 1, 1, 0), 1, 1, null, 0.01));
    assertMissing("connectivity", () -> new LocalResponseNorm("n", 1, 1, 1, 1, null));
    assertMissing("connectivity", () -> new Dense("d", 1, null, FIRST_TOWER, ANY));
    assertMissing("spread", () -> new Dense("d", 1, CROSS_TOWER, null, ANY));
    assertMissing("initializer", () -> new Dense("d", 1, CROSS_TOWER, FIRST_TOWER, null));
    assertMissing("scaling", () -> new Dropout("d", 0.5, null));
  }

  private static void assertMissing(String what, ThrowingCallable call) {
    assertThatNullPointerException().isThrownBy(call).withMessage(what);
  }

  private static Conv conv(int filters, int kernelSize, int stride) {
    return new Conv("conv", filters, kernelSize, stride, Padding.NONE, GROUPED, ANY);
  }

  private static LocallyConnected local(int filters, int kernelSize, int stride) {
    return new LocallyConnected("local", filters, kernelSize, stride, Padding.NONE, GROUPED, ANY);
  }

  private static void assertMessage(ThrowingCallable call, String message) {
    assertThatIllegalArgumentException().isThrownBy(call).withMessage(message);
  }
}

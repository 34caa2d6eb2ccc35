package org.alexnet.graph.spec;

import static org.alexnet.graph.spec.Layer.Reads.ALL_TOWERS;
import static org.alexnet.graph.spec.Layer.Reads.OWN_TOWER;
import static org.alexnet.graph.spec.Layer.Spread.FIRST_TOWER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import org.alexnet.graph.spec.Layer.AveragePool;
import org.alexnet.graph.spec.Layer.Conv;
import org.alexnet.graph.spec.Layer.Dense;
import org.alexnet.graph.spec.Layer.Dropout;
import org.alexnet.graph.spec.Layer.LocalResponseNorm;
import org.alexnet.graph.spec.Layer.MaxPool;
import org.alexnet.graph.spec.Layer.Relu;
import org.alexnet.graph.spec.Layer.Tanh;
import org.alexnet.graph.spec.Layer.WithinMapNorm;
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
    assertMessage(() -> conv(0, 3, 1), "kernels of conv must be 1 to 1000000, found 0");
    assertMessage(() -> conv(8, -3, 1), "size of conv must be 1 to 1000000, found -3");
    assertMessage(() -> conv(8, 3, 0), "stride of conv must be 1 to 1000000, found 0");
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
        "neighbors of norm must be a positive odd number, found 4");
    assertMessage(
        () -> new LocalResponseNorm("norm", -1, 2, 1, 1),
        "neighbors of norm must be a positive odd number, found -1");
    assertMessage(
        () -> new LocalResponseNorm("norm", 5, 0, 1, 1),
        "bias of norm must be positive, found 0.0");
    assertMessage(
        () -> new LocalResponseNorm("norm", 5, 2, -1, 1),
        "alpha of norm must not be negative, found -1.0");
    assertMessage(
        () -> new LocalResponseNorm("norm", 5, 2, 1, 0),
        "beta of norm must be positive, found 0.0");
  }

  @Test
  void poolsHavePositiveNumbers() {
    assertMessage(() -> new MaxPool("pool", 0, 2), "size of pool must be 1 to 1000000, found 0");
    assertMessage(() -> new MaxPool("pool", 2, 0), "stride of pool must be 1 to 1000000, found 0");
  }

  @Test
  void aDenseLayerInOneTowerReadsAll() {
    assertMessage(
        () -> new Dense("fc", 4, OWN_TOWER, FIRST_TOWER, ANY),
        "fc lives in the first tower alone, so it must read all towers");
    assertMessage(
        () -> new Dense("fc", 0, OWN_TOWER, FIRST_TOWER, ANY),
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
  void normalizationWithinMapsDividesByAPositiveNumber() {
    assertMessage(
        () -> new WithinMapNorm("norm", 4, 2, 1, 1),
        "size of norm must be a positive odd number, found 4");
    assertMessage(
        () -> new WithinMapNorm("norm", -1, 2, 1, 1),
        "size of norm must be a positive odd number, found -1");
    assertMessage(
        () -> new WithinMapNorm("norm", 5, 0, 1, 1), "bias of norm must be positive, found 0.0");
    assertMessage(
        () -> new WithinMapNorm("norm", 5, 2, -1, 1),
        "alpha of norm must not be negative, found -1.0");
    assertMessage(
        () -> new WithinMapNorm("norm", 5, 2, 1, 0), "beta of norm must be positive, found 0.0");
  }

  @Test
  void theSmallestNumbersAreTaken() {
    assertThat(new LocalResponseNorm("n", 1, 0.1, 0, 0.1).alpha()).isZero();
    assertThat(new WithinMapNorm("n", 1, 0.1, 0, 0.1).alpha()).isZero();
    assertThat(new MaxPool("p", 1, 1, true).size()).isOne();
    assertThat(new AveragePool("p", 1, 1, true).size()).isOne();
    assertThat(conv(1, 1, 1).kernels()).isOne();
    assertThat(new Initializer(0, -1)).isEqualTo(new Initializer(0.0, -1.0));
  }

  @Test
  void noLayerIsWiderThanAMillion() {
    assertThat(conv(1_000_000, 1_000_000, 1_000_000).kernels()).isEqualTo(1_000_000);
    assertMessage(
        () -> conv(1_000_001, 3, 1), "kernels of conv must be 1 to 1000000, found 1000001");
    assertMessage(() -> conv(8, 1_000_001, 1), "size of conv must be 1 to 1000000, found 1000001");
    assertMessage(
        () -> conv(8, 3, 1_000_001), "stride of conv must be 1 to 1000000, found 1000001");
    assertMessage(
        () -> new Dense("fc", 1_000_001, ALL_TOWERS, FIRST_TOWER, ANY),
        "units of fc must be 1 to 1000000, found 1000001");
  }

  @Test
  void averagePoolsHavePositiveNumbers() {
    assertMessage(
        () -> new AveragePool("pool", 0, 2, false), "size of pool must be 1 to 1000000, found 0");
    assertMessage(
        () -> new AveragePool("pool", 2, 0, false), "stride of pool must be 1 to 1000000, found 0");
  }

  @Test
  void overhangingWindowsLeaveNoGaps() {
    String message = "stride of pool must be at most its size where windows overhang, found 3";
    assertMessage(() -> new MaxPool("pool", 2, 3, true), message);
    assertMessage(() -> new AveragePool("pool", 2, 3, true), message);
    assertThat(new MaxPool("pool", 3, 3, true).overhang()).isTrue();
    assertThat(new MaxPool("pool", 2, 3, false).stride()).isEqualTo(3);
    assertThat(new AveragePool("pool", 3, 3, true).overhang()).isTrue();
    assertThat(new AveragePool("pool", 2, 3, false).stride()).isEqualTo(3);
  }

  @Test
  void whatIsNotSaidIsAsInThePaper() {
    assertThat(new MaxPool("pool", 3, 2)).isEqualTo(new MaxPool("pool", 3, 2, false));
    assertThat(new Dropout("drop", 0.4))
        .isEqualTo(new Dropout("drop", 0.4, Dropout.Scaling.AT_TEST));
    assertThat(new LocalResponseNorm("norm", 3, 4, 5, 6))
        .isEqualTo(new LocalResponseNorm("norm", 3, 4, 5, 6, OWN_TOWER));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "1conv", "Conv", "conv 1", "conv-1", "_conv", "conv1\n"})
  void anyOtherNameIsRefused(String name) {
    String message =
        "name of a layer must be lower-case letters, digits and underscores, found " + name;
    assertMessage(() -> new Conv(name, 1, 1, 1, Padding.NONE, OWN_TOWER, ANY), message);
    assertMessage(() -> new Relu(name), message);
    assertMessage(() -> new Tanh(name), message);
    assertMessage(() -> new LocalResponseNorm(name, 1, 1, 1, 1), message);
    assertMessage(() -> new WithinMapNorm(name, 1, 1, 1, 1), message);
    assertMessage(() -> new MaxPool(name, 1, 1), message);
    assertMessage(() -> new AveragePool(name, 1, 1, false), message);
    assertMessage(() -> new Dense(name, 1, ALL_TOWERS, FIRST_TOWER, ANY), message);
    assertMessage(() -> new Dropout(name, 0.5), message);
  }

  @Test
  void nothingIsLeftOut() {
    assertMissing("padding", () -> new Conv("c", 1, 1, 1, null, OWN_TOWER, ANY));
    assertMissing("reads", () -> new Conv("c", 1, 1, 1, Padding.NONE, null, ANY));
    assertMissing("initializer", () -> new Conv("c", 1, 1, 1, Padding.NONE, OWN_TOWER, null));
    assertMissing("reads", () -> new LocalResponseNorm("n", 1, 1, 1, 1, null));
    assertMissing("reads", () -> new Dense("d", 1, null, FIRST_TOWER, ANY));
    assertMissing("spread", () -> new Dense("d", 1, ALL_TOWERS, null, ANY));
    assertMissing("initializer", () -> new Dense("d", 1, ALL_TOWERS, FIRST_TOWER, null));
    assertMissing("scaling", () -> new Dropout("d", 0.5, null));
  }

  private static void assertMissing(String what, ThrowingCallable call) {
    assertThatNullPointerException().isThrownBy(call).withMessage(what);
  }

  private static Conv conv(int kernels, int size, int stride) {
    return new Conv("conv", kernels, size, stride, Padding.NONE, OWN_TOWER, ANY);
  }

  private static void assertMessage(ThrowingCallable call, String message) {
    assertThatIllegalArgumentException().isThrownBy(call).withMessage(message);
  }
}

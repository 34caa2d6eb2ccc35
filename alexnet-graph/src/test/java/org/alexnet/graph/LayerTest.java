package org.alexnet.graph;

import static org.alexnet.graph.Layer.Reads.OWN_TOWER;
import static org.alexnet.graph.Layer.Spread.FIRST_TOWER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.alexnet.graph.Layer.Conv;
import org.alexnet.graph.Layer.Dense;
import org.alexnet.graph.Layer.Dropout;
import org.alexnet.graph.Layer.LocalResponseNorm;
import org.alexnet.graph.Layer.MaxPool;
import org.alexnet.graph.Layer.Relu;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** What each kind of layer refuses. */
class LayerTest {
  private static final Initialisation ANY = Initialisation.PAPER;

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
    assertMessage(
        () -> new Initialisation(-0.01, 0), "weightStd must not be negative, found -0.01");
  }

  @Test
  void normalisationDividesByAPositiveNumber() {
    assertMessage(
        () -> new LocalResponseNorm("norm", 4, 2, 1, 1),
        "neighbours of norm must be a positive odd number, found 4");
    assertMessage(
        () -> new LocalResponseNorm("norm", -1, 2, 1, 1),
        "neighbours of norm must be a positive odd number, found -1");
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

  private static Conv conv(int kernels, int size, int stride) {
    return new Conv("conv", kernels, size, stride, Padding.NONE, OWN_TOWER, ANY);
  }

  private static void assertMessage(ThrowingCallable call, String message) {
    assertThatIllegalArgumentException().isThrownBy(call).withMessage(message);
  }
}

package org.alexnet.train.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The axis of losses of runs with ten classes, where guessing has a loss of 2.303. */
class LossAxisTest {
  private static final double GUESSING = 2.302585;

  @Test
  void theLossesOfNetworksThatLearnAreAllShown() {
    assertThat(LossAxis.of(GUESSING, new double[] {2.4, 1, 23, 0.001}))
        .isEqualTo(new LossAxis(LossAxis.Kind.WHOLE, 0, ""));
    assertThat(LossAxis.of(GUESSING, new double[0]).kind()).isEqualTo(LossAxis.Kind.WHOLE);
  }

  @Test
  void aFewHugeLossesAreCutOff() {
    assertThat(LossAxis.of(GUESSING, new double[] {2.4, 1.5, 23.1, 1.7e15}))
        .isEqualTo(
            new LossAxis(
                LossAxis.Kind.CUT,
                2 * GUESSING,
                ". The axis ends at twice the loss of guessing, 4.605; the highest is 1.70e+15"));
  }

  @Test
  void manyHugeLossesAreShownByTheirMagnitude() {
    assertThat(LossAxis.of(GUESSING, new double[] {2.4, 4.7, 1.7e15}))
        .isEqualTo(
            new LossAxis(
                LossAxis.Kind.LOGARITHMIC,
                0,
                ". The axis is logarithmic; the highest is 1.70e+15"));
  }
}

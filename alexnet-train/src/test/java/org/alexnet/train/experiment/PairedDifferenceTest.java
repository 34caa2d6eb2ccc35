package org.alexnet.train.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class PairedDifferenceTest {
  /** Two degrees of freedom, 97.5 %: any table of Student's t. */
  private static final double T_OF_TWO = 4.302653;

  @Test
  void theIntervalOfThreePairsIsThatOfStudentsT() {
    PairedDifference difference =
        PairedDifference.of(List.of(1.0, 2.0, 3.0), List.of(2.0, 4.0, 6.0));

    // differences -1, -2, -3: mean -2, standard deviation 1
    double half = T_OF_TWO / Math.sqrt(3);
    assertThat(difference.mean()).isEqualTo(-2);
    assertThat(difference.low()).isCloseTo(-2 - half, within(1e-5));
    assertThat(difference.high()).isCloseTo(-2 + half, within(1e-5));
    assertThat(Verdict.of(difference)).isEqualTo(Verdict.NOT_DISTINGUISHABLE);
  }

  @Test
  void anIntervalOnOneSideDecides() {
    List<Double> low = List.of(1.0, 2.0, 3.0);
    List<Double> high = List.of(2.0, 3.1, 4.1);

    assertThat(Verdict.of(PairedDifference.of(low, high))).isEqualTo(Verdict.AGREES);
    assertThat(Verdict.of(PairedDifference.of(high, low))).isEqualTo(Verdict.CONTRADICTS);
    assertThat(Verdict.of(PairedDifference.of(low, low))).isEqualTo(Verdict.NOT_DISTINGUISHABLE);
  }

  @Test
  void theMeanOfQuotientsIsGeometric() {
    PairedDifference quotient =
        PairedDifference.ofLogarithms(List.of(1.0, 4.0), List.of(2.0, 2.0)).exp();

    assertThat(quotient.mean()).isCloseTo(1, within(1e-12));
    assertThat(quotient.low() * quotient.high()).isCloseTo(1, within(1e-9));
    assertThat(quotient.low()).isLessThan(0.5);
  }

  @Test
  void onePairHasNoInterval() {
    assertThatThrownBy(() -> PairedDifference.of(List.of(1.0), List.of(2.0)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("there must be as many values on both sides, at least 2, found 1 and 1");
    assertThatThrownBy(() -> PairedDifference.of(List.of(1.0, 2.0), List.of(2.0)))
        .hasMessage("there must be as many values on both sides, at least 2, found 2 and 1");
  }
}

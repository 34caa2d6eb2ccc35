package org.alexnet.train.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.google.common.collect.ImmutableList;
import org.alexnet.train.EpochSummary;
import org.alexnet.train.evaluation.Evaluation;
import org.junit.jupiter.api.Test;

class MeasuresTest {

  private static EpochSummary epoch(int number, double trainingError) {
    return new EpochSummary(
        number, 100L * number, 0.01, 1, trainingError, new Evaluation(10, 5, 8, -1));
  }

  @Test
  void anErrorIsReachedBetweenTheMiddlesOfEpochs() {
    ImmutableList<EpochSummary> epochs =
        ImmutableList.of(epoch(1, 0.8), epoch(2, 0.4), epoch(3, 0.2));

    // means 0.4 at step 150 and 0.2 at step 250: 0.25 is three quarters of the way
    assertThat(Measures.stepsTo(0.25, epochs)).isCloseTo(225, within(1e-9));
    assertThat(Measures.stepsTo(0.2, epochs)).isCloseTo(250, within(1e-9));
  }

  @Test
  void inTheFirstEpochItFallsFromAllWrongAtItsBegin() {
    assertThat(Measures.stepsTo(0.25, ImmutableList.of(epoch(1, 0.25))))
        .isCloseTo(50, within(1e-9));
    assertThat(Measures.stepsTo(0.5, ImmutableList.of(epoch(1, 0.25))))
        .isCloseTo(100.0 / 3, within(1e-9));
  }

  @Test
  void whoDoesNotGetThereCountsWithAllSteps() {
    assertThat(Measures.stepsTo(0.25, ImmutableList.of(epoch(1, 0.8), epoch(2, 0.3))))
        .isEqualTo(200);
  }
}

package org.alexnet.train.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import org.alexnet.graph.event.AfterEpochs;
import org.alexnet.graph.event.AfterSteps;
import org.alexnet.graph.event.OnPlateau;
import org.alexnet.train.EpochSummary;
import org.alexnet.train.evaluation.Evaluation;
import org.junit.jupiter.api.Test;

class EpochAxisTest {
  private final EpochAxis axis =
      new EpochAxis(
          ImmutableList.of(epoch(1, 5, 60), epoch(2, 9, 40), epoch(3, 14, 40), epoch(4, 18, 50)));

  private static EpochSummary epoch(int epoch, long step, int wrongOf100) {
    return new EpochSummary(
        epoch, step, 0.01, 1, 0.5, new Evaluation(100, 100 - wrongOf100, 100, -1));
  }

  @Test
  void stepsLieEvenlyBetweenTheEndsOfTwoEpochs() {
    assertThat(axis.at(0)).isEqualTo(0);
    assertThat(axis.at(1)).isEqualTo(0.2);
    assertThat(axis.at(5)).isEqualTo(1);
    assertThat(axis.at(6)).isEqualTo(1.25);
    assertThat(axis.at(18)).isEqualTo(4);
    assertThat(axis.at(20)).isEqualTo(4.5);
  }

  @Test
  void aTriggerIsReachedAfterTheFirstStepThatReachesIt() {
    assertThat(axis.stepOf(new AfterSteps(7), 18)).hasValue(7);
    assertThat(axis.stepOf(new AfterSteps(0), 18)).hasValue(0);
    assertThat(axis.stepOf(new AfterSteps(19), 18)).isEmpty();
    assertThat(axis.stepOf(new AfterEpochs(2), 18)).hasValue(9);
    assertThat(axis.stepOf(new AfterEpochs(2.5), 18)).hasValue(12); // of steps 9 to 14
    assertThat(axis.stepOf(new AfterEpochs(5), 18)).isEmpty();
  }

  @Test
  void aPlateauIsReachedAtTheEndOfItsLastEpoch() {
    assertThat(axis.stepOf(new OnPlateau(1, 1), 18)).hasValue(14);
    assertThat(axis.stepOf(new OnPlateau(1, 2), 18)).hasValue(18);
    assertThat(axis.stepOf(new OnPlateau(2, 1), 18)).hasValue(18);
    assertThat(axis.stepOf(new OnPlateau(3, 1), 18)).isEmpty();
    assertThat(axis.stepOf(new OnPlateau(1, 1), 13)).isEmpty();
  }
}

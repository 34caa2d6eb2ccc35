package org.alexnet.train.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import org.alexnet.train.experiment.ArmTraining.Found;
import org.alexnet.train.experiment.ArmTraining.Tried;
import org.junit.jupiter.api.Test;

/** Which of the learning rates that were tried an arm is trained with. */
class ArmTrainingTest {
  private static final Arm ARM = Arm.of("relu", Scale.FASHION.fourLayers());

  private static Tried tried(double learningRate, double steps, double trainingError) {
    return new Tried(learningRate, Optional.of(new Found(steps, trainingError)));
  }

  private static double best(Tried... tried) {
    return ArmTraining.withBest(ARM, List.of(tried)).setup().recipe().learningRate();
  }

  @Test
  void theFewestStepsDecide() {
    assertThat(best(tried(0.001, 700, 0.20), tried(0.01, 300, 0.24), tried(0.1, 900, 0.10)))
        .isEqualTo(0.01);
  }

  @Test
  void ofRatesThatNeverCameToTheErrorThatWithTheLowestIsTaken() {
    assertThat(best(tried(0.001, 3125, 0.65), tried(0.01, 3125, 0.29), tried(0.1, 3125, 0.30)))
        .isEqualTo(0.01);
  }

  @Test
  void oneThatDivergedIsNotTaken() {
    Tried diverged = new Tried(0.1, Optional.empty());

    assertThat(best(diverged, tried(0.01, 3125, 0.9))).isEqualTo(0.01);
    assertThatThrownBy(() -> best(diverged))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageStartingWith("relu diverged with each of ");
  }
}

package org.alexnet.graph.optimizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.google.common.collect.ImmutableList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.Size;
import org.alexnet.common.RecordCodec;
import org.alexnet.graph.preset.Preset;
import org.junit.jupiter.api.Test;

class LearningRateScheduleTest {

  private static TrainingProgress after(List<Double> errors) {
    return new TrainingProgress(100L * errors.size(), errors.size(), ImmutableList.copyOf(errors));
  }

  private static TrainingProgress atStep(long step) {
    return new TrainingProgress(step, 0, ImmutableList.of());
  }

  private static double rate(LearningRateSchedule schedule, Double... errors) {
    return schedule.learningRate(1, after(List.of(errors)));
  }

  @Test
  void aPlateauReducesTheLearningRateAfterItsPatience() {
    ReduceOnPlateau plateau = new ReduceOnPlateau(2, 3, 0.1);

    assertThat(rate(plateau)).isEqualTo(1);
    assertThat(rate(plateau, 0.9, 0.8, 0.8)).isEqualTo(1);
    assertThat(rate(plateau, 0.9, 0.8, 0.8, 0.85)).isEqualTo(0.1);
    assertThat(rate(plateau, 0.9, 0.8, 0.8, 0.85, 0.7, 0.7)).isEqualTo(0.1);
    assertThat(rate(plateau, 0.9, 0.8, 0.8, 0.85, 0.7, 0.7, 0.7)).isEqualTo(0.01);
  }

  @Test
  void isOverAtThePlateauAfterTheLastReduction() {
    ReduceOnPlateau plateau = new ReduceOnPlateau(1, 3, 0.1);

    assertThat(plateau.isOver(after(List.of(0.5, 0.5, 0.5, 0.5)))).isFalse();
    assertThat(rate(plateau, 0.5, 0.5, 0.5, 0.5)).isEqualTo(0.001);
    assertThat(plateau.isOver(after(List.of(0.5, 0.5, 0.5, 0.5, 0.5)))).isTrue();
    assertThat(rate(plateau, 0.5, 0.5, 0.5, 0.5, 0.5)).isEqualTo(0.001);
  }

  @Test
  void aPlateauIsLeftOnlyByALowerErrorThanAnyBefore() {
    ReduceOnPlateau plateau = new ReduceOnPlateau(2, 3, 0.25);
    List<Double> errors = List.of(0.5, 0.6, 0.7, 0.65, 0.6, 0.4, 0.4, 0.3, 0.3, 0.31, 0.2);
    double[] divisors = {1, 1, 1, 4, 4, 16, 16, 16, 16, 16, 64, 64};

    for (int epochs = 0; epochs <= errors.size(); epochs++) {
      TrainingProgress progress = after(errors.subList(0, epochs));
      assertThat(plateau.learningRate(64, progress))
          .as("after %s epochs", epochs)
          .isEqualTo(64 / divisors[epochs]);
      assertThat(plateau.isOver(progress)).isFalse();
    }
  }

  @Test
  void aPlateauWithoutReductionsOnlyEndsTheRun() {
    ReduceOnPlateau plateau = new ReduceOnPlateau(1, 0, 0.75);

    assertThat(plateau.isOver(after(List.of(0.5, 0.4)))).isFalse();
    assertThat(plateau.isOver(after(List.of(0.5, 0.4, 0.4)))).isTrue();
    assertThat(rate(plateau, 0.5, 0.4, 0.4)).isEqualTo(1);
  }

  @Property
  void aPlateauNeverRaisesTheLearningRate(
      @ForAll @Size(max = 40) List<@DoubleRange(min = 0, max = 1) Double> errors) {
    ReduceOnPlateau plateau = new ReduceOnPlateau(2, 3, 0.1);
    for (int epoch = 1; epoch <= errors.size(); epoch++) {
      double before = plateau.learningRate(1, after(errors.subList(0, epoch - 1)));
      double now = plateau.learningRate(1, after(errors.subList(0, epoch)));
      assertThat(now).isLessThanOrEqualTo(before).isGreaterThanOrEqualTo(0.001);
    }
  }

  @Test
  void milestonesComeAfterTheirEpochs() {
    MultiStep steps = new MultiStep(ImmutableList.of(1, 3), 0.1);

    assertThat(rate(steps)).isEqualTo(1);
    assertThat(rate(steps, 0.1)).isEqualTo(0.1);
    assertThat(rate(steps, 0.1, 0.1)).isEqualTo(0.1);
    assertThat(rate(steps, 0.1, 0.1, 0.1)).isEqualTo(0.01);
    assertThat(steps.isOver(after(List.of(0.1, 0.1, 0.1)))).isFalse();
  }

  @Test
  void aFactorOfATenthDividesByTenExactly() {
    MultiStep steps = new MultiStep(ImmutableList.of(1, 2, 3), 0.1);
    for (double initial : new double[] {0.01, 0.001, 0.07, 1 / 3.0}) {
      for (int epoch = 0; epoch <= 3; epoch++) {
        TrainingProgress progress = new TrainingProgress(0, epoch, ImmutableList.of());
        assertThat(steps.learningRate(initial, progress)).isEqualTo(initial / Math.pow(10, epoch));
      }
    }
    assertThat(rate(new MultiStep(ImmutableList.of(1), 0.5), 0.1)).isEqualTo(0.5);
  }

  @Test
  void fallsExponentiallyWithEveryStep() {
    Exponential exponential = new Exponential(0.25, 100);

    assertThat(exponential.learningRate(8, atStep(0))).isEqualTo(8);
    assertThat(exponential.learningRate(8, atStep(50))).isEqualTo(4);
    assertThat(exponential.learningRate(8, atStep(100))).isEqualTo(2);
    assertThat(exponential.learningRate(8, atStep(200))).isEqualTo(0.5);
  }

  @Test
  void fallsAlongAPowerToZeroAndStaysThere() {
    Polynomial square = new Polynomial(100, 2);

    assertThat(square.learningRate(8, atStep(0))).isEqualTo(8);
    assertThat(square.learningRate(8, atStep(50))).isEqualTo(2);
    assertThat(square.learningRate(8, atStep(100))).isZero();
    assertThat(square.learningRate(8, atStep(101))).isZero();
    assertThat(new Polynomial(100, 1).learningRate(8, atStep(25))).isEqualTo(6);
  }

  @Test
  void warmsUpToAnotherScheduleAndIsOverWithIt() {
    Warmup warmup = new Warmup(4, new ReduceOnPlateau(1, 0, 0.1));

    assertThat(warmup.learningRate(8, atStep(0))).isEqualTo(2);
    assertThat(warmup.learningRate(8, atStep(2))).isEqualTo(6);
    assertThat(warmup.learningRate(8, atStep(3))).isEqualTo(8);
    assertThat(warmup.learningRate(8, atStep(4))).isEqualTo(8);
    assertThat(new Warmup(100, new Polynomial(100, 1)).learningRate(8, atStep(49)))
        .isCloseTo(8 * 0.51 * 0.5, within(1e-12));
    assertThat(warmup.isOver(after(List.of(0.5)))).isFalse();
    assertThat(warmup.isOver(after(List.of(0.5, 0.5)))).isTrue();
  }

  @Test
  void thePaperReducesThreeTimes() {
    assertThat(Preset.PAPER.recipe().schedule()).isEqualTo(new ReduceOnPlateau(3, 3, 0.1));
  }

  @Test
  void everyKindSurvivesItsMessageAndSaysWhatItDoes() {
    for (LearningRateSchedule schedule :
        List.of(
            new ReduceOnPlateau(1, 2, 0.3),
            new MultiStep(ImmutableList.of(3, 7), 0.5),
            new Exponential(0.97, 1L << 60),
            new Polynomial(450_000, 0.5),
            new Warmup(5, new Warmup(9, new Polynomial(10, 2))))) {
      assertThat(
              RecordCodec.decode(
                  RecordCodec.encode(schedule, LearningRateSchedule.class),
                  LearningRateSchedule.class,
                  "schedule"))
          .isEqualTo(schedule);
    }
    assertThat(new ReduceOnPlateau(1, 2, 0.3).describe())
        .isEqualTo("x 0.3 after 1 epoch without a lower error, at most 2 times");
    assertThat(new MultiStep(ImmutableList.of(3, 7), 0.5).describe())
        .isEqualTo("x 0.5 after epochs [3, 7]");
    assertThat(new Exponential(0.97, 10).describe())
        .isEqualTo("falls exponentially, x 0.97 every 10 steps");
    assertThat(new Warmup(5, new Polynomial(10, 2)).describe())
        .isEqualTo("rises for 5 steps, then falls to 0 at step 10 with power 2");
  }

  @Test
  void refusesWhatMakesNoSense() {
    MultiStep valid = new MultiStep(ImmutableList.of(1), 0.1);
    assertThatThrownBy(() -> new ReduceOnPlateau(0, 3, 0.1))
        .hasMessage("patience must be positive, found 0");
    assertThatThrownBy(() -> new ReduceOnPlateau(1, -1, 0.1))
        .hasMessage("reductions must not be negative, found -1");
    assertThatThrownBy(() -> new ReduceOnPlateau(1, 1, 1))
        .hasMessage("factor must be more than 0 and less than 1, found 1.0");
    assertThatThrownBy(() -> new MultiStep(ImmutableList.of(1), 0))
        .hasMessage("factor must be more than 0 and less than 1, found 0.0");
    assertThatThrownBy(() -> new MultiStep(ImmutableList.of(3, 2), 0.1))
        .hasMessage("milestones must be positive and rising, found [3, 2]");
    assertThatThrownBy(() -> new MultiStep(ImmutableList.of(3, 3), 0.1))
        .hasMessage("milestones must be positive and rising, found [3, 3]");
    assertThatThrownBy(() -> new MultiStep(ImmutableList.of(0, 3), 0.1))
        .hasMessage("milestones must be positive and rising, found [0, 3]");
    assertThatThrownBy(() -> new MultiStep(ImmutableList.of(3), Double.NaN))
        .hasMessage("factor must be more than 0 and less than 1, found NaN");
    assertThatThrownBy(() -> new Exponential(1.1, 1))
        .hasMessage("factor must be more than 0 and less than 1, found 1.1");
    assertThatThrownBy(() -> new Exponential(0.9, 0)).hasMessage("steps must be positive, found 0");
    assertThatThrownBy(() -> new Polynomial(0, 1)).hasMessage("steps must be positive, found 0");
    assertThatThrownBy(() -> new Polynomial(1, 0)).hasMessage("power must be positive, found 0.0");
    assertThatThrownBy(() -> new Warmup(0, valid)).hasMessage("steps must be positive, found 0");
    assertThatThrownBy(() -> new TrainingProgress(-1, 0, ImmutableList.of()))
        .hasMessage("step must not be negative, found -1");
    assertThatThrownBy(() -> new TrainingProgress(0, -1, ImmutableList.of()))
        .hasMessage("epoch must not be negative, found -1.0");
  }
}

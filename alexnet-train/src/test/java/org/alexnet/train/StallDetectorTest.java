package org.alexnet.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.LongToDoubleFunction;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;

/** A loss that stays where guessing has it. */
class StallDetectorTest {
  private static final double LN_10 = 2.302585;

  /** The steps after which there was a warning. */
  private static List<Long> warned(
      int classes, long stepsOfEpoch, long steps, LongToDoubleFunction loss) {
    StallDetector detector = new StallDetector(classes, stepsOfEpoch);
    List<Long> warned = new ArrayList<>();
    for (long step = 1; step <= steps; step++) {
      if (detector.stepped(loss.applyAsDouble(step)).isPresent()) {
        warned.add(step);
      }
    }
    return warned;
  }

  @Test
  void aLossThatStaysAtTheLogarithmOfTheClassesIsToldOnce() {
    Random noise = new Random(1);

    assertThat(warned(10, 47, 2000, step -> LN_10 + 0.02 * noise.nextGaussian()))
        .singleElement(InstanceOfAssertFactories.LONG)
        .isBetween(400L, 410L); // the first step alone may be noisier
  }

  @Test
  void saysWhatItFoundAndWhatHelps() {
    StallDetector detector = new StallDetector(10, 47);
    Optional<String> warning = Optional.empty();
    for (int step = 1; step <= 400; step++) {
      warning = detector.stepped(2.305);
    }

    assertThat(warning)
        .contains(
            "warning: the loss has been 2.305 for 400 steps, that of guessing one of 10 classes"
                + " (ln 10 = 2.303): nothing is learned yet. It may come later; what helps if"
                + " not: another learning rate (a tenth, or ten times as much where it is small), biases that begin at 1 and"
                + " weights with a greater standard deviation, as in the paper preset and in"
                + " cuda-convnet; and labels that belong to their images");
  }

  @Test
  void aNetworkThatBeginsLateIsHealthy() {
    assertThat(warned(10, 47, 2256, step -> step < 300 ? LN_10 : LN_10 * Math.exp(-step / 900.0)))
        .isEmpty();
    assertThat(warned(10, 47, 2000, step -> 1.02 * LN_10)).as("two percent above").isEmpty();
  }

  @Test
  void alongEpochsIsWaitedForATenthOfOne() {
    assertThat(warned(1000, 10_009, 5000, step -> Math.log(1000))).containsExactly(1001L);
  }

  @Test
  void aNetworkThatForgetsWhatItHasLearnedIsToldToo() {
    List<Long> warned = warned(10, 47, 3000, step -> step < 1000 ? 1 : LN_10);

    assertThat(warned).hasSize(1);
    assertThat(warned.get(0)).isBetween(1400L, 1700L);
  }

  /** The smoothed loss is back within 1 % some 150 steps after the last of the 20. */
  @Test
  void aLossThatLeavesAndComesBackIsCountedAnew() {
    List<Long> warned = warned(10, 47, 1000, step -> step > 300 && step <= 320 ? 1 : LN_10);

    assertThat(warned).singleElement(InstanceOfAssertFactories.LONG).isBetween(800L, 950L);
  }

  @Test
  void oneClassCannotBeGuessedWrong() {
    assertThat(warned(1, 47, 1000, step -> 0)).isEmpty();
  }
}

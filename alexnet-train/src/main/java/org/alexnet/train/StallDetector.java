package org.alexnet.train;

import java.util.Locale;
import java.util.Optional;

/**
 * Notices a loss that stays where a network that guesses has it, at the logarithm of the number of
 * classes: the way in which AlexNet fails most often.
 *
 * <p>A healthy network is there too at first, the paper's for 100 to 200 steps. So the smoothed
 * loss has to stay within 1 % for 400 steps, and for a tenth of an epoch where that is longer.
 */
final class StallDetector {
  /** Twice to four times what a healthy network takes to begin. */
  private static final long LEAST_STEPS = 400;

  private static final double EPOCHS = 0.1;

  private static final double WITHIN = 0.01;

  private final int classes;
  private final double guessing;
  private final long patience;

  private SmoothedLoss loss = SmoothedLoss.NONE;
  private long quiet;
  private boolean told;

  /**
   * @param classes number of classes
   * @param stepsOfEpoch steps in an epoch
   */
  StallDetector(int classes, long stepsOfEpoch) {
    this.classes = classes;
    this.guessing = Math.log(classes);
    this.patience = Math.max(LEAST_STEPS, Math.round(EPOCHS * stepsOfEpoch));
  }

  /**
   * Returns a warning when the loss has not moved for so long; once.
   *
   * @param value the loss of the next step
   */
  Optional<String> stepped(double value) {
    loss = loss.plus(value);
    boolean moved = Math.abs(loss.value() - guessing) > WITHIN * guessing;
    quiet = moved ? 0 : quiet + 1;
    if (told || classes < 2 || quiet < patience) {
      return Optional.empty();
    }
    told = true;
    return Optional.of(
        String.format(
            Locale.ROOT,
            "warning: the loss has been %.3f for %d steps, that of guessing one of %d classes"
                + " (ln %d = %.3f): nothing is learned yet. It may come later; what helps if not: another learning rate (a tenth,"
                + " or ten times as much where it is small), biases that begin at 1 and weights"
                + " with a greater standard deviation, as in the paper preset and in cuda-convnet;"
                + " and labels that belong to their images",
            loss.value(),
            patience,
            classes,
            classes,
            guessing));
  }
}

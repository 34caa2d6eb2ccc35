package org.alexnet.train.evaluation;

import static com.google.common.base.Preconditions.checkArgument;

import java.util.Locale;

/**
 * How well a network predicts the classes of images.
 *
 * @param imageCount number of images
 * @param top1Correct images whose class got the highest probability; one whose class shares it with
 *     others counts in part, see {@link Ranking}
 * @param top5Correct images whose class got one of the five highest probabilities, counted likewise
 * @param logProbability mean natural logarithm of the probability of an image's class, at most 0
 */
public record Evaluation(
    long imageCount, double top1Correct, double top5Correct, double logProbability) {

  /** Checks the numbers. */
  public Evaluation {
    checkArgument(imageCount > 0, "imageCount must be positive, found %s", imageCount);
    checkArgument(
        0 <= top1Correct && top1Correct <= top5Correct && top5Correct <= imageCount,
        "of %s images %s cannot be right at first and %s within five predictions",
        imageCount,
        top1Correct,
        top5Correct);
    checkArgument(
        logProbability <= 0, "logProbability must be at most 0, found %s", logProbability);
  }

  /** Returns the share of the images whose class did not get the highest probability, 0 to 1. */
  public double top1Error() {
    return 1 - top1Correct / imageCount;
  }

  /** Returns the share of the images whose class got none of the five highest probabilities. */
  public double top5Error() {
    return 1 - top5Correct / imageCount;
  }

  /** Returns the 95 % interval of the top-1 error. */
  public Interval top1Interval() {
    return Interval.ofError(imageCount - top1Correct, imageCount);
  }

  /** Returns the 95 % interval of the top-5 error. */
  public Interval top5Interval() {
    return Interval.ofError(imageCount - top5Correct, imageCount);
  }

  /** Returns errors in percent with their intervals and the log-probability in nats. */
  public String withIntervals() {
    return String.format(
        Locale.ROOT,
        "top-1 error %.1f %% (95 %% interval %s), top-5 error %.1f %% (95 %% interval %s),"
            + " log-probability %.3f",
        100 * top1Error(),
        top1Interval(),
        100 * top5Error(),
        top5Interval(),
        logProbability);
  }

  /** Returns errors in percent and the log-probability in nats, for people, in short. */
  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "top-1 error %.1f %%, top-5 error %.1f %%, log p %.3f",
        100 * top1Error(),
        100 * top5Error(),
        logProbability);
  }
}

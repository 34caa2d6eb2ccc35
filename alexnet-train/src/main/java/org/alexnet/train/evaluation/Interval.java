package org.alexnet.train.evaluation;

import static com.google.common.base.Preconditions.checkArgument;

import java.util.Locale;
import org.apache.commons.statistics.distribution.BetaDistribution;

/**
 * Where a network's error on all images of a kind may lie, judged by those that it was counted on:
 * the exact 95 % interval of Clopper and Pearson (Biometrika 26, 1934). Whatever the true error is,
 * at least 95 of 100 sets of images, each drawn at random, have an interval that holds it. That the
 * training itself is drawn at random, with its seed, it does not tell.
 *
 * @param low the lower end, 0 to 1
 * @param high the upper end, 0 to 1
 */
public record Interval(double low, double high) {
  /** How sure the interval is. */
  public static final double CONFIDENCE = 0.95;

  /** Sums of shares, thirds for example, are rounded: what is as near to a count as this is it. */
  private static final double ROUNDING = 1e-6;

  /** Checks the ends. */
  public Interval {
    checkArgument(
        0 <= low && low <= high && high <= 1,
        "low and high must be rising and in 0..1, found %s and %s",
        low,
        high);
  }

  /**
   * Returns the interval of an error.
   *
   * @param wrong images that were predicted wrongly; where ties make it a broken number, the lower
   *     end is that of the next smaller count and the upper end that of the next larger one
   * @param imageCount all images
   */
  public static Interval ofError(double wrong, long imageCount) {
    checkArgument(imageCount > 0, "imageCount must be positive, found %s", imageCount);
    checkArgument(
        0 <= wrong && wrong <= imageCount,
        "wrong must be in 0..%s, the number of images, found %s",
        (Object) imageCount,
        wrong);
    double tail = (1 - CONFIDENCE) / 2;
    double fewest = Math.floor(wrong + ROUNDING);
    double most = Math.ceil(wrong - ROUNDING);
    return new Interval(
        fewest == 0 ? 0 : quantile(fewest, imageCount - fewest + 1, tail),
        most == imageCount ? 1 : quantile(most + 1, imageCount - most, 1 - tail));
  }

  private static double quantile(double alpha, double beta, double probability) {
    return BetaDistribution.of(alpha, beta).inverseCumulativeProbability(probability);
  }

  /** Returns the ends in percent, for people: {@code 13.6 to 18.2 %}. */
  @Override
  public String toString() {
    return String.format(Locale.ROOT, "%.1f to %.1f %%", 100 * low, 100 * high);
  }
}

package org.alexnet.train;

import static com.google.common.base.Preconditions.checkArgument;

/**
 * The exponential moving average of a number that each step brings: {@code sum = 0.98 sum + 0.02
 * value}, divided by {@code 1 - 0.98^steps}, so that the first steps count as what they are. About
 * the last hundred steps matter.
 *
 * @param sum the weighted sum of the values so far
 * @param steps number of values so far
 */
public record SmoothedLoss(double sum, long steps) {
  private static final double KEPT = 0.98;

  /** Before the first step. */
  public static final SmoothedLoss NONE = new SmoothedLoss(0, 0);

  /** Checks the values. */
  public SmoothedLoss {
    checkArgument(steps >= 0, "steps must not be negative, found %s", steps);
  }

  /** Returns the average with one value more. */
  public SmoothedLoss plus(double value) {
    return new SmoothedLoss(KEPT * sum + (1 - KEPT) * value, steps + 1);
  }

  /** Returns the average; NaN before the first step. */
  public double value() {
    return sum / (1 - Math.pow(KEPT, (double) steps));
  }
}

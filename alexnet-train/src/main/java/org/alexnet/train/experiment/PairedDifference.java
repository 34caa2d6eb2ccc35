package org.alexnet.train.experiment;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.common.math.Stats;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.commons.statistics.distribution.TDistribution;

/**
 * The mean of differences, one for each seed, and its 95 % interval by Student's t: what the mean
 * over all seeds may be, if the differences are normally distributed.
 *
 * @param mean the mean
 * @param low the lower end
 * @param high the upper end
 */
public record PairedDifference(double mean, double low, double high) {
  private static final double CONFIDENCE = 0.95;

  /**
   * Returns the difference of pairs.
   *
   * @param left at least two values
   * @param right as many, each of the same seed
   */
  public static PairedDifference of(List<Double> left, List<Double> right) {
    checkArgument(
        left.size() == right.size() && left.size() >= 2,
        "there must be as many values on both sides, at least 2, found %s and %s",
        left.size(),
        right.size());
    Stats stats =
        Stats.of(IntStream.range(0, left.size()).mapToDouble(i -> left.get(i) - right.get(i)));
    double quantile =
        TDistribution.of(left.size() - 1.0).inverseCumulativeProbability((1 + CONFIDENCE) / 2);
    double half = quantile * stats.sampleStandardDeviation() / Math.sqrt(left.size());
    return new PairedDifference(stats.mean(), stats.mean() - half, stats.mean() + half);
  }

  /**
   * Returns the quotient of pairs, as the difference of their logarithms.
   *
   * @param left at least two positive values
   * @param right as many positive ones, each of the same seed
   */
  public static PairedDifference ofLogarithms(List<Double> left, List<Double> right) {
    return of(left.stream().map(Math::log).toList(), right.stream().map(Math::log).toList());
  }

  /** Returns e to the power of each number. */
  public PairedDifference exp() {
    return new PairedDifference(Math.exp(mean), Math.exp(low), Math.exp(high));
  }
}

package org.alexnet.train.evaluation;

import static com.google.common.base.Preconditions.checkArgument;

import java.util.Locale;
import org.apache.commons.statistics.inference.BinomialTest;

/**
 * Whether two networks differ in their top-1 error, judged by the same images: the exact form of
 * McNemar's test (Psychometrika 12, 1947; Dietterich, Neural Computation 10, 1998, recommends the
 * test for two classifiers and one test set). Only images that one of them alone gets right tell
 * something; were both equally good, each of these would be the one's or the other's like a coin
 * that is tossed.
 *
 * @param onlyFirst images that the first network alone gets right, usually called b
 * @param onlySecond images that the second network alone gets right, usually called c
 */
public record McNemar(long onlyFirst, long onlySecond) {

  /** Checks the counts. */
  public McNemar {
    checkArgument(onlyFirst >= 0, "onlyFirst must not be negative, found %s", onlyFirst);
    checkArgument(onlySecond >= 0, "onlySecond must not be negative, found %s", onlySecond);
    checkArgument(
        onlyFirst + onlySecond <= Integer.MAX_VALUE,
        "onlyFirst + onlySecond must be at most %s, found %s and %s",
        Integer.MAX_VALUE,
        onlyFirst,
        onlySecond);
  }

  /**
   * Returns the test of two networks.
   *
   * @param first which images the first network gets right
   * @param second which of the same images the second one gets right
   */
  public static McNemar of(RightImages first, RightImages second) {
    checkArgument(
        first.imageCount() == second.imageCount(),
        "both networks must predict the same images, found %s and %s",
        first.imageCount(),
        second.imageCount());
    return new McNemar(first.countWithout(second), second.countWithout(first));
  }

  /**
   * Returns the probability that two equally good networks differ on these images by at least as
   * much, in either direction: the two-sided binomial test of {@code onlyFirst} in {@code onlyFirst
   * + onlySecond} with probability 1/2; 1 if no image tells them apart.
   */
  public double pValue() {
    int tossed = Math.toIntExact(onlyFirst + onlySecond);
    return tossed == 0
        ? 1
        : BinomialTest.withDefaults().test(tossed, Math.toIntExact(onlyFirst), 0.5).getPValue();
  }

  /** Returns the counts and the p-value, for people. */
  @Override
  public String toString() {
    double p = pValue();
    return String.format(
        Locale.ROOT,
        "only the first is right on %,d, only the second on %,d, p %s",
        onlyFirst,
        onlySecond,
        p < 0.0001 ? "< 0.0001" : String.format(Locale.ROOT, "= %.4f", p));
  }
}

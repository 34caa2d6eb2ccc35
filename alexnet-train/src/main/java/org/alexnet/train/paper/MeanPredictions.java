package org.alexnet.train.paper;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.common.primitives.Doubles;
import com.google.common.primitives.Floats;
import java.util.Arrays;

/**
 * The geometric and the arithmetic mean of what several networks predict for one image, and how far
 * predictions are from the geometric one: the Kullback-Leibler divergence from it, in nats.
 */
final class MeanPredictions {
  /** Float32 knows no smaller probability; its logarithm would be infinite. */
  private static final double LEAST = Float.MIN_VALUE;

  private final double[] logSums;
  private final double[] sums;
  private int networks;

  /**
   * Creates the means of no networks yet.
   *
   * @param classCount number of classes
   */
  MeanPredictions(int classCount) {
    logSums = new double[classCount];
    sums = new double[classCount];
  }

  /**
   * Adds a network.
   *
   * @param logits its logits, one for each class
   */
  void add(float[] logits) {
    checkArgument(
        logits.length == sums.length,
        "logits must be %s numbers, found %s",
        sums.length,
        logits.length);
    double logNormalizer = logSumExp(Doubles.toArray(Floats.asList(logits)));
    for (int label = 0; label < sums.length; label++) {
      double logProbability = logits[label] - logNormalizer;
      logSums[label] += logProbability;
      sums[label] += Math.exp(logProbability);
    }
    networks++;
  }

  /**
   * Returns the mean over the networks of their divergence from the geometric mean. It is minus the
   * logarithm of the sum of the geometric means of the probabilities before they are normalized.
   */
  double divergenceOfOne() {
    return -logNormalizer();
  }

  /** Returns the divergence of the arithmetic mean. */
  double divergenceOfArithmeticMean() {
    return divergenceOf(Arrays.stream(sums).map(sum -> sum / networks).toArray());
  }

  /**
   * Returns the divergence of other predictions.
   *
   * @param probabilities one for each class
   */
  double divergenceOf(double[] probabilities) {
    double logNormalizer = logNormalizer();
    double sum = 0;
    for (int label = 0; label < sums.length; label++) {
      double logGeometric = logSums[label] / networks - logNormalizer;
      double logOther = Math.log(Math.max(probabilities[label], LEAST));
      sum += Math.exp(logGeometric) * (logGeometric - logOther);
    }
    return sum;
  }

  private double logNormalizer() {
    return logSumExp(Arrays.stream(logSums).map(sum -> sum / networks).toArray());
  }

  private static double logSumExp(double[] values) {
    double greatest = Arrays.stream(values).max().orElseThrow();
    return greatest + Math.log(Arrays.stream(values).map(v -> Math.exp(v - greatest)).sum());
  }
}

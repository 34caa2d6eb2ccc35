package org.alexnet.train.paper;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.common.primitives.Doubles;
import com.google.common.primitives.Floats;
import java.util.Arrays;

/**
 * The geometric and the arithmetic mean of what several networks predict for one image.
 *
 * <p>How far predictions are from a geometric mean is the Kullback-Leibler divergence from it, in
 * nats.
 */
final class MeanPredictions {
  /** Float32 knows no smaller probability; its logarithm would be infinite. */
  private static final double LEAST_LOG = Math.log(Float.MIN_VALUE);

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
      double logProbability = Math.max(LEAST_LOG, logits[label] - logNormalizer);
      logSums[label] += logProbability;
      sums[label] += Math.exp(logProbability);
    }
    networks++;
  }

  /** Returns how far predictions are from the geometric mean. */
  double divergenceOf(double[] probabilities) {
    return divergence(
        Arrays.stream(probabilities).map(each -> Math.max(LEAST_LOG, Math.log(each))).toArray());
  }

  /** Returns how far the arithmetic mean of networks is from the geometric mean of these. */
  double divergenceOfArithmeticMeanOf(MeanPredictions others) {
    return divergenceOf(Arrays.stream(others.sums).map(sum -> sum / others.networks).toArray());
  }

  /** Returns how far single networks are from the geometric mean of these, in the mean. */
  double divergenceOfOneOf(MeanPredictions others) {
    return divergence(others.meanLogs());
  }

  private double divergence(double[] logProbabilities) {
    double[] meanLogs = meanLogs();
    double logNormalizer = logSumExp(meanLogs);
    double sum = 0;
    for (int label = 0; label < meanLogs.length; label++) {
      double logGeometric = meanLogs[label] - logNormalizer;
      sum += Math.exp(logGeometric) * (logGeometric - logProbabilities[label]);
    }
    return Math.max(0, sum); // rounding
  }

  private double[] meanLogs() {
    return Arrays.stream(logSums).map(sum -> sum / networks).toArray();
  }

  private static double logSumExp(double[] values) {
    double greatest = Arrays.stream(values).max().orElseThrow();
    return greatest + Math.log(Arrays.stream(values).map(v -> Math.exp(v - greatest)).sum());
  }
}

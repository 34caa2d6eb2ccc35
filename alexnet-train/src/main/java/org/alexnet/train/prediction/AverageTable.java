package org.alexnet.train.prediction;

import com.google.common.collect.ImmutableList;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.alexnet.train.evaluation.Evaluation;
import org.alexnet.train.evaluation.EvaluationCounter;

/**
 * What averaging brings, in the manner of the paper's tables 1 and 2: each network alone, and the
 * average of the first, the first two, and so on.
 *
 * @param alone each source by itself, in order
 * @param averaged the average of the first source, of the first two, and so on; absent while all
 *     weights so far are 0
 */
public record AverageTable(
    ImmutableList<Evaluation> alone, ImmutableList<Optional<Evaluation>> averaged) {

  /**
   * Reads all sources side by side once.
   *
   * @throws IOException if one cannot be read
   */
  public static AverageTable of(Averaging averaging) throws IOException {
    int size = averaging.sources().size();
    List<EvaluationCounter> alone = counters(size);
    List<EvaluationCounter> averaged = counters(size);
    try (Lockstep images = Lockstep.open(averaging.sources())) {
      double[] sum = new double[images.classCount()];
      while (images.next()) {
        Arrays.fill(sum, 0);
        double weights = 0;
        for (int source = 0; source < size; source++) {
          float[] own = images.probabilities(source);
          double weight = averaging.weights().get(source);
          alone.get(source).accept(images.label(), own);
          Averaging.add(sum, weight, own);
          weights += weight;
          if (weights > 0) {
            averaged.get(source).accept(images.label(), Averaging.toFloats(sum, weights));
          }
        }
      }
    }
    return new AverageTable(
        alone.stream().map(EvaluationCounter::evaluation).collect(ImmutableList.toImmutableList()),
        evaluations(averaged, averaging.weights()));
  }

  private static List<EvaluationCounter> counters(int size) {
    List<EvaluationCounter> counters = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      counters.add(new EvaluationCounter());
    }
    return counters;
  }

  private static ImmutableList<Optional<Evaluation>> evaluations(
      List<EvaluationCounter> counters, List<Double> weights) {
    ImmutableList.Builder<Optional<Evaluation>> evaluations = ImmutableList.builder();
    double sum = 0;
    for (int i = 0; i < counters.size(); i++) {
      sum += weights.get(i);
      evaluations.add(sum > 0 ? Optional.of(counters.get(i).evaluation()) : Optional.empty());
    }
    return evaluations.build();
  }
}

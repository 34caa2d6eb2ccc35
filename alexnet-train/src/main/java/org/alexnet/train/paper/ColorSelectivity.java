package org.alexnet.train.paper;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.common.collect.ImmutableList;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.alexnet.graph.report.FilterGrid;
import org.alexnet.graph.spec.ParameterTable.Parameter;
import org.alexnet.train.Checkpoint;
import org.alexnet.train.CheckpointValues;

/**
 * How much the kernels of the first layer look at color: of each the share of its energy that a
 * gray image cannot excite, 1 - 3 sum(m^2) / sum(r^2 + g^2 + b^2) over its places, where m is the
 * mean of r, g and b. It is 0 of a gray kernel and 1 of one whose colors cancel everywhere. The
 * definition is ours; the paper has pictures alone.
 *
 * @param towers the values of each tower's kernels
 */
record ColorSelectivity(ImmutableList<ImmutableList<Double>> towers) {
  private static final int COLORS = 3;
  private static final int SHUFFLES = 10_000;

  /**
   * Returns that of a checkpoint.
   *
   * @throws IOException if it cannot be read
   */
  static ColorSelectivity of(Checkpoint checkpoint) throws IOException {
    ImmutableList<Parameter> weights = FilterGrid.parameters(checkpoint.spec());
    ImmutableList<float[]> values = CheckpointValues.read(checkpoint, weights);
    ImmutableList.Builder<ImmutableList<Double>> towers = ImmutableList.builder();
    for (int tower = 0; tower < weights.size(); tower++) {
      int kernels = Math.toIntExact(weights.get(tower).shape().get(3));
      towers.add(ofKernels(values.get(tower), kernels));
    }
    return new ColorSelectivity(towers.build());
  }

  /**
   * Returns the values of kernels.
   *
   * @param weights float {@code [rows, columns, 3, kernels]} of one tower
   * @param kernels how many
   */
  static ImmutableList<Double> ofKernels(float[] weights, int kernels) {
    checkArgument(
        weights.length % (COLORS * kernels) == 0,
        "%s values are not of %s kernels",
        weights.length,
        kernels);
    ImmutableList.Builder<Double> values = ImmutableList.builder();
    for (int kernel = 0; kernel < kernels; kernel++) {
      double gray = 0;
      double all = 0;
      for (int place = kernel; place < weights.length; place += COLORS * kernels) {
        double sum = 0;
        for (int color = 0; color < COLORS; color++) {
          double weight = weights[place + color * kernels];
          sum += weight;
          all += weight * weight;
        }
        gray += sum * sum / COLORS;
      }
      values.add(all == 0 ? 0 : 1 - gray / all);
    }
    return values.build();
  }

  /** Returns by how much the means of the two towers differ. */
  double difference() {
    checkArgument(towers.size() == 2, "there must be 2 towers, found %s", towers.size());
    return difference(towers.get(0), towers.get(1));
  }

  /**
   * Returns by how much they would differ if kernels were dealt to the towers at random: the mean
   * of {@value #SHUFFLES} deals, the same ones for the same kernels.
   */
  double differenceByChance() {
    List<Double> all = new ArrayList<>();
    towers.forEach(all::addAll);
    Random random = new Random(0);
    double sum = 0;
    int first = towers.get(0).size();
    for (int i = 0; i < SHUFFLES; i++) {
      Collections.shuffle(all, random);
      sum += difference(all.subList(0, first), all.subList(first, all.size()));
    }
    return sum / SHUFFLES;
  }

  private static double difference(List<Double> one, List<Double> other) {
    return Math.abs(mean(one) - mean(other));
  }

  private static double mean(List<Double> values) {
    return values.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
  }
}

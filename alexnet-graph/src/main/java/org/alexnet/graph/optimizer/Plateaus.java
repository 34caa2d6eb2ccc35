package org.alexnet.graph.optimizer;

import com.google.common.collect.ImmutableList;

/** Where the validation error stopped to fall. */
public final class Plateaus {
  private Plateaus() {}

  /**
   * Returns how many plateaus there were; after each, waiting begins anew.
   *
   * @param errors validation errors, one for each epoch
   * @param patience epochs without a lower error that make a plateau
   * @param leastImprovement by how much an error must be lower to count as lower
   */
  public static int count(ImmutableList<Double> errors, int patience, double leastImprovement) {
    double lowest = Double.POSITIVE_INFINITY;
    int waited = 0;
    int plateaus = 0;
    for (double error : errors) {
      boolean better = error < lowest - leastImprovement;
      waited = better ? 0 : waited + 1;
      lowest = better ? error : lowest;
      if (waited == patience) {
        plateaus++;
        waited = 0;
      }
    }
    return plateaus;
  }
}

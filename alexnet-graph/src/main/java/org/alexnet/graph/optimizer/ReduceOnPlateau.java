package org.alexnet.graph.optimizer;

import static com.google.common.base.Preconditions.checkArgument;

/**
 * Reduces the learning rate whenever the validation error has stopped improving; over when it stops
 * once more after the last reduction. Source: paper, section 5.
 *
 * @param patience epochs in a row without a new lowest error that make a plateau; at least 1
 * @param reductions how often the learning rate is reduced; at least 0
 * @param factor what it is multiplied by; more than 0 and less than 1
 * @param leastImprovement by how much an error must be lower than the lowest to count, in [0, 1)
 */
public record ReduceOnPlateau(int patience, int reductions, double factor, double leastImprovement)
    implements LearningRateSchedule {

  /** Checks the values. */
  public ReduceOnPlateau {
    checkArgument(patience > 0, "patience must be positive, found %s", patience);
    checkArgument(reductions >= 0, "reductions must not be negative, found %s", reductions);
    Reduction.check(factor);
    checkArgument(
        leastImprovement >= 0 && leastImprovement < 1,
        "leastImprovement must be at least 0 and less than 1, found %s",
        leastImprovement);
  }

  /** Creates the schedule to which any lower error counts. */
  public ReduceOnPlateau(int patience, int reductions, double factor) {
    this(patience, reductions, factor, 0);
  }

  @Override
  public double learningRate(double initial, TrainingProgress progress) {
    return Reduction.reduced(initial, factor, Math.min(reductions, plateaus(progress)));
  }

  @Override
  public boolean isOver(TrainingProgress progress) {
    return plateaus(progress) > reductions;
  }

  private int plateaus(TrainingProgress progress) {
    return Plateaus.count(progress.errors(), patience, leastImprovement);
  }

  @Override
  public String describe() {
    return "x "
        + Decimals.text(factor)
        + " after "
        + patience
        + (patience == 1 ? " epoch" : " epochs")
        + " without a lower error"
        + (leastImprovement == 0 ? "" : " by " + Decimals.text(leastImprovement))
        + ", at most "
        + reductions
        + (reductions == 1 ? " time" : " times");
  }
}

package org.alexnet.graph.optimizer;

import static com.google.common.base.Preconditions.checkArgument;

/**
 * Reduces the learning rate a little at every step: {@code initial * factor^(step / steps)}.
 *
 * @param factor what the learning rate has been multiplied by after {@code steps} steps; more than
 *     0 and less than 1
 * @param steps at least 1
 */
public record Exponential(double factor, long steps) implements LearningRateSchedule {

  /** Checks the values. */
  public Exponential {
    Reduction.check(factor);
    checkArgument(steps > 0, "steps must be positive, found %s", steps);
  }

  @Override
  public double learningRate(double initial, TrainingProgress progress) {
    return Reduction.reduced(initial, factor, (double) progress.step() / steps);
  }

  @Override
  public String describe() {
    return "falls exponentially, x " + Decimals.text(factor) + " every " + steps + " steps";
  }
}

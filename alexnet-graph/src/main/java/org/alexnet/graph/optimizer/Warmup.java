package org.alexnet.graph.optimizer;

import static com.google.common.base.Preconditions.checkArgument;
import static java.util.Objects.requireNonNull;

/**
 * Raises the learning rate from little to that of another schedule in equal steps: the first of
 * {@code steps} steps has {@code 1 / steps} of it. The other schedule counts from the beginning.
 *
 * @param steps steps that have less than the other schedule's learning rate, and the first that has
 *     it; at least 1
 * @param then the other schedule
 */
public record Warmup(long steps, LearningRateSchedule then) implements LearningRateSchedule {

  /** Checks the values. */
  public Warmup {
    checkArgument(steps > 0, "steps must be positive, found %s", steps);
    requireNonNull(then, "then");
  }

  @Override
  public double learningRate(double initial, TrainingProgress progress) {
    double full = then.learningRate(initial, progress);
    return progress.step() < steps ? full * (progress.step() + 1) / steps : full;
  }

  @Override
  public double noise(ParameterGroup group, Use use, TrainingProgress progress) {
    return then.noise(group, use, progress);
  }

  @Override
  public boolean isOver(TrainingProgress progress) {
    return then.isOver(progress);
  }

  @Override
  public String describe() {
    return "rises for " + steps + " steps, then " + then.describe();
  }
}

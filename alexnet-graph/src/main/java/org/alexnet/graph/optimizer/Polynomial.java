package org.alexnet.graph.optimizer;

import static com.google.common.base.Preconditions.checkArgument;

/**
 * Lowers the learning rate to 0 along a power: {@code initial * (1 - step / steps)^power}, and 0
 * from then on.
 *
 * @param steps the step at which it is 0; at least 1
 * @param power more than 0; 1 is a straight line
 */
public record Polynomial(long steps, double power) implements LearningRateSchedule {

  /** Checks the values. */
  public Polynomial {
    checkArgument(steps > 0, "steps must be positive, found %s", steps);
    checkArgument(power > 0 && Double.isFinite(power), "power must be positive, found %s", power);
  }

  @Override
  public double learningRate(double initial, TrainingProgress progress) {
    double left = 1 - (double) Math.min(progress.step(), steps) / steps;
    return initial * Math.pow(left, power);
  }

  @Override
  public String describe() {
    return "falls to 0 at step " + steps + " with power " + Decimals.text(power);
  }
}

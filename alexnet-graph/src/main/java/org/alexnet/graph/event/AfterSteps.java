package org.alexnet.graph.event;

import static com.google.common.base.Preconditions.checkArgument;

import org.alexnet.graph.optimizer.TrainingProgress;

/**
 * After a number of steps.
 *
 * @param steps how many were made before; 0 is the beginning
 */
public record AfterSteps(long steps) implements Trigger {

  /** Checks the value. */
  public AfterSteps {
    checkArgument(steps >= 0, "steps must not be negative, found %s", steps);
  }

  @Override
  public boolean isReached(TrainingProgress progress) {
    return progress.step() >= steps;
  }

  @Override
  public String describe() {
    return steps == 0 ? "from the beginning" : "after " + steps + " steps";
  }
}

package org.alexnet.graph.event;

import static com.google.common.base.Preconditions.checkArgument;

import org.alexnet.graph.optimizer.Plateaus;
import org.alexnet.graph.optimizer.TrainingProgress;

/**
 * When the validation error has stopped to fall, for the {@code count}th time.
 *
 * @param patience epochs without a lower validation error that make a plateau
 * @param count which plateau; 1 is the first
 */
public record OnPlateau(int patience, int count) implements Trigger {

  /** Checks the values. */
  public OnPlateau {
    checkArgument(patience > 0, "patience must be positive, found %s", patience);
    checkArgument(count > 0, "count must be positive, found %s", count);
  }

  @Override
  public boolean isReached(TrainingProgress progress) {
    return Plateaus.count(progress.errors(), patience, 0) >= count;
  }

  @Override
  public String describe() {
    return "on plateau "
        + count
        + ", "
        + patience
        + (patience == 1 ? " epoch" : " epochs")
        + " without a lower error";
  }
}

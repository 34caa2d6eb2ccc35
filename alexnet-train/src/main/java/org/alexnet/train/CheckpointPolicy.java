package org.alexnet.train;

import static com.google.common.base.Preconditions.checkArgument;

/**
 * When a training writes checkpoints, beside one at the end of each epoch, and how many stay.
 *
 * @param everySteps steps between two within an epoch; at least 1
 * @param keep number of the latest checkpoints that stay; at least 1
 */
public record CheckpointPolicy(long everySteps, int keep) {
  /** A checkpoint every 1,000 steps, of which the latest two stay. */
  public static final CheckpointPolicy DEFAULT = new CheckpointPolicy(1000, 2);

  /** Checks the values. */
  public CheckpointPolicy {
    checkArgument(everySteps > 0, "everySteps must be positive, found %s", everySteps);
    checkArgument(keep > 0, "keep must be positive, found %s", keep);
  }

  /** Returns a copy with this number of steps between two checkpoints. */
  public CheckpointPolicy withEverySteps(long everySteps) {
    return new CheckpointPolicy(everySteps, keep);
  }

  /** Returns a copy that keeps this number of checkpoints. */
  public CheckpointPolicy withKeep(int keep) {
    return new CheckpointPolicy(everySteps, keep);
  }
}

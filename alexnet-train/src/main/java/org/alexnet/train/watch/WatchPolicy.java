package org.alexnet.train.watch;

import static com.google.common.base.Preconditions.checkArgument;

/**
 * How much is written of a training while it runs.
 *
 * @param everySteps steps between two lines of {@code steps.jsonl} and two points in TensorBoard;
 *     at least 1
 * @param tensorBoard whether event files are written beside it
 */
public record WatchPolicy(long everySteps, boolean tensorBoard) {
  /** A line every 20 steps, and event files. */
  public static final WatchPolicy DEFAULT = new WatchPolicy(20, true);

  /** Checks the values. */
  public WatchPolicy {
    checkArgument(everySteps > 0, "everySteps must be positive, found %s", everySteps);
  }

  /** Returns a copy with this number of steps between two lines. */
  public WatchPolicy withEverySteps(long everySteps) {
    return new WatchPolicy(everySteps, tensorBoard);
  }

  /** Returns a copy that writes event files or none. */
  public WatchPolicy withTensorBoard(boolean tensorBoard) {
    return new WatchPolicy(everySteps, tensorBoard);
  }
}

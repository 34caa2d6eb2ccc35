package org.alexnet.graph.optimizer;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.common.collect.ImmutableList;

/**
 * How far a training has come, as far as the learning rate may depend on it.
 *
 * @param step optimizer steps so far
 * @param epoch passes over the training images so far, with a part of one
 * @param errors top-1 error on the validation set after each whole epoch, each in [0, 1]
 */
public record TrainingProgress(long step, double epoch, ImmutableList<Double> errors) {

  /** Before the first step. */
  public static final TrainingProgress START = new TrainingProgress(0, 0, ImmutableList.of());

  /** Checks the values. */
  public TrainingProgress {
    checkArgument(step >= 0, "step must not be negative, found %s", step);
    checkArgument(epoch >= 0, "epoch must not be negative, found %s", epoch);
  }
}

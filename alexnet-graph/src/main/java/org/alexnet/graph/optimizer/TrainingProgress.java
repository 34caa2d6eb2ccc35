package org.alexnet.graph.optimizer;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.common.collect.ImmutableList;

/**
 * How far a training has come, as far as the learning rate may depend on it.
 *
 * @param step optimizer steps so far
 * @param epoch whole epochs so far
 * @param errors top-1 error on the validation set after each of these epochs, each in [0, 1]
 */
public record TrainingProgress(long step, int epoch, ImmutableList<Double> errors) {

  /** Checks the values. */
  public TrainingProgress {
    checkArgument(step >= 0, "step must not be negative, found %s", step);
    checkArgument(epoch >= 0, "epoch must not be negative, found %s", epoch);
  }
}

package org.alexnet.train.watch;

import org.alexnet.train.SmoothedLoss;
import org.alexnet.train.StepSummary;

/**
 * What the next line depends on beside the next steps. It is part of every line about a checkpoint,
 * so that a run that is resumed there writes the lines of an unbroken one.
 *
 * @param smoothed the smoothed loss
 * @param loss sum of the losses since the last line
 * @param error sum of the training errors since the last line
 * @param steps steps since the last line
 */
record WatchState(SmoothedLoss smoothed, double loss, double error, long steps) {
  static final WatchState NONE = new WatchState(SmoothedLoss.NONE, 0, 0, 0);

  WatchState plus(StepSummary step) {
    return new WatchState(
        smoothed.plus(step.loss()), loss + step.loss(), error + step.error(), steps + 1);
  }

  /** Returns the state after a line. */
  WatchState written() {
    return new WatchState(smoothed, 0, 0, 0);
  }
}

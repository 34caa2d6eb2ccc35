package org.alexnet.train.report;

import com.google.common.collect.ImmutableList;
import java.util.OptionalLong;
import org.alexnet.graph.event.Trigger;
import org.alexnet.graph.optimizer.TrainingProgress;
import org.alexnet.train.EpochSummary;

/**
 * The axis of the curves: epochs, with parts of them. The manifests count steps; between the ends
 * of two epochs they lie evenly.
 *
 * @param epochs the epochs of a run, in order
 */
record EpochAxis(ImmutableList<EpochSummary> epochs) {

  /** Returns where on the axis some steps are done; after the last epoch as long as that one. */
  double at(long step) {
    long begin = 0;
    double length = 1;
    for (EpochSummary epoch : epochs) {
      length = epoch.step() - begin;
      if (step <= epoch.step()) {
        return epoch.epoch() - 1 + (step - begin) / length;
      }
      begin = epoch.step();
    }
    return epochs.size() + (step - begin) / length;
  }

  /**
   * Returns the number of steps after which a trigger is reached.
   *
   * @param last the number of steps that were made
   * @return nothing if it is not reached then
   */
  OptionalLong stepOf(Trigger trigger, long last) {
    if (!trigger.isReached(progress(last))) {
      return OptionalLong.empty();
    }
    long from = 0;
    long to = last;
    while (from < to) {
      long middle = (from + to) / 2;
      if (trigger.isReached(progress(middle))) {
        to = middle;
      } else {
        from = middle + 1;
      }
    }
    return OptionalLong.of(to);
  }

  private TrainingProgress progress(long step) {
    return new TrainingProgress(
        step,
        at(step),
        epochs.stream()
            .filter(epoch -> epoch.step() <= step)
            .map(epoch -> epoch.evaluation().top1Error())
            .collect(ImmutableList.toImmutableList()));
  }
}

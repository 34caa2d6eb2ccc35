package org.alexnet.train.watch;

import java.util.Map;

/** A line of {@code steps.jsonl}; {@code docs/watching.md} describes each member. */
sealed interface Line {

  /** Returns which of the three kinds it is. */
  String kind();

  /** Returns the number of steps that were made. */
  long step();

  /** Some steps; {@code partial} where the run ends before there are as many as in other lines. */
  record Steps(
      String kind,
      long step,
      int epoch,
      double loss,
      double smoothedLoss,
      double trainingError,
      double logProbability,
      double learningRate,
      Map<String, Double> learningRates,
      Map<String, Double> updateRatios,
      Boolean partial,
      double imagesPerSecond,
      double seconds,
      String time)
      implements Line {}

  /** An epoch with its evaluation. */
  record Epoch(
      String kind,
      long step,
      int epoch,
      double loss,
      double trainingError,
      double learningRate,
      long validationImages,
      double top1Error,
      double top5Error,
      double logProbability,
      double seconds,
      String time)
      implements Line {}

  /**
   * Something else that happened; a checkpoint has the state that a resumed run begins with, a run
   * that diverged the tensor that is not finite and the learning rate.
   */
  record Event(
      String kind,
      long step,
      String event,
      String text,
      WatchState state,
      String tensor,
      Double learningRate,
      String time)
      implements Line {
    Event(String kind, long step, String event, String text, WatchState state, String time) {
      this(kind, step, event, text, state, null, null, time);
    }
  }
}

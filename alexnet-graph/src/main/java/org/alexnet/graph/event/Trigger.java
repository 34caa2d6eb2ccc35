package org.alexnet.graph.event;

import org.alexnet.graph.optimizer.TrainingProgress;

/** When an event comes; once reached, it stays so. */
public sealed interface Trigger permits AfterSteps, AfterEpochs, OnPlateau {

  /**
   * Returns whether it is reached before the next step.
   *
   * @param progress what was done before
   */
  boolean isReached(TrainingProgress progress);

  /** Returns when that is, in words. */
  String describe();
}

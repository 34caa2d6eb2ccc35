package org.alexnet.train;

import org.alexnet.graph.spec.AlexNetSpec;

/**
 * What a training tells while it runs, on its own thread. An {@link java.io.UncheckedIOException}
 * that a listener throws ends the training with its cause.
 */
public interface TrainingListener {

  /**
   * Training begins or is resumed; said before {@link #started}.
   *
   * @param start what there is to watch
   */
  default void opened(TrainingStart start) {}

  /**
   * Training begins or is resumed.
   *
   * @param spec the network
   * @param firstStep steps that were made before, 0 at the beginning
   * @param totalSteps steps that the recipe allows in all
   */
  default void started(AlexNetSpec spec, long firstStep, long totalSteps) {}

  /** A step was made. */
  default void stepped(StepSummary step) {}

  /**
   * Something is not as it should be: training is resumed, but not quite as an unbroken run would
   * have, or the loss does not move.
   *
   * @param warning what and why, in one line
   */
  default void warned(String warning) {}

  /** An epoch was completed and evaluated. */
  default void evaluated(EpochSummary epoch) {}

  /**
   * A checkpoint is about to be written.
   *
   * @param step steps so far
   */
  default void saving(long step) {}

  /** A checkpoint was written. */
  default void saved(Checkpoint checkpoint) {}

  /**
   * All steps are made, or the training is told to stop. The checkpoint of the last step is
   * written; an evaluation with ten crops may follow.
   */
  default void ended() {}

  /**
   * The training ends since a step has broken it.
   *
   * @param end what happened; thrown when all listeners have heard it
   */
  default void diverged(DivergedException end) {}

  /** Returns a listener that tells this one and then another. */
  default TrainingListener andThen(TrainingListener next) {
    TrainingListener first = this;
    return new TrainingListener() {
      @Override
      public void opened(TrainingStart start) {
        first.opened(start);
        next.opened(start);
      }

      @Override
      public void started(AlexNetSpec spec, long firstStep, long totalSteps) {
        first.started(spec, firstStep, totalSteps);
        next.started(spec, firstStep, totalSteps);
      }

      @Override
      public void stepped(StepSummary step) {
        first.stepped(step);
        next.stepped(step);
      }

      @Override
      public void warned(String warning) {
        first.warned(warning);
        next.warned(warning);
      }

      @Override
      public void evaluated(EpochSummary epoch) {
        first.evaluated(epoch);
        next.evaluated(epoch);
      }

      @Override
      public void saving(long step) {
        first.saving(step);
        next.saving(step);
      }

      @Override
      public void saved(Checkpoint checkpoint) {
        first.saved(checkpoint);
        next.saved(checkpoint);
      }

      @Override
      public void ended() {
        first.ended();
        next.ended();
      }

      @Override
      public void diverged(DivergedException end) {
        first.diverged(end);
        next.diverged(end);
      }
    };
  }
}

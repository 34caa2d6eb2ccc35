package org.alexnet.graph.optimizer;

/** How the learning rate changes in the course of a training: a pure function of its progress. */
public sealed interface LearningRateSchedule
    permits ReduceOnPlateau, Constant, MultiStep, Exponential, Polynomial, Warmup {

  /**
   * Returns the learning rate of the next step.
   *
   * @param initial the learning rate that the recipe begins with
   * @param progress what was done before
   */
  double learningRate(double initial, TrainingProgress progress);

  /** Returns whether nothing is left to be gained. */
  default boolean isOver(TrainingProgress progress) {
    return false;
  }

  /** Returns what happens to the learning rate, in words. */
  String describe();
}

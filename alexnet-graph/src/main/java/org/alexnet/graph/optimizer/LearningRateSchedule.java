package org.alexnet.graph.optimizer;

/** How the learning rate changes in the course of a training: a pure function of its progress. */
public sealed interface LearningRateSchedule
    permits ReduceOnPlateau, Constant, Noisy, MultiStep, Exponential, Polynomial, Warmup {

  /**
   * Returns the learning rate of the next step.
   *
   * @param initial the learning rate that the recipe begins with
   * @param progress what was done before
   */
  double learningRate(double initial, TrainingProgress progress);

  /**
   * Returns what the learning rate of a group of parameters is multiplied by in the next step.
   *
   * @param group the parameters
   * @param use what the learning rate is for; each use has noise of its own
   * @param progress what was done before
   */
  default double noise(ParameterGroup group, Use use, TrainingProgress progress) {
    return 1;
  }

  /** What a learning rate is multiplied with. */
  enum Use {
    /** The gradient of the loss. */
    GRADIENT,
    /** The weight, which decays. */
    DECAY
  }

  /** Returns whether nothing is left to be gained. */
  default boolean isOver(TrainingProgress progress) {
    return false;
  }

  /** Returns what happens to the learning rate, in words. */
  String describe();
}

package org.alexnet.graph.optimizer;

/** The learning rate stays as it is. */
public record Constant() implements LearningRateSchedule {

  @Override
  public double learningRate(double initial, TrainingProgress progress) {
    return initial;
  }

  @Override
  public String describe() {
    return "constant";
  }
}

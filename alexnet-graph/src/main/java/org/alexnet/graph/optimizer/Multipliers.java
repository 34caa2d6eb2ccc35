package org.alexnet.graph.optimizer;

import static com.google.common.base.Preconditions.checkArgument;

/**
 * What the learning rate and the weight decay of a layer are multiplied by.
 *
 * @param learningRate of weights and biases; 0 freezes the layer
 * @param decay of what decays
 */
public record Multipliers(double learningRate, double decay) {
  static final Multipliers ONE = new Multipliers(1, 1);

  /** Checks the values. */
  public Multipliers {
    checkArgument(
        learningRate >= 0, "learning-rate multiplier must not be negative, found %s", learningRate);
    checkArgument(decay >= 0, "decay multiplier must not be negative, found %s", decay);
  }

  @Override
  public String toString() {
    return "learning rate x" + Decimals.text(learningRate) + ", decay x" + Decimals.text(decay);
  }
}

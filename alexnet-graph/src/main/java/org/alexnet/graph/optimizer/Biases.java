package org.alexnet.graph.optimizer;

import static com.google.common.base.Preconditions.checkArgument;

/** How biases learn beside the weights of their layer. */
public sealed interface Biases {

  /** Returns whether weight decay works on biases too. */
  boolean decay();

  /**
   * Returns their learning rate.
   *
   * @param scheduled the learning rate of the weights
   */
  double learningRate(double scheduled);

  /** Returns the learning rate in words. */
  String describe();

  /**
   * Biases whose learning rate follows that of the weights.
   *
   * @param multiplier what the learning rate of the weights is multiplied by; at least 0
   * @param decay whether they decay as weights do
   */
  record Scaled(double multiplier, boolean decay) implements Biases {
    /** Checks the values. */
    public Scaled {
      checkArgument(
          multiplier >= 0, "multiplier of biases must not be negative, found %s", multiplier);
    }

    @Override
    public double learningRate(double scheduled) {
      return multiplier * scheduled;
    }

    @Override
    public String describe() {
      return multiplier == 1 ? "as weights" : Decimals.text(multiplier) + " times that of weights";
    }
  }

  /**
   * Biases with a learning rate of their own, which no schedule touches.
   *
   * @param learningRate the learning rate; at least 0
   * @param decay whether they decay as weights do
   */
  record Fixed(double learningRate, boolean decay) implements Biases {
    /** Checks the values. */
    public Fixed {
      checkArgument(
          learningRate >= 0,
          "learning rate of biases must not be negative, found %s",
          learningRate);
    }

    @Override
    public double learningRate(double scheduled) {
      return learningRate;
    }

    @Override
    public String describe() {
      return Decimals.text(learningRate) + " whatever that of weights";
    }
  }
}

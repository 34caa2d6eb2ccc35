package org.alexnet.graph.optimizer;

import static com.google.common.base.Preconditions.checkArgument;

/** How biases learn beside the weights of their layer. */
public sealed interface BiasRule {

  /** Whether weight decay works on biases too. */
  boolean decays();

  /**
   * Biases whose rate follows that of the weights.
   *
   * @param factor what the rate of the weights is multiplied by; at least 0
   * @param decays whether they decay as weights do
   */
  record Scaled(double factor, boolean decays) implements BiasRule {
    /** Checks the values. */
    public Scaled {
      checkArgument(factor >= 0, "factor of biases must not be negative, found %s", factor);
    }
  }

  /**
   * Biases with a rate of their own that no drop of the weights' rate touches.
   *
   * @param rate the rate; at least 0
   * @param decays whether they decay as weights do
   */
  record Fixed(double rate, boolean decays) implements BiasRule {
    /** Checks the values. */
    public Fixed {
      checkArgument(rate >= 0, "rate of biases must not be negative, found %s", rate);
    }
  }
}

package org.alexnet.graph.spec;

import static com.google.common.base.Preconditions.checkArgument;

/**
 * How the parameters of one layer begin.
 *
 * @param weightStd standard deviation of the zero-mean normal distribution of the weights
 * @param bias the value of every bias
 */
public record Initializer(double weightStd, double bias) {

  /** Weights N(0, 0.01), biases 0. Source: paper, section 5. */
  public static final Initializer PAPER = new Initializer(0.01, 0);

  /**
   * Weights N(0, 0.01), biases 1, so that the ReLUs see positive inputs from the start. Source:
   * paper, section 5, for conv2, conv4, conv5 and the hidden dense layers.
   */
  public static final Initializer PAPER_POSITIVE = new Initializer(0.01, 1);

  /** Checks the values. */
  public Initializer {
    checkArgument(weightStd >= 0, "weightStd must not be negative, found %s", weightStd);
  }
}

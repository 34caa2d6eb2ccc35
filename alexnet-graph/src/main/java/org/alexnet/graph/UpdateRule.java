package org.alexnet.graph;

import static com.google.common.base.Preconditions.checkArgument;

/**
 * Stochastic gradient descent with momentum and weight decay, the learning rate inside the
 * velocity:
 *
 * <pre>
 * v = momentum * v - weightDecay * rate * w - rate * dL/dw
 * w = w + v
 * </pre>
 *
 * <p>L is the mean cross-entropy of the batch. Source: paper, section 5, where w is every
 * parameter: biases decay as weights do.
 *
 * @param momentum in [0, 1)
 * @param weightDecay at least 0
 */
public record UpdateRule(double momentum, double weightDecay) {

  /** Checks the values. */
  public UpdateRule {
    checkArgument(
        momentum >= 0 && momentum < 1,
        "momentum must be at least 0 and below 1, found %s",
        momentum);
    checkArgument(weightDecay >= 0, "weightDecay must not be negative, found %s", weightDecay);
  }

  /** Momentum 0.9, weight decay 0.0005. Source: paper, section 5. */
  public static UpdateRule paper() {
    return new UpdateRule(0.9, 0.0005);
  }
}

package org.alexnet.graph.spec;

import static com.google.common.base.Preconditions.checkArgument;
import static org.alexnet.common.Numbers.brief;

/**
 * A layer that divides each activation by a power of the activity around it: b = a / (k + alpha *
 * sum of a^2)^beta. Source: paper, section 3.3, whose letters these are.
 */
public sealed interface Normalization extends Parameterless
    permits LocalResponseNorm, WithinChannelLrn {

  /** Returns what is added to the sum. */
  double k();

  /** Returns the weight of each square in the sum. */
  double alpha();

  /** Returns the exponent. */
  double beta();

  @Override
  default FeatureMap output(FeatureMap input) {
    return input;
  }

  @Override
  default boolean needsFeatureMap() {
    return true;
  }

  /** The output, and two more of its size: what is divided by, and its power. */
  @Override
  default long activationCount(FeatureMap output) {
    return 3 * output.size();
  }

  @Override
  default boolean readsInputBack(FeatureMap input) {
    return true;
  }

  /** What is divided by, and its power. */
  @Override
  default long keptBesideCount(FeatureMap read, FeatureMap output) {
    return 2 * output.size();
  }

  /** Squares forward; back, what is added up over neighbors. */
  @Override
  default long passingCount(FeatureMap input, FeatureMap output) {
    return output.size();
  }

  /** Returns the constants in words, for descriptions. */
  static String constants(double k, double alpha, double beta) {
    return "k=" + brief(k) + ", alpha=" + brief(alpha) + ", beta=" + brief(beta);
  }

  /** Checks the constants. */
  static void requireConstants(String name, double k, double alpha, double beta) {
    checkArgument(k > 0, "k of %s must be positive, found %s", name, k);
    checkArgument(alpha >= 0, "alpha of %s must not be negative, found %s", name, alpha);
    checkArgument(beta > 0, "beta of %s must be positive, found %s", name, beta);
  }
}

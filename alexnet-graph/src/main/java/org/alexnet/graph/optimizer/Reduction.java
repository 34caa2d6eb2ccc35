package org.alexnet.graph.optimizer;

import static com.google.common.base.Preconditions.checkArgument;

/** The arithmetic of learning rates that fall by a factor. */
final class Reduction {
  private Reduction() {}

  static void check(double factor) {
    checkArgument(
        factor > 0 && factor < 1, "factor must be more than 0 and less than 1, found %s", factor);
  }

  /**
   * Returns {@code initial * factor^times}. It is divided by the inverse, which is whole for the
   * usual factors: 0.01 and two factors of 0.1 give 1e-4 and not 1.0000000000000002e-4.
   */
  static double reduced(double initial, double factor, double times) {
    return initial / Math.pow(1 / factor, times);
  }
}

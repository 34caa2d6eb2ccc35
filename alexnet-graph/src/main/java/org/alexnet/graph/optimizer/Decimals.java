package org.alexnet.graph.optimizer;

import java.math.BigDecimal;

/** Numbers as people write them. */
final class Decimals {
  private Decimals() {}

  /** Returns a number without an exponent: {@code 0.0005}. */
  static String text(double value) {
    return BigDecimal.valueOf(value).stripTrailingZeros().toPlainString();
  }
}

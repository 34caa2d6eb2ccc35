package org.alexnet.common.cli;

import java.math.BigDecimal;
import java.util.Locale;

/** Numbers as people write them. */
public final class Plain {
  private Plain() {}

  /** Returns a count with its noun: {@code 1 image}, {@code 6,000 images}. */
  public static String count(long count, String noun) {
    return String.format(Locale.ROOT, "%,d %s%s", count, noun, count == 1 ? "" : "s");
  }

  /** Returns a number without an exponent: {@code 0.0005}. */
  public static String number(double value) {
    return BigDecimal.valueOf(value).stripTrailingZeros().toPlainString();
  }
}

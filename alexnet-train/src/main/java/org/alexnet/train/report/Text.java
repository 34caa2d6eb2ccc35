package org.alexnet.train.report;

import java.math.BigDecimal;
import java.util.Locale;

/** Numbers as the page writes them. */
final class Text {
  /** What stands where there is nothing. */
  static final String NONE = "–";

  private Text() {}

  /** Returns a share in percent with two decimals: {@code 15.80 %}. */
  static String percent(double share) {
    return String.format(Locale.ROOT, "%.2f %%", 100 * share);
  }

  /** Returns a number with four decimals. */
  static String decimals(double value) {
    return String.format(Locale.ROOT, "%.4f", value);
  }

  /** Returns a whole number with commas between thousands. */
  static String whole(long value) {
    return String.format(Locale.ROOT, "%,d", value);
  }

  /** Returns a count with its noun: {@code 1 image}, {@code 6,000 images}. */
  static String count(long count, String noun) {
    return whole(count) + " " + noun + (count == 1 ? "" : "s");
  }

  /** Returns a number without an exponent: {@code 0.0005}. */
  static String number(double value) {
    return BigDecimal.valueOf(value).stripTrailingZeros().toPlainString();
  }
}

package org.alexnet.common;

import java.util.Locale;

/** Numbers in texts for people. */
public final class Numbers {
  private Numbers() {}

  /** Returns a number as people write it: 2 and not 2.0, 1e-4 and not 1.0E-4. */
  public static String brief(double number) {
    return Double.toString(number).replaceFirst("\\.0(?=E|$)", "").toLowerCase(Locale.ROOT);
  }
}

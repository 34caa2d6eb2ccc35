package org.alexnet.train.report;

import static com.google.common.base.Preconditions.checkArgument;
import static java.util.Objects.requireNonNull;

import java.util.Locale;

/**
 * What happened in a run at a place of the epoch axis.
 *
 * @param number its number on the page, counted from 1
 * @param epoch where, in epochs
 * @param text what, in words
 */
record Mark(int number, double epoch, String text) {

  /** Checks the values. */
  Mark {
    checkArgument(number > 0, "number must be positive, found %s", number);
    requireNonNull(text, "text");
  }

  /** Returns where, for people: {@code 3} or {@code 3.25}. */
  String place() {
    return String.format(Locale.ROOT, "%.2f", epoch).replaceFirst("\\.?0+$", "");
  }
}

package org.alexnet.train.experiment;

import com.google.common.collect.ImmutableList;

/**
 * A measure of an arm, or of the networks of several arms together, those of the first one first.
 *
 * @param measure what
 * @param arms of which, by their names
 */
public record Quantity(Measure measure, ImmutableList<String> arms) {

  /** Returns a measure of arms. */
  public static Quantity of(Measure measure, String... arms) {
    return new Quantity(measure, ImmutableList.copyOf(arms));
  }

  /** Returns both in words: {@code validation error, no dropout}. */
  public String describe() {
    return measure.name() + ", " + String.join(" and ", arms);
  }
}

package org.alexnet.train.experiment;

import static com.google.common.base.Preconditions.checkArgument;

/**
 * Two quantities of which the paper lets one expect to be the lower. They are compared seed by
 * seed; a 95 % interval of their difference over the seeds decides. A network that learned nothing
 * says nothing of the claim, so nothing is decided then.
 *
 * @param name its name among those of the experiment
 * @param claim what the paper says, in a sentence
 * @param lower what is expected to be lower
 * @param higher what is expected to be higher
 * @param ratio whether the quotient counts and not the difference
 */
public record Comparison(
    String name, String claim, Quantity lower, Quantity higher, boolean ratio) {

  /** Checks that both are counted in the same. */
  public Comparison {
    checkArgument(
        lower.measure().unit() == higher.measure().unit(),
        "%s and %s are not counted in the same unit",
        lower.describe(),
        higher.describe());
  }

  /** Returns a comparison of one measure of two arms. */
  public static Comparison of(
      String name, String claim, Measure measure, String lowerArm, String higherArm) {
    return new Comparison(
        name, claim, Quantity.of(measure, lowerArm), Quantity.of(measure, higherArm), false);
  }

  /** Returns a copy in which the quotient counts. */
  public Comparison asRatio() {
    return new Comparison(name, claim, lower, higher, true);
  }

  /** Returns what counts as agreement, in words. */
  public String criterion() {
    return String.format(
        "agrees if the 95 %% interval over the seeds of %s is %s, contradicts if it is %s, and is not"
            + " distinguishable otherwise, nor where a network learned nothing",
        ratio
            ? "(" + lower.describe() + ") / (" + higher.describe() + ")"
            : "(" + lower.describe() + ") - (" + higher.describe() + ")",
        ratio ? "below 1" : "below 0",
        ratio ? "above 1" : "above 0");
  }
}

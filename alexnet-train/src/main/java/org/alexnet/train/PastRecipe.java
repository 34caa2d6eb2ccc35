package org.alexnet.train;

import static com.google.common.base.Preconditions.checkArgument;
import static java.util.Objects.requireNonNull;

/**
 * A recipe that a run had before it was amended.
 *
 * @param recipe the recipe
 * @param untilStep number of steps after which the next recipe holds
 */
public record PastRecipe(TrainingRecipe recipe, long untilStep) {

  /** Checks the values. */
  public PastRecipe {
    requireNonNull(recipe, "recipe");
    checkArgument(untilStep >= 0, "untilStep must not be negative, found %s", untilStep);
  }
}

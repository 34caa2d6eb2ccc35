package org.alexnet.graph.run;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.common.collect.ImmutableList;

/**
 * Where a run took parameters from. Velocities begin at 0, and layers that are not named at random.
 *
 * @param run name of the other run
 * @param layers names of the layers whose weights and biases are copied
 */
public record InitializedFrom(String run, ImmutableList<String> layers) {

  /** Checks that something is copied. */
  public InitializedFrom {
    checkArgument(!layers.isEmpty(), "layers must not be empty");
  }
}

package org.alexnet.graph.optimizer;

import com.google.common.collect.ImmutableMap;
import org.alexnet.graph.spec.AlexNetSpec;

/** How parameters learn from their gradients, as data. */
public sealed interface Optimizer permits SgdMomentum {

  /**
   * Checks that every layer that this names is there.
   *
   * @throws IllegalArgumentException if the network lacks one
   */
  void requireFits(AlexNetSpec spec);

  /** Returns the most important numbers in a line. */
  String summary();

  /** Returns everything that this decides, by what it is, in the order of a table. */
  ImmutableMap<String, String> describe();
}

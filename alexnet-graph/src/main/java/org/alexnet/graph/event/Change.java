package org.alexnet.graph.event;

import org.alexnet.graph.spec.AlexNetSpec;

/** What an event changes. Of two changes of the same thing, the one that is listed later holds. */
public sealed interface Change permits SetLearningRate, SetAugmentation {

  /**
   * Checks that every layer that this names is there.
   *
   * @throws IllegalArgumentException if the network lacks one
   */
  void requireFits(AlexNetSpec spec);

  /** Returns what changes, in words. */
  String describe();
}

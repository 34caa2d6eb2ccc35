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

  /** Returns what changes: {@code learning rate of conv1}. */
  String subject();

  /** Returns what it becomes: {@code 0.001}. */
  String value();

  /** Returns the change in words. */
  String describe();
}

package org.alexnet.graph.event;

import static java.util.Objects.requireNonNull;

/**
 * A change in the middle of a training, from the step on at which its trigger is reached.
 *
 * @param trigger when
 * @param change what
 */
public record Event(Trigger trigger, Change change) {

  /** Checks the values. */
  public Event {
    requireNonNull(trigger, "trigger");
    requireNonNull(change, "change");
  }

  /** Returns the event in words: {@code after 67 epochs: PCA color augmentation off}. */
  public String describe() {
    return trigger.describe() + ": " + change.describe();
  }
}

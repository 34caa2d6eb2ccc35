package org.alexnet.graph.cli;

/** What a command does with a result that is there already. */
public enum Existing {
  /** Refuse. */
  FAIL,
  /** Keep what is there, as far as it was made from the same things, and go on. */
  CONTINUE,
  /** Start over. */
  REPLACE
}

package org.alexnet.common.cli;

import com.google.common.base.Ascii;

/** What a command does if its result exists already. */
public enum OverwritePolicy {
  /** Refuse. */
  FAIL,
  /** Keep what exists as far as it was made from the same things, and do the rest. */
  RESUME,
  /** Start over. */
  REPLACE;

  /** Returns the name as it is written on the command line. */
  @Override
  public String toString() {
    return Ascii.toLowerCase(name());
  }
}

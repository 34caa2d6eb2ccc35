package org.alexnet.common.cli;

import com.google.common.base.Ascii;

/** What a command does with a result that is there already. */
public enum Existing {
  /** Refuse. */
  FAIL,
  /** Keep what is there, as far as it was made from the same things, and go on. */
  CONTINUE,
  /** Start over. */
  REPLACE;

  /** The name as it is written on the command line. */
  @Override
  public String toString() {
    return Ascii.toLowerCase(name());
  }
}

package org.alexnet.data.source;

import com.google.common.base.Ascii;

/** The two parts of a data set. */
public enum Split {
  /** What the network learns from. */
  TRAIN,
  /** What it is measured on. */
  VALIDATION;

  /**
   * Returns what the names of the split's files begin with: {@code train} or {@code validation}.
   */
  public String prefix() {
    return Ascii.toLowerCase(name());
  }

  /** Returns the name as it is written on the command line. */
  @Override
  public String toString() {
    return prefix();
  }
}

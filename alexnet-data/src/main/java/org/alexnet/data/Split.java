package org.alexnet.data;

import java.util.Locale;

/** The two parts of a data set. */
public enum Split {
  /** What the network learns from. */
  TRAIN,
  /** What it is measured on. */
  VALIDATION;

  /** What the names of the split's files begin with: {@code train} or {@code validation}. */
  public String prefix() {
    return name().toLowerCase(Locale.ROOT);
  }
}

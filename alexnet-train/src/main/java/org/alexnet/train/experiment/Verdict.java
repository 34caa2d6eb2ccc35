package org.alexnet.train.experiment;

import com.google.common.base.Ascii;

/** What an experiment says of a claim. */
public enum Verdict {
  /** The interval lies where the paper says. */
  AGREES,
  /** The interval lies on the other side. */
  CONTRADICTS,
  /** The interval holds both, or a network learned nothing. */
  NOT_DISTINGUISHABLE;

  /** Returns what an interval of a difference that should be negative says. */
  static Verdict of(PairedDifference difference) {
    return difference.high() < 0
        ? AGREES
        : difference.low() > 0 ? CONTRADICTS : NOT_DISTINGUISHABLE;
  }

  /** Returns it in words: {@code not distinguishable}. */
  @Override
  public String toString() {
    return Ascii.toLowerCase(name()).replace('_', ' ');
  }
}

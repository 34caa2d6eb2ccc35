package org.alexnet.train.experiment;

import com.google.common.collect.ImmutableList;

/**
 * A claim of the paper as something that can be run: what is trained, what is measured, and what
 * would count as agreement, said before anything is measured.
 */
public interface Experiment {

  /** Returns its name on the command line. */
  String name();

  /** Returns the section of the paper. */
  String section();

  /** Returns what the paper says, in a sentence. */
  String claim();

  /** Returns what is trained at a scale. */
  ImmutableList<Arm> arms(Scale scale);

  /** Returns what is compared of them. */
  ImmutableList<Comparison> comparisons(Scale scale);
}

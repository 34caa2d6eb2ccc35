package org.alexnet.train;

import java.util.Optional;

/**
 * Where a training's parameters come from.
 *
 * @param onRun what happens to a run that is in the folder
 * @param initialized another network's checkpoint, whose parameters are copied where they fit
 */
record Origin(OnRun onRun, Optional<Initialization> initialized) {
  /** What happens to a run that is in the folder. */
  enum OnRun {
    /** It goes on by the same recipe. */
    RESUME,
    /** It goes on by another recipe. */
    AMEND,
    /** It is replaced. */
    REPLACE
  }

  static final Origin RESUMED_OR_NEW = new Origin(OnRun.RESUME, Optional.empty());
}

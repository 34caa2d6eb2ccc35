package org.alexnet.train;

import java.util.Optional;

/**
 * Where a training's parameters come from.
 *
 * @param startingOver whether a run that is in the folder is replaced instead of resumed
 * @param initialized another network's checkpoint, whose parameters are copied where they fit
 */
record Origin(boolean startingOver, Optional<Checkpoint> initialized) {
  static final Origin RESUMED_OR_NEW = new Origin(false, Optional.empty());
}

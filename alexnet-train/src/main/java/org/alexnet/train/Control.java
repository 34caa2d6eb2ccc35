package org.alexnet.train;

import java.util.function.BooleanSupplier;

/**
 * Who watches a training and who ends it.
 *
 * @param listener is told what happens
 * @param stop asked before each step whether to end
 */
record Control(TrainingListener listener, BooleanSupplier stop) {
  static final Control NONE = new Control(new TrainingListener() {}, () -> false);
}

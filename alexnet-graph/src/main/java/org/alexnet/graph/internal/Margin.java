package org.alexnet.graph.internal;

import org.alexnet.graph.spec.Padding;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.family.TNumber;

/** Pixels of one value around feature maps. */
record Margin(Padding padding) {

  /** Returns feature maps with the margin around them. */
  <T extends TNumber> Operand<T> added(Ops tf, Operand<T> maps, float value) {
    if (padding.isNone()) {
      return maps;
    }
    int near = padding.near();
    int far = padding.far();
    return tf.pad(
        maps,
        tf.constant(new int[][] {{0, 0}, {near, far}, {near, far}, {0, 0}}),
        new ComputeType<>(maps.type()).of(tf, value));
  }

  /** Returns feature maps without the margin around them. */
  <T extends TNumber> Operand<T> removed(Ops tf, Operand<T> maps) {
    if (padding.isNone()) {
      return maps;
    }
    int near = padding.near();
    int both = near + padding.far();
    Operand<TInt32> margins = tf.constant(new int[] {0, both, both, 0});
    return tf.slice(
        maps, tf.constant(new int[] {0, near, near, 0}), tf.math.sub(tf.shape(maps), margins));
  }
}

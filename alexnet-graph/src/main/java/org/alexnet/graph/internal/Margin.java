package org.alexnet.graph.internal;

import org.alexnet.graph.spec.Padding;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;

/** Pixels of one value around feature maps. */
record Margin(Padding padding) {

  /** Returns feature maps with the margin around them. */
  Operand<TFloat32> added(Ops tf, Operand<TFloat32> maps, float value) {
    if (padding.isNone()) {
      return maps;
    }
    int near = padding.near();
    int far = padding.far();
    return tf.pad(
        maps,
        tf.constant(new int[][] {{0, 0}, {near, far}, {near, far}, {0, 0}}),
        tf.constant(value));
  }

  /** Returns feature maps without the margin around them. */
  Operand<TFloat32> removed(Ops tf, Operand<TFloat32> maps) {
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

package org.alexnet.data.image;

import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt64;

/**
 * {@link Fit#place} inside a graph, of both sides at once.
 *
 * @param scales float32 {@code [2]}: of the rows, of the columns
 * @param offsets float32 {@code [2]}, in pixels
 */
record PlaceOps(Operand<TFloat32> scales, Operand<TFloat32> offsets) {

  /**
   * Adds the computation.
   *
   * @param sides int64 {@code [2]}: height and width
   * @param size side of the square
   */
  static PlaceOps of(Ops tf, Fit fit, Operand<TInt64> sides, int size) {
    Operand<TFloat32> lengths = tf.dtypes.cast(sides, TFloat32.class);
    Operand<TFloat32> side = tf.constant((float) size);
    return switch (fit) {
      case CROP -> {
        Operand<TFloat32> scale = tf.math.div(side, tf.reduceMin(lengths, tf.constant(0)));
        yield new PlaceOps(
            tf.stack(List.of(scale, scale)),
            tf.math.div(tf.math.sub(side, tf.math.mul(lengths, scale)), tf.constant(2f)));
      }
      case WARP -> new PlaceOps(tf.math.div(side, lengths), tf.constant(new float[] {0, 0}));
      case PAD -> {
        Operand<TInt64> content = padded(tf, sides, size);
        Operand<TInt64> before =
            tf.math.floorDiv(tf.math.sub(tf.constant((long) size), content), tf.constant(2L));
        yield new PlaceOps(
            tf.math.div(tf.dtypes.cast(content, TFloat32.class), lengths),
            tf.dtypes.cast(before, TFloat32.class));
      }
    };
  }

  /** Returns how many pixels of the square the image takes: at least 1, halves rounded up. */
  private static Operand<TInt64> padded(Ops tf, Operand<TInt64> sides, int size) {
    Operand<TInt64> longer = tf.reduceMax(sides, tf.constant(0));
    Operand<TInt64> twice = tf.math.mul(sides, tf.constant(2L * size));
    Operand<TInt64> rounded =
        tf.math.floorDiv(tf.math.add(twice, longer), tf.math.mul(longer, tf.constant(2L)));
    return tf.math.maximum(rounded, tf.constant(1L));
  }
}

package org.alexnet.graph.internal;

import java.util.List;
import org.alexnet.common.CompiledLoop;
import org.alexnet.graph.spec.LocalResponseNorm;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.index.Indices;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.family.TNumber;

/**
 * Response normalization over neighboring channels as one loop forward and one back, in float32
 * between what they read and what they give.
 *
 * <p>The formulas are those of {@link NormalizationOps}; sums over neighbors are sums of shifted
 * channels. Nothing is kept for the backward pass, which computes the scale anew. To keep a root of
 * it would save 3 % of a step in bfloat16 with AMX, and take 244 MiB of a batch of 128.
 *
 * @param norm the layer
 * @param type of the activations
 * @param read number of channels that the tower reads
 * @param first the first of its own among them
 * @param own number of its own
 */
record CompiledNormOps<T extends TNumber>(
    LocalResponseNorm norm, ComputeType<T> type, int read, int first, int own)
    implements LayerOps<T> {

  CompiledNormOps(LocalResponseNorm norm, TowerPart<T> part) {
    this(
        norm,
        part.type(),
        part.shape().read().channels(),
        part.firstChannelRead(),
        part.channels());
  }

  @Override
  public Forward<T> forward(Ops tf, Operand<T> x) {
    return new Forward<>(
        CompiledLoop.added(tf, List.of(x), this::output),
        (back, dy) -> CompiledLoop.added(back, List.of(x, dy), this::inputGradient));
  }

  private Operand<T> output(Ops tf, List<Operand<T>> operands) {
    Operand<TFloat32> x = type.toFloat32(tf, operands.get(0));
    return type.of(tf, tf.math.mul(own(tf, x), Powers.of(tf, scale(tf, x), norm.beta()).power()));
  }

  private Operand<T> inputGradient(Ops tf, List<Operand<T>> operands) {
    Operand<TFloat32> x = type.toFloat32(tf, operands.get(0));
    Operand<TFloat32> dy = type.toFloat32(tf, operands.get(1));
    Powers powers = Powers.of(tf, scale(tf, x), norm.beta());
    Operand<TFloat32> direct = tf.math.mul(dy, powers.power());
    Operand<TFloat32> byScale =
        tf.math.mul(
            sums(
                tf,
                padded(
                    tf,
                    tf.math.mul(tf.math.mul(direct, own(tf, x)), powers.inverse()),
                    first + radius(),
                    read - first - own + radius()),
                0,
                read),
            tf.constant((float) (-2 * norm.beta() * norm.alpha())));
    return type.of(
        tf, tf.math.add(padded(tf, direct, first, read - first - own), tf.math.mul(x, byScale)));
  }

  /**
   * Two powers of the scale.
   *
   * @param power scale^-beta
   * @param inverse 1 / scale
   */
  private record Powers(Operand<TFloat32> power, Operand<TFloat32> inverse) {

    /** With the paper's beta both are powers of one root: roots and quotients take the time. */
    static Powers of(Ops tf, Operand<TFloat32> scale, double beta) {
      if (beta == 0.75) {
        Operand<TFloat32> root = tf.math.sqrt(tf.math.rsqrt(scale)); // scale^-1/4
        Operand<TFloat32> cube = tf.math.mul(tf.math.square(root), root);
        return new Powers(cube, tf.math.mul(cube, root));
      }
      return new Powers(tf.math.pow(scale, tf.constant((float) -beta)), tf.math.reciprocal(scale));
    }
  }

  private Operand<TFloat32> scale(Ops tf, Operand<TFloat32> x) {
    Operand<TFloat32> squares = padded(tf, tf.math.square(x), radius(), radius());
    return tf.math.add(
        tf.math.mul(sums(tf, squares, first, own), tf.constant((float) norm.alpha())),
        tf.constant((float) norm.k()));
  }

  private int radius() {
    return norm.n() / 2;
  }

  private Operand<TFloat32> own(Ops tf, Operand<TFloat32> x) {
    return own == read ? x : channels(tf, x, first, own);
  }

  /** Returns the sum of n slices, each a channel further than the one before. */
  private Operand<TFloat32> sums(Ops tf, Operand<TFloat32> values, int from, int count) {
    Operand<TFloat32> sum = channels(tf, values, from, count);
    for (int shift = 1; shift <= 2 * radius(); shift++) {
      sum = tf.math.add(sum, channels(tf, values, from + shift, count));
    }
    return sum;
  }

  private static Operand<TFloat32> channels(Ops tf, Operand<TFloat32> values, int from, int count) {
    return tf.stridedSlice(values, Indices.ellipsis(), Indices.slice(from, from + count));
  }

  private static Operand<TFloat32> padded(Ops tf, Operand<TFloat32> values, int before, int after) {
    return before == 0 && after == 0
        ? values
        : tf.pad(
            values,
            tf.constant(new int[][] {{0, 0}, {0, 0}, {0, 0}, {before, after}}),
            tf.constant(0f));
  }
}

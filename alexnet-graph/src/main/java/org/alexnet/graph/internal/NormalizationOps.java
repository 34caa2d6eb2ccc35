package org.alexnet.graph.internal;

import java.util.Arrays;
import java.util.List;
import org.alexnet.graph.spec.LocalResponseNorm;
import org.alexnet.graph.spec.Normalization;
import org.alexnet.graph.spec.Padding;
import org.alexnet.graph.spec.WithinChannelLrn;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.index.Indices;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.family.TNumber;

/** The operations of response normalization. */
final class NormalizationOps {
  private NormalizationOps() {}

  static <T extends TNumber> LayerOps<T> of(Normalization layer, TowerPart<T> part) {
    if (layer instanceof LocalResponseNorm norm) {
      return part.compilesLoops()
          ? new CompiledNormOps<>(norm, part)
          : part.type().float32(new NormOps(norm, new NeighboringChannels(norm, part)));
    }
    if (layer instanceof WithinChannelLrn norm) {
      return part.type().float32(new NormOps(norm, new NeighboringPixels(norm)));
    }
    throw LayerOps.missing(layer);
  }

  /**
   * Division of each activation by a power of the activity around it.
   *
   * <p>With B the matrix of weights of neighbors, and c those activations of a, all that is read,
   * that are the tower's own:
   *
   * <pre>
   * s  = k + B a^2
   * b  = c * s^-beta
   * g  = db * s^-beta
   * da = g (for c alone) - 2 beta a * B' (g * c / s)
   * </pre>
   *
   * <p>k is a bias of the convolution with B, which TensorFlow adds in the same pass, and - 2 beta
   * is in the weights of B', so that no product of a is made in the forward pass and kept. Composed
   * like this it is about three times faster on CPUs than the operations LRN and LRNGrad, and
   * {@link CompiledNormOps} faster still.
   */
  private record NormOps(Normalization norm, Neighbors neighbors) implements LayerOps<TFloat32> {

    @Override
    public Forward<TFloat32> forward(Ops tf, Operand<TFloat32> x) {
      Operand<TFloat32> scale = neighbors.scale(tf, tf.math.square(x));
      Operand<TFloat32> power = inversePower(tf, scale);
      Operand<TFloat32> own = neighbors.own(tf, x);
      return new Forward<>(
          tf.math.mul(own, power), (back, dy) -> inputGradient(back, x, own, scale, power, dy));
    }

    private Operand<TFloat32> inputGradient(
        Ops tf,
        Operand<TFloat32> x,
        Operand<TFloat32> own,
        Operand<TFloat32> scale,
        Operand<TFloat32> power,
        Operand<TFloat32> dy) {
      Operand<TFloat32> direct = tf.math.mul(dy, power);
      Operand<TFloat32> byScale =
          neighbors.transposedSums(
              tf, tf.math.div(tf.math.mul(direct, own), scale), -2 * norm.beta());
      return tf.math.add(neighbors.amongRead(tf, direct), tf.math.mul(x, byScale));
    }

    /** scale^-beta; the paper's 0.75 by square roots, which are several times faster than pow. */
    private Operand<TFloat32> inversePower(Ops tf, Operand<TFloat32> scale) {
      if (norm.beta() == 0.75) {
        Operand<TFloat32> inverseRoot = tf.math.rsqrt(scale);
        return tf.math.mul(inverseRoot, tf.math.sqrt(inverseRoot));
      }
      return tf.math.pow(scale, tf.constant((float) -norm.beta()));
    }
  }

  /** Which of the activations that a tower reads count for each of its own. */
  private interface Neighbors {

    /** Returns the tower's own among the activations that it reads. */
    Operand<TFloat32> own(Ops tf, Operand<TFloat32> read);

    /** Returns values of the tower's own activations among those that it reads, and 0 elsewhere. */
    Operand<TFloat32> amongRead(Ops tf, Operand<TFloat32> own);

    /** Returns, for each own activation, k and the weighted sum of the squares around it. */
    Operand<TFloat32> scale(Ops tf, Operand<TFloat32> squares);

    /**
     * Returns, for each that is read, the weighted sum of the values of those it counts for, times
     * a factor.
     */
    Operand<TFloat32> transposedSums(Ops tf, Operand<TFloat32> own, double factor);
  }

  /**
   * The neighbors at the same pixel of neighboring channels: the sum is a 1x1 convolution with a
   * band of weights around the diagonal.
   *
   * @param norm the layer
   * @param read number of channels that the tower reads
   * @param first the first of its own among them
   * @param own number of its own
   */
  private record NeighboringChannels(LocalResponseNorm norm, int read, int first, int own)
      implements Neighbors {
    private static final List<Long> EVERY_PIXEL = List.of(1L, 1L, 1L, 1L);

    NeighboringChannels(LocalResponseNorm norm, TowerPart<?> part) {
      this(norm, part.shape().read().channels(), part.firstChannelRead(), part.channels());
    }

    @Override
    public Operand<TFloat32> own(Ops tf, Operand<TFloat32> all) {
      return own == read
          ? all
          : tf.stridedSlice(all, Indices.ellipsis(), Indices.slice(first, first + own));
    }

    @Override
    public Operand<TFloat32> amongRead(Ops tf, Operand<TFloat32> values) {
      int[][] around = {{0, 0}, {0, 0}, {0, 0}, {first, read - first - own}};
      return own == read ? values : tf.pad(values, tf.constant(around), tf.constant(0f));
    }

    @Override
    public Operand<TFloat32> scale(Ops tf, Operand<TFloat32> squares) {
      float[] k = new float[own];
      Arrays.fill(k, (float) norm.k());
      return tf.nn.biasAdd(product(tf, squares, band(norm.alpha(), false)), tf.constant(k));
    }

    @Override
    public Operand<TFloat32> transposedSums(Ops tf, Operand<TFloat32> values, double factor) {
      return product(tf, values, band(factor * norm.alpha(), true));
    }

    private static Operand<TFloat32> product(
        Ops tf, Operand<TFloat32> channels, float[][][][] weights) {
      return tf.nn.conv2d(channels, tf.constant(weights), EVERY_PIXEL, "VALID");
    }

    /** Weights from the channels that are read to the own ones, or back. */
    private float[][][][] band(double weight, boolean transposed) {
      float[][] band = transposed ? new float[own][read] : new float[read][own];
      int radius = norm.n() / 2;
      for (int channel = 0; channel < own; channel++) {
        int center = first + channel;
        for (int near = Math.max(0, center - radius);
            near <= Math.min(read - 1, center + radius);
            near++) {
          band[transposed ? channel : near][transposed ? near : channel] = (float) weight;
        }
      }
      return new float[][][][] {{band}};
    }
  }

  /**
   * The neighbors in a window of the same channel: the sum is the mean over the window, times its
   * size. If one pixel is a neighbor of another, the other is one of it.
   */
  private record NeighboringPixels(WithinChannelLrn norm) implements Neighbors {

    @Override
    public Operand<TFloat32> own(Ops tf, Operand<TFloat32> read) {
      return read;
    }

    @Override
    public Operand<TFloat32> amongRead(Ops tf, Operand<TFloat32> own) {
      return own;
    }

    @Override
    public Operand<TFloat32> scale(Ops tf, Operand<TFloat32> squares) {
      return tf.math.add(sums(tf, squares, 1), tf.constant((float) norm.k()));
    }

    @Override
    public Operand<TFloat32> transposedSums(Ops tf, Operand<TFloat32> values, double factor) {
      return sums(tf, values, factor);
    }

    private Operand<TFloat32> sums(Ops tf, Operand<TFloat32> values, double factor) {
      int size = norm.kernelSize();
      Operand<TFloat32> padded = new Margin(Padding.around(size / 2)).added(tf, values, 0);
      Operand<TFloat32> means = new Pooling(size, 1).apply(tf, "AvgPool", padded);
      return tf.math.mul(means, tf.constant((float) (factor * norm.alpha() * size * size)));
    }
  }
}

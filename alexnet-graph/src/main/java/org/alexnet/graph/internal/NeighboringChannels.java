package org.alexnet.graph.internal;

import java.util.List;
import org.alexnet.graph.spec.LocalResponseNorm;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.index.Indices;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/**
 * The neighbors at the same pixel of neighboring channels: the sum is a 1x1 convolution with a band
 * of weights around the diagonal.
 *
 * @param norm the layer
 * @param read number of channels that the tower reads
 * @param first the first of its own among them
 * @param own number of its own
 */
record NeighboringChannels(LocalResponseNorm norm, int read, int first, int own)
    implements Neighbors {
  private static final List<Long> EVERY_PIXEL = List.of(1L, 1L, 1L, 1L);

  NeighboringChannels(LocalResponseNorm norm, TowerPart part) {
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
  public Operand<TFloat32> sums(Ops tf, Operand<TFloat32> all) {
    return tf.nn.conv2d(all, tf.constant(band(false)), EVERY_PIXEL, "VALID");
  }

  @Override
  public Operand<TFloat32> transposedSums(Ops tf, Operand<TFloat32> values) {
    return tf.nn.conv2d(values, tf.constant(band(true)), EVERY_PIXEL, "VALID");
  }

  /** Weights from the channels that are read to the own ones, or back. */
  private float[][][][] band(boolean transposed) {
    float[][] band = transposed ? new float[own][read] : new float[read][own];
    int radius = norm.n() / 2;
    for (int channel = 0; channel < own; channel++) {
      int center = first + channel;
      for (int near = Math.max(0, center - radius);
          near <= Math.min(read - 1, center + radius);
          near++) {
        band[transposed ? channel : near][transposed ? near : channel] = (float) norm.alpha();
      }
    }
    return new float[][][][] {{band}};
  }
}

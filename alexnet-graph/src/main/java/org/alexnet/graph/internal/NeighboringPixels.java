package org.alexnet.graph.internal;

import org.alexnet.graph.spec.Padding;
import org.alexnet.graph.spec.WithinChannelLrn;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/**
 * The neighbors in a window of the same channel: the sum is the mean over the window, times its
 * size. If one pixel is a neighbor of another, the other is one of it.
 */
record NeighboringPixels(WithinChannelLrn norm) implements Neighbors {

  @Override
  public Operand<TFloat32> own(Ops tf, Operand<TFloat32> read) {
    return read;
  }

  @Override
  public Operand<TFloat32> amongRead(Ops tf, Operand<TFloat32> own) {
    return own;
  }

  @Override
  public Operand<TFloat32> sums(Ops tf, Operand<TFloat32> read) {
    int size = norm.kernelSize();
    Operand<TFloat32> padded = new Margin(Padding.around(size / 2)).added(tf, read, 0);
    Operand<TFloat32> means = new Pooling(size, 1).apply(tf, "AvgPool", padded);
    return tf.math.mul(means, tf.constant((float) (norm.alpha() * size * size)));
  }

  @Override
  public Operand<TFloat32> transposedSums(Ops tf, Operand<TFloat32> own) {
    return sums(tf, own);
  }
}

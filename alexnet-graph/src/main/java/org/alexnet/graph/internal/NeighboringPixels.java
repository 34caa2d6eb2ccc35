package org.alexnet.graph.internal;

import java.util.List;
import org.alexnet.graph.spec.Layer.WithinMapNorm;
import org.alexnet.graph.spec.Padding;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/** Sums over a window of the same map: the mean over the window, times its size. */
final class NeighboringPixels implements Neighbors {
  private final WithinMapNorm norm;
  private final Margin margin;

  NeighboringPixels(WithinMapNorm norm) {
    this.norm = norm;
    this.margin = new Margin(Padding.around(norm.size() / 2));
  }

  @Override
  public List<Operand<TFloat32>> ofActivity(Towers towers, List<Operand<TFloat32>> values) {
    return towers.map(tower -> sum(towers.get(tower), values.get(tower)));
  }

  @Override
  public List<Operand<TFloat32>> ofGradients(Towers towers, List<Operand<TFloat32>> values) {
    return ofActivity(towers, values);
  }

  private Operand<TFloat32> sum(Ops tf, Operand<TFloat32> values) {
    Operand<TFloat32> means =
        new Pooling(norm.size(), 1).apply(tf, "AvgPool", margin.added(tf, values, 0));
    return tf.math.mul(means, tf.constant((float) (norm.alpha() * norm.size() * norm.size())));
  }
}

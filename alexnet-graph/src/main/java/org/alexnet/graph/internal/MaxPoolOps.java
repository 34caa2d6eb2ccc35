package org.alexnet.graph.internal;

import org.alexnet.graph.spec.FeatureMap;
import org.alexnet.graph.spec.MaxPool;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/** Max-pooling; what the windows need beyond the feature map never wins. */
record MaxPoolOps(MaxPool pool, FeatureMap input) implements LayerOps {

  @Override
  public Forward forward(Ops tf, Operand<TFloat32> x) {
    Pooling pooling = Pooling.of(pool);
    Margin margin = new Margin(pool.padding(input.height()));
    Operand<TFloat32> padded = margin.added(tf, x, -Float.MAX_VALUE);
    Operand<TFloat32> y = pooling.apply(tf, "MaxPool", padded);
    return new Forward(
        y, (back, dy) -> margin.removed(back, pooling.apply(back, "MaxPoolGrad", padded, y, dy)));
  }
}

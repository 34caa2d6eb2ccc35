package org.alexnet.graph.internal;

import org.alexnet.graph.spec.AveragePool;
import org.alexnet.graph.spec.FeatureMap;
import org.alexnet.graph.spec.MaxPool;
import org.alexnet.graph.spec.Pool;
import org.alexnet.graph.spec.ShapeTrace;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.family.TNumber;

/** The operations of pooling layers. */
final class PoolOps {
  private PoolOps() {}

  static <T extends TNumber> LayerOps<T> of(Pool layer, TowerPart<T> part) {
    if (layer instanceof MaxPool pool) {
      return new MaxPoolOps<>(pool, part.shape().input());
    }
    if (layer instanceof AveragePool pool) {
      return part.type().float32(new AveragePoolOps<>(pool, part.shape())); // it adds up
    }
    throw LayerOps.missing(layer);
  }

  /** Max-pooling; what the windows need beyond the feature map never wins. */
  private record MaxPoolOps<T extends TNumber>(MaxPool pool, FeatureMap input)
      implements LayerOps<T> {

    @Override
    public Forward<T> forward(Ops tf, Operand<T> x) {
      Pooling pooling = Pooling.of(pool);
      Margin margin = new Margin(pool.padding(input.height()));
      Operand<T> padded = margin.added(tf, x, -Float.MAX_VALUE);
      Operand<T> y = pooling.apply(tf, "MaxPool", padded);
      return new Forward<>(
          y, (back, dy) -> margin.removed(back, pooling.apply(back, "MaxPoolGrad", padded, y, dy)));
    }
  }

  /** Pooling by the mean; what the windows need beyond the feature map does not count. */
  private record AveragePoolOps<T extends TNumber>(AveragePool pool, ShapeTrace.Step shape)
      implements LayerOps<T> {

    @Override
    public Forward<T> forward(Ops tf, Operand<T> x) {
      Pooling pooling = Pooling.of(pool);
      Margin margin = new Margin(pool.padding(shape.input().height()));
      Operand<T> padded = margin.added(tf, x, 0);
      return new Forward<>(
          ofPixelsWithin(tf, margin, pooling.apply(tf, "AvgPool", padded)),
          (back, dy) ->
              margin.removed(
                  back,
                  pooling.apply(
                      back, "AvgPoolGrad", back.shape(padded), ofPixelsWithin(back, margin, dy))));
    }

    /** Windows that hang over the edge were divided by too much. */
    private Operand<T> ofPixelsWithin(Ops tf, Margin margin, Operand<T> values) {
      if (margin.padding().isNone()) {
        return values;
      }
      FeatureMap input = shape.input();
      FeatureMap output = shape.output();
      float[][][][] factors = new float[1][output.height()][output.width()][1];
      for (int row = 0; row < output.height(); row++) {
        for (int column = 0; column < output.width(); column++) {
          factors[0][row][column][0] =
              (float) (pool.kernelSize() * pool.kernelSize())
                  / (within(row, input.height()) * within(column, input.width()));
        }
      }
      return tf.math.mul(values, new ComputeType<>(values.type()).of(tf, tf.constant(factors)));
    }

    private int within(int window, int side) {
      int begin = window * pool.stride();
      return Math.min(side, begin + pool.kernelSize()) - begin;
    }
  }
}

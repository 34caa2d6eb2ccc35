package org.alexnet.graph.internal;

import java.util.List;
import org.alexnet.graph.spec.Layer.AveragePool;
import org.alexnet.graph.spec.ShapeTrace.FeatureMap;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/** Pooling by the mean in every tower. */
final class AveragePoolOps implements LayerOps {
  private final AveragePool pool;
  private final FeatureMap input;
  private final FeatureMap output;
  private final Pooling pooling;
  private final Margin margin;
  private final Towers forward;
  private final Towers backward;
  private List<Operand<TFloat32>> pooled = List.of();

  /**
   * @param margin what the windows need beyond the maps; it does not count
   */
  AveragePoolOps(
      AveragePool pool, FeatureMap input, FeatureMap output, Margin margin, Towers forward) {
    this.pool = pool;
    this.input = input;
    this.output = output;
    this.pooling = new Pooling(pool.size(), pool.stride());
    this.margin = margin;
    this.forward = forward;
    this.backward = forward.withSubScope("backward");
  }

  @Override
  public List<Operand<TFloat32>> forward(List<Operand<TFloat32>> inputs) {
    pooled = forward.map(tower -> margin.added(forward.get(tower), inputs.get(tower), 0));
    return forward.map(
        tower -> {
          Ops tf = forward.get(tower);
          return ofPixelsWithin(tf, pooling.apply(tf, "AvgPool", pooled.get(tower)));
        });
  }

  @Override
  public List<Operand<TFloat32>> backward(
      List<Operand<TFloat32>> outputGradients, ParameterGradients gradients) {
    return backward.map(
        tower -> {
          Ops tf = backward.get(tower);
          return margin.removed(
              tf,
              pooling.apply(
                  tf,
                  "AvgPoolGrad",
                  tf.shape(pooled.get(tower)),
                  ofPixelsWithin(tf, outputGradients.get(tower))));
        });
  }

  /** Windows that hang over the edge were divided by too much. */
  private Operand<TFloat32> ofPixelsWithin(Ops tf, Operand<TFloat32> values) {
    if (margin.padding().isNone()) {
      return values;
    }
    float[][][][] factors = new float[1][output.height()][output.width()][1];
    for (int row = 0; row < output.height(); row++) {
      for (int column = 0; column < output.width(); column++) {
        factors[0][row][column][0] =
            (float) (pool.size() * pool.size())
                / (within(row, input.height()) * within(column, input.width()));
      }
    }
    return tf.math.mul(values, tf.constant(factors));
  }

  private int within(int window, int side) {
    int begin = window * pool.stride();
    return Math.min(side, begin + pool.size()) - begin;
  }
}

package org.alexnet.graph.internal;

import java.util.List;
import org.alexnet.graph.spec.Layer.MaxPool;
import org.tensorflow.Operand;
import org.tensorflow.types.TFloat32;

/** Max-pooling in every tower. */
final class MaxPoolOps implements LayerOps {
  private final Pooling pooling;
  private final Margin margin;
  private final Towers forward;
  private final Towers backward;
  private List<Operand<TFloat32>> pooled = List.of();
  private List<Operand<TFloat32>> outputs = List.of();

  /**
   * @param margin what the windows need beyond the maps; it never wins
   */
  MaxPoolOps(MaxPool pool, Margin margin, Towers forward) {
    this.pooling = new Pooling(pool.size(), pool.stride());
    this.margin = margin;
    this.forward = forward;
    this.backward = forward.withSubScope("backward");
  }

  @Override
  public List<Operand<TFloat32>> forward(List<Operand<TFloat32>> inputs) {
    pooled =
        forward.map(tower -> margin.added(forward.get(tower), inputs.get(tower), -Float.MAX_VALUE));
    outputs = forward.map(tower -> pooling.apply(forward.get(tower), "MaxPool", pooled.get(tower)));
    return outputs;
  }

  @Override
  public List<Operand<TFloat32>> backward(
      List<Operand<TFloat32>> outputGradients, ParameterGradients gradients) {
    return backward.map(
        tower ->
            margin.removed(
                backward.get(tower),
                pooling.apply(
                    backward.get(tower),
                    "MaxPoolGrad",
                    pooled.get(tower),
                    outputs.get(tower),
                    outputGradients.get(tower))));
  }
}

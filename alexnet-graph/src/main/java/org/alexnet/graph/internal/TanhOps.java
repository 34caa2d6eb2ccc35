package org.alexnet.graph.internal;

import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/** Hyperbolic tangents in every tower. */
final class TanhOps implements LayerOps {
  private final Towers forward;
  private final Towers backward;
  private List<Operand<TFloat32>> outputs = List.of();

  TanhOps(Towers forward) {
    this.forward = forward;
    this.backward = forward.withSubScope("backward");
  }

  @Override
  public List<Operand<TFloat32>> forward(List<Operand<TFloat32>> inputs) {
    outputs = forward.map(tower -> forward.get(tower).math.tanh(inputs.get(tower)));
    return outputs;
  }

  @Override
  public List<Operand<TFloat32>> backward(
      List<Operand<TFloat32>> outputGradients, ParameterGradients gradients) {
    return backward.map(
        tower -> {
          Ops tf = backward.get(tower);
          Operand<TFloat32> slope =
              tf.math.sub(tf.constant(1f), tf.math.square(outputs.get(tower)));
          return tf.math.mul(outputGradients.get(tower), slope);
        });
  }
}

package org.alexnet.graph.internal;

import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.op.nn.ReluGrad;
import org.tensorflow.types.TFloat32;

/** Rectified linear units in every tower. */
final class ReluOps implements LayerOps {
  private final Towers forward;
  private final Towers backward;
  private List<Operand<TFloat32>> outputs = List.of();

  ReluOps(Towers forward) {
    this.forward = forward;
    this.backward = forward.withSubScope("backward");
  }

  @Override
  public List<Operand<TFloat32>> forward(List<Operand<TFloat32>> inputs) {
    outputs = forward.map(tower -> forward.get(tower).nn.relu(inputs.get(tower)));
    return outputs;
  }

  @Override
  public List<Operand<TFloat32>> backward(
      List<Operand<TFloat32>> outputGradients, ParameterGradients gradients) {
    return backward.map(
        tower ->
            ReluGrad.create(
                backward.get(tower).scope(), outputGradients.get(tower), outputs.get(tower)));
  }
}

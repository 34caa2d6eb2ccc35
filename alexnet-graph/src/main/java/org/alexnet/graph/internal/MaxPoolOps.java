package org.alexnet.graph.internal;

import java.util.List;
import org.alexnet.graph.Layer.MaxPool;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/**
 * Max-pooling in every tower, with the operations MaxPool and MaxPoolGrad that take the window as
 * attributes: TensorFlow's CPU kernels are faster for them than for the generated MaxPoolV2.
 */
final class MaxPoolOps implements LayerOps {
  private final MaxPool pool;
  private final Towers forward;
  private final Towers backward;
  private List<Operand<TFloat32>> inputs = List.of();
  private List<Operand<TFloat32>> outputs = List.of();

  MaxPoolOps(MaxPool pool, Towers forward) {
    this.pool = pool;
    this.forward = forward;
    this.backward = forward.withSubScope("backward");
  }

  @Override
  public List<Operand<TFloat32>> forward(List<Operand<TFloat32>> inputs) {
    this.inputs = inputs;
    outputs = forward.map(tower -> pooling(forward.get(tower), "MaxPool", inputs.get(tower)));
    return outputs;
  }

  @Override
  public List<Operand<TFloat32>> backward(
      List<Operand<TFloat32>> outputGradients, ParameterGradients gradients) {
    return backward.map(
        tower ->
            pooling(
                backward.get(tower),
                "MaxPoolGrad",
                inputs.get(tower),
                outputs.get(tower),
                outputGradients.get(tower)));
  }

  @SafeVarargs
  private Operand<TFloat32> pooling(Ops tf, String type, Operand<TFloat32>... operands) {
    var builder = tf.scope().opBuilder(type, type);
    for (Operand<TFloat32> operand : operands) {
      builder.addInput(operand.asOutput());
    }
    return builder
        .setAttr("ksize", new long[] {1, pool.size(), pool.size(), 1})
        .setAttr("strides", new long[] {1, pool.stride(), pool.stride(), 1})
        .setAttr("padding", "VALID")
        .build()
        .output(0);
  }
}

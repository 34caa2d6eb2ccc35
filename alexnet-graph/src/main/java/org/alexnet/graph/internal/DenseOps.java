package org.alexnet.graph.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.alexnet.graph.spec.Layer.Dense;
import org.alexnet.graph.spec.ParameterTable.Kind;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.op.linalg.MatMul;
import org.tensorflow.types.TFloat32;

/** A dense layer, in every tower or in the first alone. */
final class DenseOps implements LayerOps {
  private final Dense dense;
  private final Towers forward;
  private final Towers backward;
  private final Optional<Link> link;
  private final Weights weights;
  private final List<Operand<TFloat32>> read = new ArrayList<>();
  private final List<Operand<TFloat32>> flat = new ArrayList<>();
  private int sources;

  /**
   * @param forward builders of the towers that hold units of this layer
   */
  DenseOps(Dense dense, Towers forward, Optional<Link> link, Weights weights) {
    this.dense = dense;
    this.forward = forward;
    this.backward = forward.withSubScope("backward");
    this.link = link;
    this.weights = weights;
  }

  @Override
  public List<Operand<TFloat32>> forward(List<Operand<TFloat32>> inputs) {
    sources = inputs.size();
    read.addAll(link.map(l -> l.gather(inputs)).orElse(inputs));
    return forward.map(
        tower -> {
          Ops tf = forward.get(tower);
          long width = weights.parameter(dense.name(), tower, Kind.WEIGHTS).shape().get(0);
          flat.add(tf.reshape(read.get(tower), tf.constant(new long[] {-1, width})));
          return tf.nn.biasAdd(
              tf.linalg.matMul(flat.get(tower), weights(tower)),
              weights.read(dense.name(), tower, Kind.BIASES));
        });
  }

  @Override
  public List<Operand<TFloat32>> backward(
      List<Operand<TFloat32>> outputGradients, ParameterGradients gradients) {
    List<Operand<TFloat32>> inputGradients =
        backward.map(
            tower -> {
              Ops tf = backward.get(tower);
              Operand<TFloat32> outputGradient = outputGradients.get(tower);
              gradients.put(
                  weights.parameter(dense.name(), tower, Kind.WEIGHTS),
                  tf.linalg.matMul(flat.get(tower), outputGradient, MatMul.transposeA(true)));
              gradients.put(
                  weights.parameter(dense.name(), tower, Kind.BIASES),
                  tf.nn.biasAddGrad(outputGradient));
              return tf.reshape(
                  tf.linalg.matMul(outputGradient, weights(tower), MatMul.transposeB(true)),
                  tf.shape(read.get(tower)));
            });
    return link.map(l -> l.scatter(inputGradients, sources)).orElse(inputGradients);
  }

  private Operand<TFloat32> weights(int tower) {
    return weights.read(dense.name(), tower, Kind.WEIGHTS);
  }
}

package org.alexnet.graph.internal;

import com.google.common.collect.ImmutableMap;
import org.alexnet.graph.spec.ParameterTable.Kind;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.op.linalg.MatMul;
import org.tensorflow.types.TFloat32;

/** A dense layer. */
record DenseOps(TowerPart part) implements LayerOps {

  @Override
  public Forward forward(Ops tf, Operand<TFloat32> x) {
    Operand<TFloat32> weights = part.parameter(Kind.WEIGHTS);
    long width = part.shape().read().size();
    Operand<TFloat32> flat = tf.reshape(x, tf.constant(new long[] {-1, width}));
    return new Forward(
        tf.nn.biasAdd(tf.linalg.matMul(flat, weights), part.parameter(Kind.BIASES)),
        (back, dy) ->
            back.reshape(back.linalg.matMul(dy, weights, MatMul.transposeB(true)), back.shape(x)),
        ImmutableMap.of(
            Kind.WEIGHTS,
            (back, dy) -> back.linalg.matMul(flat, dy, MatMul.transposeA(true)),
            Kind.BIASES,
            (back, dy) -> back.nn.biasAddGrad(dy)));
  }
}

package org.alexnet.graph.internal;

import org.alexnet.graph.spec.Pool;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.family.TNumber;
import org.tensorflow.types.family.TType;

/**
 * Pooling over windows within feature maps, with the operations that take the window as attributes:
 * TensorFlow's CPU kernels are faster for MaxPool and MaxPoolGrad than for the generated MaxPoolV2.
 */
record Pooling(int size, int stride) {

  static Pooling of(Pool pool) {
    return new Pooling(pool.kernelSize(), pool.stride());
  }

  /**
   * Adds an operation.
   *
   * @param type MaxPool, MaxPoolGrad, AvgPool or AvgPoolGrad
   */
  @SafeVarargs
  final <T extends TNumber> Operand<T> apply(
      Ops tf, String type, Operand<? extends TType>... operands) {
    var builder = tf.scope().opBuilder(type, type);
    for (Operand<? extends TType> operand : operands) {
      builder.addInput(operand.asOutput());
    }
    return builder
        .setAttr("ksize", new long[] {1, size, size, 1})
        .setAttr("strides", new long[] {1, stride, stride, 1})
        .setAttr("padding", "VALID")
        .build()
        .output(0);
  }
}

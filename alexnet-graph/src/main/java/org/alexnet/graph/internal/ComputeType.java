package org.alexnet.graph.internal;

import com.google.common.collect.ImmutableMap;
import org.alexnet.graph.spec.ParameterTable.Kind;
import org.alexnet.graph.spec.Precision;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TBfloat16;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.family.TNumber;

/**
 * The type of a network's activations, and the way to it from float32 and back. For float32 itself
 * nothing is added to the graph.
 *
 * @param type of the tensors
 * @param isRounded whether float32 tensors hold values of bfloat16 alone
 */
record ComputeType<T extends TNumber>(Class<T> type, boolean isRounded) {

  ComputeType(Class<T> type) {
    this(type, false);
  }

  static ComputeType<?> of(Precision precision) {
    return switch (precision) {
      case FLOAT32 -> new ComputeType<>(TFloat32.class);
      case BFLOAT16 -> new ComputeType<>(TBfloat16.class);
    };
  }

  /** Returns the type of float32 tensors whose values are rounded to bfloat16. */
  static ComputeType<TFloat32> rounded() {
    return new ComputeType<>(TFloat32.class, true);
  }

  /** Returns values rounded to this type, to the nearest and half to even. */
  Operand<T> of(Ops tf, Operand<TFloat32> values) {
    if (isRounded) {
      return tf.dtypes.cast(tf.dtypes.cast(values, TBfloat16.class), type);
    }
    return isFloat32() ? values.asOutput().expect(type) : tf.dtypes.cast(values, type);
  }

  /** Returns a number rounded to this type. */
  Operand<T> of(Ops tf, float value) {
    return of(tf, tf.constant(value));
  }

  /** Returns values of this type as float32, without loss. */
  Operand<TFloat32> toFloat32(Ops tf, Operand<T> values) {
    return isFloat32()
        ? values.asOutput().expect(TFloat32.class)
        : tf.dtypes.cast(values, TFloat32.class);
  }

  /**
   * Returns operations that compute in float32 in a network of this type: what they read and what
   * they give is rounded, and nothing in between.
   */
  LayerOps<T> float32(LayerOps<TFloat32> ops) {
    return (tf, x) -> {
      Forward<TFloat32> forward = ops.forward(tf, toFloat32(tf, x));
      ImmutableMap.Builder<Kind, Forward.ParameterGradient<T>> gradients = ImmutableMap.builder();
      forward
          .parameterGradients()
          .forEach(
              (kind, gradient) ->
                  gradients.put(kind, (back, dy) -> gradient.of(back, toFloat32(back, dy))));
      return new Forward<>(
          of(tf, forward.output()),
          (back, dy) -> of(back, forward.inputGradient().of(back, toFloat32(back, dy))),
          gradients.build());
    };
  }

  /** Returns the precision of the network that has it. */
  Precision precision() {
    return isFloat32() && !isRounded ? Precision.FLOAT32 : Precision.BFLOAT16;
  }

  boolean isFloat32() {
    return type == (Class<?>) TFloat32.class;
  }
}

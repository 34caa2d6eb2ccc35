package org.alexnet.graph.internal;

import java.util.ArrayList;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TBool;
import org.tensorflow.types.TFloat32;

/** Which variables hold nothing but finite numbers. */
public final class FiniteOps {
  private FiniteOps() {}

  /**
   * Adds the question.
   *
   * @param host builders on the host's device, which gets one flag of each variable
   * @param variables float32 variables
   * @return bool {@code [variables]}
   */
  public static Operand<TBool> add(Ops host, List<Saver.Variable> variables) {
    List<Operand<TBool>> flags = new ArrayList<>();
    for (Saver.Variable variable : variables) {
      Ops tf = variable.device().withSubScope("finite");
      Operand<TFloat32> value = tf.readVariableOp(variable.handle(), TFloat32.class);
      Operand<TFloat32> flat = tf.reshape(value, tf.constant(new int[] {-1}));
      Operand<TBool> finite = tf.math.isFinite(flat);
      flags.add(tf.reduceAll(finite, tf.constant(0)));
    }
    return host.withSubScope("finite").withName("flags").stack(flags);
  }
}

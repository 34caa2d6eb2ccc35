package org.alexnet.graph.internal;

import java.util.ArrayList;
import java.util.List;
import org.alexnet.graph.optimizer.TrainedParameter;
import org.tensorflow.Operand;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/** How large variables are. One pass over them without a copy, where each of them lives. */
public final class NormOps {
  private NormOps() {}

  /** A value on its device. */
  public record Value(Ops device, Operand<TFloat32> value) {

    /** Returns what a parameter is now, read anew. */
    public static Value of(TrainedParameter parameter) {
      return read(parameter.tf(), parameter);
    }

    /** Returns what a parameter is after an operation that changes it. */
    public static Value after(Op change, TrainedParameter parameter) {
      return read(parameter.tf().withControlDependencies(List.of(change)), parameter);
    }

    private static Value read(Ops device, TrainedParameter parameter) {
      Ops tf = device.withSubScope("norms");
      return new Value(tf, tf.readVariableOp(parameter.variable(), TFloat32.class));
    }
  }

  /**
   * Adds half the sum of the squares of each value.
   *
   * @param host builders on the host's device, which gets one number of each
   * @param name name of the result
   * @return float32 {@code [values]}; infinite or NaN where a value holds such a number, and
   *     infinite above 3.4e38
   */
  public static Operand<TFloat32> halfSquares(Ops host, String name, List<Value> values) {
    if (values.isEmpty()) {
      return host.withSubScope("norms").constant(new float[0]);
    }
    List<Operand<TFloat32>> sums = new ArrayList<>();
    for (Value value : values) {
      sums.add(value.device.withSubScope("norms").nn.l2Loss(value.value));
    }
    return host.withSubScope("norms").withName(name).stack(sums);
  }
}

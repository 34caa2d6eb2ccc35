package org.alexnet.graph.internal;

import java.util.ArrayList;
import java.util.List;
import org.alexnet.common.GraphOps;
import org.tensorflow.ConcreteFunction;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Output;
import org.tensorflow.Signature;
import org.tensorflow.op.Operands;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.proto.DataType;
import org.tensorflow.types.family.TNumber;

/**
 * Operations that XLA compiles into one loop for the processor at hand, so that large tensors pass
 * through memory once and not once for each operation.
 *
 * <p>TensorFlow compiles a loop when it first runs with tensors of a size, in some tenths of a
 * second; two calls of equal operations share it.
 */
final class CompiledLoop {
  private CompiledLoop() {}

  /** Adds the operations of a loop, which read its operands and constants alone. */
  @FunctionalInterface
  interface Body<T extends TNumber, R extends TNumber> {
    /**
     * Adds them.
     *
     * @param tf builders of the loop
     * @param operands what it reads
     */
    Operand<R> of(Ops tf, List<Operand<T>> operands);
  }

  /**
   * Adds a loop to a graph. What was cast from bfloat16 is read as it was, and cast in the loop.
   *
   * @param tf builders on the device where it runs, a CPU
   * @param operands what it reads, of one type
   * @param body its operations
   */
  static <T extends TNumber, R extends TNumber> Operand<R> added(
      Ops tf, List<Operand<T>> operands, Body<T, R> body) {
    try (Graph graph = new Graph()) {
      Ops inside = GraphOps.of(graph);
      Signature.Builder signature = Signature.builder("compiled");
      List<Output<?>> read = operands.stream().<Output<?>>map(GraphOps::beforeCast).toList();
      List<Operand<T>> values = new ArrayList<>();
      for (int i = 0; i < read.size(); i++) {
        Placeholder<?> placeholder =
            inside.placeholder(read.get(i).type(), Placeholder.shape(read.get(i).shape()));
        signature.input("operand" + i, placeholder);
        values.add(ofType(inside, placeholder, operands.get(i).type()));
      }
      Operand<R> result = body.of(inside, values);
      try (ConcreteFunction function =
          ConcreteFunction.create(signature.output("result", result).build(), graph)) {
        return tf.ensureShape(call(tf, function, read, result.type()), result.shape());
      }
    }
  }

  private static <T extends TNumber> Operand<T> ofType(Ops tf, Operand<?> value, Class<T> type) {
    return value.type() == (Class<?>) type
        ? value.asOutput().expect(type)
        : tf.dtypes.cast(value, type);
  }

  private static <T extends TNumber> Operand<T> call(
      Ops tf, ConcreteFunction function, List<Output<?>> operands, Class<T> type) {
    tf.scope().env().attachFunction(function);
    return tf.scope()
        .opBuilder("PartitionedCall", "compiled")
        .addInputList(operands.toArray(new Output<?>[0]))
        .setAttr("Tout", new DataType[] {Operands.toDataType(type)})
        .setAttr("f", function)
        .setAttr("_XlaMustCompile", true)
        .build()
        .<T>output(0);
  }
}

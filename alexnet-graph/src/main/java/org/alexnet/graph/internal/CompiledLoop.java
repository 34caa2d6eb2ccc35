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
  interface Body<T extends TNumber> {
    /**
     * Adds them.
     *
     * @param tf builders of the loop
     * @param operands what it reads
     */
    Operand<T> of(Ops tf, List<Operand<T>> operands);
  }

  /**
   * Adds a loop to a graph.
   *
   * @param tf builders on the device where it runs, a CPU
   * @param operands what it reads, of one type
   * @param body its operations
   */
  static <T extends TNumber> Operand<T> added(Ops tf, List<Operand<T>> operands, Body<T> body) {
    try (Graph graph = new Graph()) {
      Ops inside = GraphOps.of(graph);
      Signature.Builder signature = Signature.builder("compiled");
      List<Operand<T>> read = new ArrayList<>();
      for (Operand<T> operand : operands) {
        Placeholder<T> placeholder =
            inside.placeholder(operand.type(), Placeholder.shape(operand.shape()));
        signature.input("operand" + read.size(), placeholder);
        read.add(placeholder);
      }
      Operand<T> result = body.of(inside, read);
      try (ConcreteFunction function =
          ConcreteFunction.create(signature.output("result", result).build(), graph)) {
        return tf.ensureShape(call(tf, function, operands, result.type()), result.shape());
      }
    }
  }

  private static <T extends TNumber> Operand<T> call(
      Ops tf, ConcreteFunction function, List<Operand<T>> operands, Class<T> type) {
    tf.scope().env().attachFunction(function);
    return tf.scope()
        .opBuilder("PartitionedCall", "compiled")
        .addInputList(operands.stream().map(Operand::asOutput).toArray(Output<?>[]::new))
        .setAttr("Tout", new DataType[] {Operands.toDataType(type)})
        .setAttr("f", function)
        .setAttr("_XlaMustCompile", true)
        .build()
        .<T>output(0);
  }
}

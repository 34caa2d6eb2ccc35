package org.alexnet.common;

import static com.google.common.base.Preconditions.checkArgument;

import java.util.ArrayList;
import java.util.List;
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
public final class CompiledLoop {
  /**
   * Name of the system property that decides whether there are any: true, the default, or false.
   */
  public static final String PROPERTY = "org.alexnet.compile";

  private CompiledLoop() {}

  /**
   * Returns whether loops are used on the processor at hand: where it has AVX-512, since there they
   * were measured, and unless {@link #PROPERTY} switches them off.
   *
   * @throws IllegalArgumentException if the property is neither true nor false
   */
  public static boolean areUsed() {
    return isSwitchedOn() && Processor.instructionSets().contains("avx512f");
  }

  private static boolean isSwitchedOn() {
    String value = System.getProperty(PROPERTY, "true");
    checkArgument(
        value.equals("true") || value.equals("false"),
        "-D%s must be true or false, found '%s'",
        PROPERTY,
        value);
    return value.equals("true");
  }

  /** Adds the operations of a loop, which read its operands and constants alone. */
  @FunctionalInterface
  public interface Body<T extends TNumber, R extends TNumber> {
    /**
     * Adds them.
     *
     * @param tf builders of the loop
     * @param operands what it reads
     */
    Operand<R> of(Ops tf, List<Operand<T>> operands);
  }

  /** Adds the operations of a loop whose operands differ in type. */
  @FunctionalInterface
  public interface MixedBody<R extends TNumber> {
    /**
     * Adds them.
     *
     * @param tf builders of the loop
     * @param operands what it reads
     */
    Operand<R> of(Ops tf, List<Operand<?>> operands);
  }

  /**
   * Adds a loop to a graph. What was cast from bfloat16 is read as it was, and cast in the loop.
   *
   * @param tf builders on the device where it runs, a CPU
   * @param operands what it reads, of one type
   * @param body its operations
   */
  public static <T extends TNumber, R extends TNumber> Operand<R> added(
      Ops tf, List<Operand<T>> operands, Body<T, R> body) {
    return ofMixed(
        tf,
        operands.stream().<Operand<?>>map(GraphOps::beforeCast).toList(),
        (inside, read) -> {
          List<Operand<T>> values = new ArrayList<>();
          for (int i = 0; i < read.size(); i++) {
            values.add(ofType(inside, read.get(i), operands.get(i).type()));
          }
          return body.of(inside, values);
        });
  }

  /**
   * Adds a loop to a graph.
   *
   * @param tf builders on the device where it runs, a CPU
   * @param operands what it reads
   * @param body its operations
   */
  public static <R extends TNumber> Operand<R> ofMixed(
      Ops tf, List<Operand<?>> operands, MixedBody<R> body) {
    try (Graph graph = new Graph()) {
      Ops inside = GraphOps.of(graph);
      Signature.Builder signature = Signature.builder("compiled");
      List<Operand<?>> values = new ArrayList<>();
      for (Operand<?> operand : operands) {
        Placeholder<?> placeholder =
            inside.placeholder(operand.type(), Placeholder.shape(operand.shape()));
        signature.input("operand" + values.size(), placeholder);
        values.add(placeholder);
      }
      Operand<R> result = body.of(inside, values);
      try (ConcreteFunction function =
          ConcreteFunction.create(signature.output("result", result).build(), graph)) {
        return tf.ensureShape(call(tf, function, operands, result.type()), result.shape());
      }
    }
  }

  private static <T extends TNumber> Operand<T> ofType(Ops tf, Operand<?> value, Class<T> type) {
    return value.type() == (Class<?>) type
        ? value.asOutput().expect(type)
        : tf.dtypes.cast(value, type);
  }

  private static <T extends TNumber> Operand<T> call(
      Ops tf, ConcreteFunction function, List<Operand<?>> operands, Class<T> type) {
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

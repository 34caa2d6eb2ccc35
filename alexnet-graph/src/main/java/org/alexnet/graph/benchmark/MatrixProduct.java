package org.alexnet.graph.benchmark;

import com.google.common.collect.ImmutableList;
import java.io.IOException;
import org.alexnet.graph.GraphSession;
import org.alexnet.graph.device.Device;
import org.alexnet.graph.device.Placement;
import org.alexnet.graph.spec.Precision;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TBfloat16;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt64;
import org.tensorflow.types.family.TNumber;

/**
 * The product of two square matrices: what a machine can do at most, to which the speed of networks
 * is compared.
 *
 * @param side rows and columns of each
 * @param gigaflops billions of floating-point operations a second, in the fastest of three runs
 */
public record MatrixProduct(int side, double gigaflops) {
  /** That of the comparisons in the documentation; smaller where one run would take long. */
  private static final int LARGEST = 4096;

  private static final int SMALLEST = 512;
  private static final int RUNS = 3;

  /** A run of a larger product takes eight times as long. */
  private static final double LONGEST_SECONDS = 0.1;

  /**
   * Multiplies larger and larger matrices on all threads of a device, until a run takes long.
   *
   * @param device the device
   * @param precision the type of their values
   * @throws IOException if the device does not answer
   */
  public static MatrixProduct measure(Device device, Precision precision) throws IOException {
    MatrixProduct product = null;
    for (int side = SMALLEST; side <= LARGEST; side *= 2) {
      Timing timing;
      try (Workload workload = new Product(device, precision, side)) {
        timing = Timing.of(workload, 1, RUNS, () -> false);
      }
      double fastest = timing.percentile(0);
      product = new MatrixProduct(side, 2.0 * side * side * side / fastest / 1e9);
      if (fastest > LONGEST_SECONDS) {
        break;
      }
    }
    return product;
  }

  /** One product; the matrices are variables, so that nothing else is in the time. */
  private static final class Product implements Workload {
    private final GraphSession<Operations> session;

    private record Operations(Op fill, Op multiply) {}

    Product(Device device, Precision precision, int side) throws IOException {
      Placement placement = new Placement(Device.cpu(0), ImmutableList.of(device));
      session =
          GraphSession.open(
                  placement,
                  tf ->
                      switch (precision) {
                        case FLOAT32 ->
                            operations(tf.withDevice(device.toDeviceSpec()), TFloat32.class, side);
                        case BFLOAT16 ->
                            operations(tf.withDevice(device.toDeviceSpec()), TBfloat16.class, side);
                      })
              .initialized(Operations::fill);
    }

    private static <T extends TNumber> Operations operations(Ops tf, Class<T> type, int side) {
      var shape = Shape.of(side, side);
      var variable = tf.varHandleOp(type, shape);
      Operand<TInt64> key = tf.constant(new long[] {side, 0});
      Operand<TFloat32> values = tf.random.statelessRandomNormal(tf.constant(shape), key);
      Op fill = tf.assignVariableOp(variable, tf.dtypes.cast(values, type));
      Operand<T> matrix = tf.readVariableOp(variable, type);
      return new Operations(fill, tf.linalg.matMul(matrix, matrix));
    }

    @Override
    public void run() throws IOException {
      session.run(session.operations().multiply());
    }

    @Override
    public int images() {
      return 1;
    }

    @Override
    public void close() {
      session.close();
    }
  }
}

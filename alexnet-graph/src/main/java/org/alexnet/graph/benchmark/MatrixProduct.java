package org.alexnet.graph.benchmark;

import com.google.common.collect.ImmutableList;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.BooleanSupplier;
import org.alexnet.graph.GraphSession;
import org.alexnet.graph.device.Device;
import org.alexnet.graph.device.Placement;
import org.alexnet.graph.device.ThreadPlan;
import org.alexnet.graph.spec.Precision;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.VarHandleOp;
import org.tensorflow.types.TBfloat16;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt64;
import org.tensorflow.types.family.TNumber;

/**
 * The product of two square matrices: what a machine can do at most, to which the speed of networks
 * is compared.
 *
 * @param side rows and columns of each
 * @param atOnce how many such products ran at once: one on all threads of a device, or on a CPU one
 *     on each of its threads where that is faster
 * @param gigaflops billions of floating-point operations a second, in the fastest of three runs
 */
public record MatrixProduct(int side, int atOnce, double gigaflops) {
  /** That of the comparisons in the documentation; smaller where one run would take long. */
  private static final int LARGEST = 4096;

  private static final int SMALLEST = 512;
  private static final int RUNS = 3;

  /** A run of a larger product takes eight times as long. */
  private static final double LONGEST_SECONDS = 0.1;

  /**
   * Multiplies larger and larger matrices on all threads of a device, until a run takes long; on a
   * CPU in both ways to use them.
   *
   * @param device the device
   * @param precision the type of their values
   * @return the faster way
   * @throws IOException if the device does not answer
   */
  public static MatrixProduct measure(Device device, Precision precision) throws IOException {
    return measure(device, precision, () -> false);
  }

  /**
   * The same, for whoever may have no time: the largest takes seconds.
   *
   * @param device the device
   * @param precision the type of their values
   * @param hurry asked before each size; when it says so, what there is is the answer
   * @return the faster way
   * @throws IOException if the device does not answer
   */
  public static MatrixProduct measure(Device device, Precision precision, BooleanSupplier hurry)
      throws IOException {
    MatrixProduct one = measure(device, precision, SMALLEST, 1);
    while (one.seconds() < LONGEST_SECONDS && one.side < LARGEST && !hurry.getAsBoolean()) {
      one = measure(device, precision, 2 * one.side, 1);
    }
    int cores = Runtime.getRuntime().availableProcessors();
    if (!device.isCpu() || cores == 1 || hurry.getAsBoolean()) {
      return one;
    }
    MatrixProduct oneEach = measure(device, precision, one.side, cores);
    return oneEach.gigaflops > one.gigaflops ? oneEach : one;
  }

  private static MatrixProduct measure(Device device, Precision precision, int side, int atOnce)
      throws IOException {
    try (Workload workload = new Products(device, precision, side, atOnce)) {
      double fastest = Timing.of(workload, 1, RUNS, () -> false).percentile(0);
      return new MatrixProduct(side, atOnce, 2.0 * atOnce * side * side * side / fastest / 1e9);
    }
  }

  private double seconds() {
    return 2.0 * atOnce * side * side * side / gigaflops / 1e9;
  }

  /** Returns what was measured in words: {@code 2 products of 2048x2048 at once} for example. */
  public String describe() {
    return atOnce == 1
        ? String.format(Locale.ROOT, "a product of %dx%d", side, side)
        : String.format(Locale.ROOT, "%d products of %dx%d at once", atOnce, side, side);
  }

  /** The products, of variables, so that nothing else is in the time. */
  private static final class Products implements Workload {
    private final GraphSession<Operations> session;

    private record Operations(Op fill, ImmutableList<Op> multiply) {}

    Products(Device device, Precision precision, int side, int atOnce) throws IOException {
      Placement all = new Placement(Device.cpu(0), ImmutableList.of(device));
      session =
          GraphSession.open(
                  atOnce == 1 ? all : all.withThreads(new ThreadPlan(atOnce, 1)),
                  tf -> operations(tf.withDevice(device.toDeviceSpec()), precision, side, atOnce))
              .initialized(Operations::fill);
    }

    private static Operations operations(Ops tf, Precision precision, int side, int atOnce) {
      List<Op> fill = new ArrayList<>();
      ImmutableList.Builder<Op> multiply = ImmutableList.builder();
      for (int i = 0; i < atOnce; i++) {
        multiply.add(
            switch (precision) {
              case FLOAT32 -> square(tf, TFloat32.class, side, i, fill);
              case BFLOAT16 -> square(tf, TBfloat16.class, side, i, fill);
            });
      }
      return new Operations(tf.withControlDependencies(fill).noOp(), multiply.build());
    }

    /** Returns the product of a matrix of its own with itself. */
    private static <T extends TNumber> Op square(
        Ops tf, Class<T> type, int side, int number, List<Op> fill) {
      var shape = Shape.of(side, side);
      var variable = tf.varHandleOp(type, shape, VarHandleOp.sharedName("matrix" + number));
      Operand<TInt64> key = tf.constant(new long[] {side, number});
      Operand<TFloat32> values = tf.random.statelessRandomNormal(tf.constant(shape), key);
      fill.add(tf.assignVariableOp(variable, tf.dtypes.cast(values, type)));
      Operand<T> matrix = tf.readVariableOp(variable, type);
      return tf.linalg.matMul(matrix, matrix);
    }

    @Override
    public void run() throws IOException {
      session.run(runner -> session.operations().multiply().forEach(runner::addTarget)).close();
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

package org.alexnet.graph.device;

import org.alexnet.common.CompiledLoop;
import org.alexnet.graph.spec.ParameterTable.Parameter;
import org.alexnet.graph.spec.Precision;
import org.alexnet.graph.spec.ShapeTrace;

/**
 * Whether XLA compiles operations on large tensors into loops for the processor at hand, so that
 * they pass through memory once and not once for each operation: response normalization, and in
 * bfloat16 also the gradient of ReLU, and the rounding and the new velocity of parameters.
 *
 * <p>It is done on CPUs of this process that have AVX-512, where it was measured: the paper's
 * network in batches of 128 trains 1.28 times as fast in bfloat16 and 1.02 times in float32, on two
 * cores with AMX, and infers 1.57 and 1.11 times as fast. TensorFlow prints three lines when it
 * compiles the first.
 *
 * <p>A loop gives other last bits than TensorFlow's operations. Training in float32 differs by as
 * little, and in bfloat16 by as much as any other rounding makes it differ; neither is nearer to
 * exact arithmetic. A run is resumed bit for bit where loops are compiled as before. The system
 * property {@link CompiledLoop#PROPERTY} switches them off.
 */
public final class LoopCompilation {
  /**
   * The fewest values of an image in what a tower reads, in float32. With 10,800, a network for
   * images of 67 pixels, a twentieth was gained at most, and compiling takes some tenths of a
   * second a layer.
   */
  private static final long FEWEST_VALUES = 20_000;

  /**
   * The same in bfloat16, where all the rest is faster: with 6,272 and 10,800 that network trains
   * 1.09 to 1.12 times as fast.
   */
  private static final long FEWEST_VALUES_OF_BFLOAT16 = 5_000;

  /**
   * The fewest values of a parameter that is rounded and updated by loops. All that have fewer are
   * 4 % of the paper's network, and 17 % of it for images of 67 pixels and ten classes.
   */
  private static final long FEWEST_OF_PARAMETER = 1_000_000;

  private LoopCompilation() {}

  /**
   * Returns whether loops are compiled.
   *
   * @param placement where the towers live
   * @throws IllegalArgumentException if the property is neither true nor false
   */
  public static boolean isFor(Placement placement) {
    return CompiledLoop.areUsed() && placement.isOnCpusOfThisProcess();
  }

  /**
   * Returns whether the feature maps that a layer reads are large enough.
   *
   * @param layer the layer with its shapes
   * @param precision of the network
   */
  public static boolean isOfLargeMaps(ShapeTrace.Step layer, Precision precision) {
    return layer.read().size()
        >= switch (precision) {
          case FLOAT32 -> FEWEST_VALUES;
          case BFLOAT16 -> FEWEST_VALUES_OF_BFLOAT16;
        };
  }

  /**
   * Returns whether a parameter is so large that loops over it save time: in bfloat16, where its
   * gradient need not pass through memory in float32.
   *
   * @param parameter of the network
   * @param precision of the network
   */
  public static boolean isOfLargeParameter(Parameter parameter, Precision precision) {
    return precision == Precision.BFLOAT16 && parameter.shape().size() >= FEWEST_OF_PARAMETER;
  }
}

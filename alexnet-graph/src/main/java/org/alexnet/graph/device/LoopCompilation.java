package org.alexnet.graph.device;

import org.alexnet.common.Processor;
import org.alexnet.graph.spec.ShapeTrace;

/**
 * Whether XLA compiles operations on large feature maps into loops for the processor at hand, so
 * that they pass through memory once and not once for each operation: response normalization, and
 * in bfloat16 the gradient of ReLU.
 *
 * <p>It is done on CPUs of this process that have AVX-512, where it was measured: the paper's
 * network in batches of 128 trains 1.28 times as fast in bfloat16 and 1.02 times in float32, on two
 * cores with AMX, and infers 1.57 and 1.11 times as fast. Values differ from those of TensorFlow's
 * operations in their last bits. The system property {@link #PROPERTY} switches it off.
 */
public final class LoopCompilation {
  /** Name of the system property that switches it off when it is {@code false}. */
  public static final String PROPERTY = "org.alexnet.compile";

  /**
   * The least values of an image in what a tower reads. With 10,800, a network for images of 67
   * pixels, nothing was gained in float32, and compiling takes some tenths of a second a layer.
   */
  private static final long FEWEST_VALUES = 20_000;

  private LoopCompilation() {}

  /**
   * Returns whether loops are compiled.
   *
   * @param placement where the towers live
   */
  public static boolean isFor(Placement placement) {
    return placement.isOnCpusOfThisProcess()
        && Processor.instructionSets().contains("avx512f")
        && !System.getProperty(PROPERTY, "true").equals("false");
  }

  /**
   * Returns whether a layer reads enough.
   *
   * @param layer the layer with its shapes
   */
  public static boolean isWorthwhile(ShapeTrace.Step layer) {
    return layer.read().size() >= FEWEST_VALUES;
  }
}

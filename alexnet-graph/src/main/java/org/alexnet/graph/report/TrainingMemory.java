package org.alexnet.graph.report;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.common.math.LongMath;
import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.Locale;
import org.alexnet.graph.device.Placement;
import org.alexnet.graph.spec.AlexNetSpec;
import org.alexnet.graph.spec.ParameterTable;
import org.alexnet.graph.spec.ParameterTable.Parameter;
import org.alexnet.graph.spec.ShapeTrace;

/**
 * What training a network takes of a machine, so that what cannot be is refused at once: where
 * memory runs out, TensorFlow ends the whole process.
 *
 * @param spec the network
 * @param batchSize images in a step
 */
public record TrainingMemory(AlexNetSpec spec, int batchSize) {
  /** The most elements that TensorFlow's kernels count in one tensor: they use 32-bit numbers. */
  public static final long MOST_ELEMENTS = Integer.MAX_VALUE;

  private static final double GIB = 1L << 30;

  /** Checks the batch. */
  public TrainingMemory {
    checkArgument(batchSize > 0, "batchSize must be positive, found %s", batchSize);
  }

  /** The estimate in bytes, all towers together; see {@link NetworkCost#trainingBytes}. */
  public long bytes() {
    return NetworkCost.of(spec).trainingBytes(batchSize);
  }

  /**
   * Checks that the step can be computed there at all. Memory is compared only where all towers are
   * on CPUs of this process, with that of the machine or of the container.
   *
   * @param placement where the towers live
   * @throws IllegalArgumentException if a tensor or the whole is too large
   */
  public void requireFits(Placement placement) {
    requireTensorsFit();
    if (placement.isOnCpusOfThisProcess()) {
      requireFits(physicalMemory());
    }
  }

  /** Checks that every tensor can be counted, wherever it lives. */
  public void requireTensorsFit() {
    for (Parameter parameter : ParameterTable.of(spec).parameters()) {
      checkArgument(
          parameter.shape().size() <= MOST_ELEMENTS,
          "%s would have %s elements, but a tensor holds at most %s; take smaller images, fewer"
              + " classes or more towers",
          parameter.name(),
          parameter.shape().size(),
          MOST_ELEMENTS);
    }
    long largest = largestTensorOfAnImage();
    checkArgument(
        batchSize <= MOST_ELEMENTS / largest,
        "batchSize %s is too large: a tensor of it would have %s elements, but holds at most %s; the"
            + " largest batch is %s",
        batchSize,
        LongMath.saturatedMultiply(batchSize, largest),
        MOST_ELEMENTS,
        MOST_ELEMENTS / largest);
  }

  void requireFits(long memory) {
    NetworkCost cost = NetworkCost.of(spec);
    if (bytes() <= memory) {
      return;
    }
    long ofAnImage = cost.trainingBytes(2) - cost.trainingBytes(1);
    long most = (memory - cost.trainingBytes(1)) / ofAnImage + 1;
    throw new IllegalArgumentException(
        String.format(
            Locale.ROOT,
            "batchSize %d is too large: training takes about %.1f GiB, and this machine has %.1f"
                + " GiB; %s",
            batchSize,
            bytes() / GIB,
            memory / GIB,
            memory < cost.trainingBytes(1)
                ? "even a batch of 1 is too large: take smaller images or a narrower network"
                : "the largest batch that fits is " + most));
  }

  /**
   * The logits, a tower's part of a layer, the whole of one it gathers, or its windows unfolded.
   */
  private long largestTensorOfAnImage() {
    long largest = Math.max(3L * spec.imageSize() * spec.imageSize(), spec.classCount());
    for (ShapeTrace.Step step : ShapeTrace.of(spec).steps()) {
      largest = Math.max(largest, step.output().size() / step.outputParts());
      largest = Math.max(largest, step.isAllGather() ? step.input().size() : 0);
      largest = Math.max(largest, step.layer().unfoldedCount(step.read(), step.output()));
    }
    return largest;
  }

  /** Of the machine, or of the container that the JVM runs in. */
  static long physicalMemory() {
    return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getTotalMemorySize();
  }
}

package org.alexnet.graph.report;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.common.math.LongMath;
import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.Locale;
import org.alexnet.graph.device.LoopCompilation;
import org.alexnet.graph.device.PlacedNetwork;
import org.alexnet.graph.device.Placement;
import org.alexnet.graph.spec.AlexNetSpec;
import org.alexnet.graph.spec.Dropout;
import org.alexnet.graph.spec.ParameterTable;
import org.alexnet.graph.spec.ParameterTable.Parameter;
import org.alexnet.graph.spec.Precision;
import org.alexnet.graph.spec.ShapeTrace;

/**
 * What training a network takes of a machine, so that what cannot be is refused at once: where
 * memory runs out, TensorFlow ends the whole process.
 *
 * <p>Each replica of the network holds the activations of its part of the batch; the first holds
 * the parameters, velocities and gradients, the others copies of the parameters and gradients. On
 * CPUs of one process these copies are the parameters themselves, and less is taken than estimated.
 *
 * @param spec the network
 * @param batchSize images in a step, of all replicas together
 * @param replicas number of replicas, which divides the batch
 * @param precision that of the activations
 * @param compilesLoops whether loops are compiled, see {@link LoopCompilation}
 */
public record TrainingMemory(
    AlexNetSpec spec, int batchSize, int replicas, Precision precision, boolean compilesLoops) {
  /** The most elements that TensorFlow's kernels count in one tensor: they use 32-bit numbers. */
  public static final long MOST_ELEMENTS = Integer.MAX_VALUE;

  private static final double GIB = 1L << 30;

  /** Checks that the replicas can share the batch. */
  public TrainingMemory {
    requirePositive(batchSize);
    checkArgument(replicas > 0, "replicas must be positive, found %s", replicas);
    checkArgument(
        batchSize % replicas == 0,
        "batchSize must be a multiple of %s, the number of replicas, found %s",
        replicas,
        batchSize);
  }

  /**
   * Checks the size of a batch.
   *
   * @throws IllegalArgumentException if it has no images
   */
  public static void requirePositive(int batchSize) {
    checkArgument(batchSize > 0, "batchSize must be positive, found %s", batchSize);
  }

  /**
   * Creates what training a network in float32 takes, without {@link LoopCompilation}.
   *
   * @param spec the network
   * @param batchSize images in a step, of all replicas together
   * @param replicas number of replicas, which divides the batch
   */
  public TrainingMemory(AlexNetSpec spec, int batchSize, int replicas) {
    this(spec, batchSize, replicas, Precision.FLOAT32, false);
  }

  /**
   * Creates what training a network in float32 takes that is there once.
   *
   * @param spec the network
   * @param batchSize images in a step
   */
  public TrainingMemory(AlexNetSpec spec, int batchSize) {
    this(spec, batchSize, 1);
  }

  /**
   * Returns what training a network with its replicas takes.
   *
   * @throws IllegalArgumentException if the replicas cannot share the batch
   */
  public static TrainingMemory of(PlacedNetwork network, int batchSize) {
    return new TrainingMemory(
        network.spec(),
        batchSize,
        network.replicas().size(),
        network.precision(),
        LoopCompilation.isFor(network.allTowers()));
  }

  /** Returns the estimate in bytes, all towers of all replicas together; see {@link PeakMemory}. */
  public long bytes() {
    return peak().bytes(batchSize);
  }

  private PeakMemory peak() {
    return PeakMemory.ofTraining(spec, precision, replicas, compilesLoops);
  }

  /** Returns the bytes of parameters, velocities and gradients, those of all replicas together. */
  public long bytesOfParameters() {
    return LongMath.saturatedMultiply(
        Float.BYTES * (3L + 2L * (replicas - 1)), ParameterTable.of(spec).total());
  }

  /**
   * Checks that the step can be computed there at all. Memory is compared only where all towers are
   * on CPUs of this process, with that of the machine or of the container.
   *
   * @param placement where the towers of all replicas live
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
    long ofBatch = largestOfBatch();
    long ofPart = largestOfPart();
    long most = Math.min(MOST_ELEMENTS / ofBatch, MOST_ELEMENTS / ofPart * replicas);
    checkArgument(
        batchSize <= most,
        "batchSize %s is too large: a tensor of it would have %s elements, but holds at most %s; the"
            + " largest batch is %s",
        batchSize,
        Math.max(
            LongMath.saturatedMultiply(batchSize, ofBatch),
            LongMath.saturatedMultiply(batchSize / replicas, ofPart)),
        MOST_ELEMENTS,
        most / replicas * replicas);
  }

  void requireFits(long memory) {
    if (bytes() <= memory) {
      return;
    }
    PeakMemory peak = peak();
    throw new IllegalArgumentException(
        String.format(
            Locale.ROOT,
            "batchSize %d is too large: training takes about %.1f GiB, and this machine has %.1f"
                + " GiB; %s",
            batchSize,
            bytes() / GIB,
            memory / GIB,
            memory < peak.bytes(replicas)
                ? String.format(
                    Locale.ROOT,
                    "even a batch of %d is too large: take smaller images or a narrower network",
                    replicas)
                : "the largest batch that fits is " + largestThatFits(peak, memory)));
  }

  /** Returns the largest batch below this one that fits, by halving what is left. */
  private int largestThatFits(PeakMemory peak, long memory) {
    int fits = 1;
    int tooLarge = batchSize / replicas;
    while (tooLarge - fits > 1) {
      int middle = fits + (tooLarge - fits) / 2;
      if (peak.bytes(middle * replicas) <= memory) {
        fits = middle;
      } else {
        tooLarge = middle;
      }
    }
    return fits * replicas;
  }

  /** The values of an image in a tensor that has all images of the batch, at most. */
  private long largestOfBatch() {
    long largest = Math.max(3L * spec.imageSize() * spec.imageSize(), spec.classCount());
    for (ShapeTrace.Step step : ShapeTrace.of(spec).steps()) {
      if (step.layer() instanceof Dropout) { // each replica draws for the whole batch
        largest = Math.max(largest, step.output().size() / step.outputParts());
      }
    }
    return largest;
  }

  /**
   * The values of an image in a tensor of one replica, at most: a tower's part of a layer, the
   * whole of one that it gathers, or its windows unfolded.
   */
  private long largestOfPart() {
    long largest = 1;
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

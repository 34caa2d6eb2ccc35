package org.alexnet.graph.report;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.common.collect.ImmutableList;
import com.google.common.math.LongMath;
import java.util.ArrayList;
import java.util.List;
import org.alexnet.graph.device.LoopCompilation;
import org.alexnet.graph.spec.AlexNetSpec;
import org.alexnet.graph.spec.LocalResponseNorm;
import org.alexnet.graph.spec.ParameterTable;
import org.alexnet.graph.spec.Precision;
import org.alexnet.graph.spec.ShapeTrace;

/**
 * How much memory a network takes at most: by how much the peak of the resident memory of a process
 * grows from before the network is built until some steps are made. What the JVM and TensorFlow
 * hold before is not part of it, nor is the input but for one batch.
 *
 * <p>It is found by following the backward pass from layer to layer, without TensorFlow. When that
 * is at a layer, these tensors are alive: values and velocities of all parameters; the images; what
 * the layers up to this one keep; gradients of its output and of its input, and what it makes and
 * drops beside them; and gradients of the parameters of this layer and of those behind it. At test,
 * a layer has the images, what it reads, what it puts out, and what it makes beside them.
 *
 * <p>A tensor is kept from the forward pass if the backward pass of the layer that makes it or of
 * the one that reads it reads it. Others are overwritten: a ReLU behind a convolution takes no
 * memory of its own.
 *
 * <p>More is taken than the tensors of a moment, since TensorFlow, computing with oneDNN, gives no
 * memory back, and what smaller tensors have left is of no use to a larger one. In training, that
 * is a piece of the size of the largest parameter, and the gradients of the largest layer's output
 * and input. The rest is the graph, its code, and what the JVM's heap grows by.
 *
 * <p>The rest and that these pieces are counted were chosen for batches of {@code paper} and {@code
 * cifar10}.
 *
 * @param points what is alive at each layer, in order
 * @param beside what is held beside them in training
 * @param rest bytes of everything else
 */
public record PeakMemory(ImmutableList<Point> points, Point beside, long rest) {
  /** The rest, in bytes, as measured. */
  private static final long REST = 30L << 20;

  /** What XLA and the code that it compiles take, in bytes, as measured. */
  private static final long OF_LOOPS = 96L << 20;

  /**
   * What is alive or held at once.
   *
   * @param name of the layer
   * @param parameters values that are there whatever the number of images: parameters, velocities
   *     and gradients
   * @param ofAnImage values for each image
   */
  public record Point(String name, long parameters, long ofAnImage) {
    long bytes(int batchSize) {
      return LongMath.saturatedMultiply(
          Float.BYTES,
          LongMath.saturatedAdd(parameters, LongMath.saturatedMultiply(ofAnImage, batchSize)));
    }
  }

  /**
   * Returns the peak of training a network.
   *
   * @param spec the network
   * @param precision that of its activations; in bfloat16 a CPU computes in float32, with copies of
   *     the parameters that are rounded
   * @param replicas number of replicas, each but the first with copies of the parameters and
   *     gradients of its own
   * @param compilesLoops whether loops are compiled, see {@link LoopCompilation}
   */
  public static PeakMemory ofTraining(
      AlexNetSpec spec, Precision precision, int replicas, boolean compilesLoops) {
    ShapeTrace trace = ShapeTrace.of(spec);
    ParameterTable parameters = ParameterTable.of(spec);
    long copies = (rounded(precision) + 2L * (replicas - 1)) * parameters.total();
    List<Point> points = new ArrayList<>();
    long gradients = parameters.total();
    long kept = trace.image().size();
    for (int i = 0; i < trace.steps().size(); i++) {
      ShapeTrace.Step step = trace.steps().get(i);
      kept += keptOf(trace, i, precision, compilesLoops);
      points.add(
          new Point(
              step.layer().name(),
              copies + 2 * parameters.total() + gradients,
              kept + passing(step, i == 0)));
      gradients -= parameters.countOf(step.layer().name());
    }
    return new PeakMemory(
        ImmutableList.copyOf(points),
        new Point("beside", largest(parameters), 2 * largestOutput(trace)),
        rest(trace, precision, compilesLoops));
  }

  /**
   * Returns the peak of a network at test.
   *
   * @param spec the network
   * @param precision as in training
   * @param compilesLoops as in training
   */
  public static PeakMemory atTest(AlexNetSpec spec, Precision precision, boolean compilesLoops) {
    ShapeTrace trace = ShapeTrace.of(spec);
    long parameters = (1 + rounded(precision)) * ParameterTable.of(spec).total();
    List<Point> points = new ArrayList<>();
    for (ShapeTrace.Step step : trace.steps()) {
      points.add(
          new Point(
              step.layer().name(),
              parameters,
              trace.image().size() + passing(step, points.isEmpty())));
    }
    return new PeakMemory(
        ImmutableList.copyOf(points),
        new Point("beside", 0, 0),
        rest(trace, precision, compilesLoops));
  }

  private static long rest(ShapeTrace trace, Precision precision, boolean compilesLoops) {
    return compilesLoops && trace.steps().stream().anyMatch(step -> isCompiled(step, precision))
        ? REST + OF_LOOPS
        : REST;
  }

  private static long rounded(Precision precision) {
    return precision == Precision.FLOAT32 ? 0 : 1;
  }

  private static long keptOf(
      ShapeTrace trace, int index, Precision precision, boolean compilesLoops) {
    ShapeTrace.Step step = trace.steps().get(index);
    boolean isLast = index == trace.steps().size() - 1;
    boolean isRead =
        step.layer().readsOutputBack() || isLast || isReadWhole(trace.steps().get(index + 1));
    long gathered = step.isAllGather() ? step.outputParts() * step.input().size() : 0;
    return (isRead ? step.output().size() : 0)
        + gathered
        + (compilesLoops && isCompiled(step, precision)
            ? 0
            : step.layer().keptBesideCount(step.input(), step.output()))
        + step.outputParts() * step.layer().unfoldedCount(step.read(), step.output())
        + step.outputParts() * step.layer().imageCount(trace.image());
  }

  /** Whether the backward pass computes anew what it needs beside the layer's input. */
  private static boolean isCompiled(ShapeTrace.Step step, Precision precision) {
    return step.layer() instanceof LocalResponseNorm
        && LoopCompilation.isOfLargeMaps(step, precision);
  }

  /** Whether the backward pass reads the layer before as it is, and not what is gathered of it. */
  private static boolean isReadWhole(ShapeTrace.Step reader) {
    return !reader.isAllGather() && reader.layer().readsInputBack(reader.input());
  }

  private static long passing(ShapeTrace.Step step, boolean isFirst) {
    long readers = step.readsSame() ? step.outputParts() : 1;
    long ofInput = isFirst ? 0 : readers * step.input().size();
    return step.output().size() + ofInput + step.layer().passingCount(step.input(), step.output());
  }

  private static long largest(ParameterTable parameters) {
    return parameters.parameters().stream()
        .mapToLong(parameter -> parameter.shape().size())
        .max()
        .orElseThrow();
  }

  /** The largest layer's part of one tower. */
  private static long largestOutput(ShapeTrace trace) {
    return trace.steps().stream()
        .mapToLong(step -> step.output().size() / step.outputParts())
        .max()
        .orElseThrow();
  }

  /**
   * Returns the whole estimate.
   *
   * @param batchSize images in a step
   * @return bytes, all towers together; {@link Long#MAX_VALUE} if they are more
   */
  public long bytes(int batchSize) {
    return LongMath.saturatedAdd(
        rest, LongMath.saturatedAdd(tensorBytes(batchSize), beside.bytes(batchSize)));
  }

  /**
   * Returns the bytes of the tensors that are alive at once.
   *
   * @param batchSize images in a step
   * @return all towers together; {@link Long#MAX_VALUE} if they are more
   */
  public long tensorBytes(int batchSize) {
    checkArgument(batchSize > 0, "batchSize must be positive, found %s", batchSize);
    return points.stream().mapToLong(point -> point.bytes(batchSize)).max().orElseThrow();
  }
}

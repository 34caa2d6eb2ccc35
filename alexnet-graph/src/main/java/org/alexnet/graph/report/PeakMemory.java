package org.alexnet.graph.report;

import static com.google.common.base.Preconditions.checkArgument;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.summingLong;

import com.google.common.collect.ImmutableList;
import com.google.common.math.LongMath;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;
import org.alexnet.graph.device.LoopCompilation;
import org.alexnet.graph.spec.AlexNetSpec;
import org.alexnet.graph.spec.ParameterTable;
import org.alexnet.graph.spec.ParameterTable.Parameter;
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
 * <p>In bfloat16 a value has two bytes where loops are compiled, but for the images and for a
 * normalization that is not compiled. With these smaller tensors half as much again of what is
 * alive for each image is lost in holes. The update, which comes last, makes the velocities of a
 * layer anew while the old ones are there, and old and new leave holes of their size to each other.
 * Elsewhere a CPU computes much in float32, and four bytes are counted.
 *
 * <p>The rest and that these pieces are counted were chosen for batches of {@code paper} and {@code
 * cifar10}.
 *
 * @param points what is alive at each layer, in order, and in training at the update
 * @param beside what is held beside them in training
 * @param rest bytes of everything else
 */
public record PeakMemory(ImmutableList<Point> points, Point beside, long rest) {
  /** The rest, in bytes, as measured. */
  private static final long REST = 30L << 20;

  /** What XLA and the code that it compiles take, in bytes, as measured. */
  private static final long OF_LOOPS = 96L << 20;

  /** The same of loops that round parameters, or that update them, in bytes, as measured. */
  private static final long OF_PARAMETER_LOOPS = 37L << 20;

  /**
   * What is alive or held at once.
   *
   * @param name of the layer
   * @param parameters bytes that are there whatever the number of images: parameters, velocities
   *     and gradients
   * @param ofAnImage bytes for each image
   */
  public record Point(String name, long parameters, long ofAnImage) {
    long bytes(int batchSize) {
      return LongMath.saturatedAdd(parameters, LongMath.saturatedMultiply(ofAnImage, batchSize));
    }
  }

  /**
   * Returns the peak of training a network.
   *
   * @param spec the network
   * @param precision that of its activations
   * @param replicas number of replicas, each but the first with copies of the parameters and
   *     gradients of its own
   * @param compilesLoops whether loops are compiled, see {@link LoopCompilation}
   */
  public static PeakMemory ofTraining(
      AlexNetSpec spec, Precision precision, int replicas, boolean compilesLoops) {
    ShapeTrace trace = ShapeTrace.of(spec);
    ValueBytes bytes = new ValueBytes(precision, compilesLoops);
    ImmutableList<Parameter> parameters = ParameterTable.of(spec).parameters();
    long copy = sum(parameters, parameter -> bytes.ofCopy() + bytes.ofGradient(parameter));
    long always =
        sum(parameters, parameter -> 2 * Float.BYTES + bytes.ofRounded()) + (replicas - 1) * copy;
    long allGradients = sum(parameters, bytes::ofGradient);
    List<Point> points = new ArrayList<>();
    long gradients = allGradients;
    long kept = bytes.ofImage() * trace.image().size();
    for (int i = 0; i < trace.steps().size(); i++) {
      ShapeTrace.Step step = trace.steps().get(i);
      kept += keptOf(trace, i, bytes);
      points.add(
          new Point(
              step.layer().name(),
              always + gradients,
              bytes.withHoles(kept + passing(step, i == 0, bytes))));
      gradients -= sum(of(step.layer().name(), parameters), bytes::ofGradient);
    }
    points.add(
        new Point("update", always + allGradients + bytesOfNewVelocities(parameters, bytes), 0));
    return new PeakMemory(
        ImmutableList.copyOf(points),
        new Point(
            "beside",
            Float.BYTES * largest(parameters),
            2 * largestOutput(trace) * bytes.ofActivation()),
        rest(trace, bytes::isCompiledInTraining) + 2 * ofParameterLoops(parameters, bytes));
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
    ValueBytes bytes = new ValueBytes(precision, compilesLoops);
    ImmutableList<Parameter> parameters = ParameterTable.of(spec).parameters();
    List<Point> points = new ArrayList<>();
    for (ShapeTrace.Step step : trace.steps()) {
      points.add(
          new Point(
              step.layer().name(),
              sum(parameters, parameter -> Float.BYTES + bytes.ofRounded()),
              bytes.ofImageAtTest() * trace.image().size()
                  + passing(step, points.isEmpty(), bytes)));
    }
    return new PeakMemory(
        ImmutableList.copyOf(points),
        new Point("beside", 0, 0),
        rest(trace, bytes::isCompiled) + ofParameterLoops(parameters, bytes));
  }

  private static long sum(List<Parameter> parameters, ToLongFunction<Parameter> bytesOfValue) {
    return parameters.stream()
        .mapToLong(parameter -> bytesOfValue.applyAsLong(parameter) * parameter.shape().size())
        .sum();
  }

  private static List<Parameter> of(String layer, List<Parameter> parameters) {
    return parameters.stream().filter(parameter -> parameter.layer().equals(layer)).toList();
  }

  private static long rest(ShapeTrace trace, Predicate<ShapeTrace.Step> isCompiled) {
    return trace.steps().stream().anyMatch(isCompiled) ? REST + OF_LOOPS : REST;
  }

  private static long ofParameterLoops(List<Parameter> parameters, ValueBytes bytes) {
    return parameters.stream().anyMatch(bytes::hasLoops) ? OF_PARAMETER_LOOPS : 0;
  }

  /** The largest layer's new velocities, and holes as large. */
  private static long bytesOfNewVelocities(List<Parameter> parameters, ValueBytes bytes) {
    return 2
        * Float.BYTES
        * parameters.stream()
            .filter(bytes::hasLoops)
            .collect(
                groupingBy(Parameter::layer, summingLong(parameter -> parameter.shape().size())))
            .values()
            .stream()
            .mapToLong(Long::longValue)
            .max()
            .orElse(0);
  }

  private static long keptOf(ShapeTrace trace, int index, ValueBytes bytes) {
    ShapeTrace.Step step = trace.steps().get(index);
    boolean isLast = index == trace.steps().size() - 1;
    boolean isRead =
        step.layer().readsOutputBack() || isLast || isReadWhole(trace.steps().get(index + 1));
    long gathered = step.isAllGather() ? step.outputParts() * step.input().size() : 0;
    long kept =
        (isRead ? step.output().size() : 0)
            + gathered
            + step.outputParts() * step.layer().unfoldedCount(step.read(), step.output())
            + step.outputParts() * step.layer().imageCount(trace.image());
    return bytes.ofActivation() * kept
        + (bytes.isCompiled(step)
            ? 0
            : bytes.beside(step) * step.layer().keptBesideCount(step.input(), step.output()));
  }

  /** Whether the backward pass reads the layer before as it is, and not what is gathered of it. */
  private static boolean isReadWhole(ShapeTrace.Step reader) {
    return !reader.isAllGather() && reader.layer().readsInputBack(reader.input());
  }

  private static long passing(ShapeTrace.Step step, boolean isFirst, ValueBytes bytes) {
    long readers = step.readsSame() ? step.outputParts() : 1;
    long ofInput = isFirst ? 0 : readers * step.input().size();
    return bytes.ofActivation() * (step.output().size() + ofInput)
        + bytes.beside(step) * step.layer().passingCount(step.input(), step.output());
  }

  private static long largest(List<Parameter> parameters) {
    return parameters.stream().mapToLong(parameter -> parameter.shape().size()).max().orElseThrow();
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

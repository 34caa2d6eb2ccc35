package org.alexnet.graph;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.Tensor;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;

/**
 * A training step in a session, with random images, labels and parameters that do not vanish. The
 * parameters are fed in the place of the variables' values.
 */
final class GraphUnderTest implements AutoCloseable {
  final int count;
  final double[] images;
  final int[] labels;

  /** By name, each value one that float32 holds exactly. */
  final Map<String, double[]> parameters = new TreeMap<>();

  final TrainingStep step;
  final Graph graph = new Graph();
  final Session session;

  private final Map<String, Shape> shapes = new TreeMap<>();
  private final AlexNetSpec spec;
  private final Placeholder<TFloat32> imageInput;
  private final Placeholder<TInt32> labelInput;

  GraphUnderTest(AlexNetSpec spec, Placement placement, UpdateRule rule, int count, long seed) {
    this.spec = spec;
    this.count = count;
    Random random = new Random(seed);
    images = normal(random, count * spec.imageSize() * spec.imageSize() * 3, 1);
    labels = random.ints(count, 0, spec.classCount()).toArray();
    for (var parameter : ParameterTable.of(spec).parameters()) {
      long[] shape = parameter.shape().asArray();
      long fanIn = Arrays.stream(shape).limit(shape.length - 1).reduce(1, (a, b) -> a * b);
      double std = shape.length == 1 ? 0.1 : Math.sqrt(2.0 / fanIn);
      parameters.put(parameter.name(), normal(random, (int) parameter.shape().size(), std));
      shapes.put(parameter.name(), parameter.shape());
    }
    Ops tf = Ops.create(graph);
    Ops host = tf.withDevice(placement.hostDevice());
    imageInput = host.placeholder(TFloat32.class);
    labelInput = host.placeholder(TInt32.class);
    step = new TrainingStep(tf, spec, placement, rule, imageInput, labelInput);
    session = new Session(graph, placement.sessionConfig());
    session.run(step.initialise());
  }

  GraphUnderTest(AlexNetSpec spec) {
    this(spec, Placement.onOneDevice("/CPU:0", spec.towers()), UpdateRule.paper(), 3, 11);
  }

  private static double[] normal(Random random, int size, double std) {
    double[] values = new double[size];
    for (int i = 0; i < size; i++) {
      values[i] = (float) (std * random.nextGaussian());
    }
    return values;
  }

  /** The values of some operands with these parameters in the place of the variables'. */
  Map<String, double[]> fetch(
      Map<String, double[]> parameters, Map<String, Operand<TFloat32>> operands) {
    try (Feeds feeds = new Feeds()) {
      Session.Runner runner = feedBatch(feeds);
      parameters.forEach(
          (name, values) ->
              runner.feed(step.parameters().get(name), feeds.of(floats(values, shapes.get(name)))));
      return fetch(runner, operands);
    }
  }

  /** The values of some operands with the variables' own values. */
  Map<String, double[]> fetch(Map<String, Operand<TFloat32>> operands) {
    try (Feeds feeds = new Feeds()) {
      return fetch(feedBatch(feeds), operands);
    }
  }

  private static Map<String, double[]> fetch(
      Session.Runner runner, Map<String, Operand<TFloat32>> operands) {
    operands.values().forEach(runner::fetch);
    Map<String, double[]> values = new LinkedHashMap<>();
    try (Result result = runner.run()) {
      int i = 0;
      for (String name : operands.keySet()) {
        values.put(name, doubles((TFloat32) result.get(i++)));
      }
    }
    return values;
  }

  double loss(Map<String, double[]> parameters) {
    return fetch(parameters, Map.of("loss", step.loss())).get("loss")[0];
  }

  Map<String, double[]> gradients() {
    return fetch(parameters, step.gradients());
  }

  /** One update of the variables, with their own values. */
  double update(double rate) {
    try (Feeds feeds = new Feeds();
        TFloat32 learningRate = TFloat32.scalarOf((float) rate);
        Result result =
            feedBatch(feeds)
                .feed(step.learningRate(), learningRate)
                .addTarget(step.update())
                .fetch(step.loss())
                .run()) {
      return ((TFloat32) result.get(0)).getFloat();
    }
  }

  /** The output of an operation by its name. */
  Operand<TFloat32> operand(String operation) {
    return graph.operationOrThrow(operation).<TFloat32>output(0);
  }

  /**
   * What each unit of a dropout layer was multiplied by, as far as it can be told from outside: 0
   * where its input was 0.
   */
  double[] factors(String dropout, int tower) {
    String before = spec.layers().get(indexOf(dropout) - 1).name();
    Map<String, double[]> values =
        fetch(
            parameters,
            Map.of(
                "in", operand(before + "/tower" + tower + "/" + typeOf(before)),
                "out", operand(dropout + "/tower" + tower + "/Mul")));
    double[] factors = new double[values.get("in").length];
    for (int i = 0; i < factors.length; i++) {
      double in = values.get("in")[i];
      factors[i] = in == 0 ? 0 : values.get("out")[i] / in;
    }
    return factors;
  }

  private String typeOf(String layer) {
    return spec.layers().get(indexOf(layer)) instanceof Layer.Relu ? "Relu" : "BiasAdd";
  }

  private int indexOf(String layer) {
    for (int i = 0; i < spec.layers().size(); i++) {
      if (spec.layers().get(i).name().equals(layer)) {
        return i;
      }
    }
    throw new IllegalArgumentException(layer);
  }

  private Session.Runner feedBatch(Feeds feeds) {
    Shape imageShape = Shape.of(count, spec.imageSize(), spec.imageSize(), 3);
    return session
        .runner()
        .feed(imageInput, feeds.of(floats(images, imageShape)))
        .feed(labelInput, feeds.of(TInt32.vectorOf(labels)));
  }

  private static TFloat32 floats(double[] values, Shape shape) {
    float[] floats = new float[values.length];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = (float) values[i];
    }
    return TFloat32.tensorOf(shape, DataBuffers.of(floats, true, false));
  }

  static double[] doubles(TFloat32 tensor) {
    float[] floats = new float[(int) tensor.size()];
    tensor.asRawTensor().data().asFloats().read(floats);
    double[] doubles = new double[floats.length];
    for (int i = 0; i < floats.length; i++) {
      doubles[i] = floats[i];
    }
    return doubles;
  }

  /** Tensors that live until the run is over. */
  private static final class Feeds implements AutoCloseable {
    private final java.util.List<Tensor> tensors = new java.util.ArrayList<>();

    <T extends Tensor> T of(T tensor) {
      tensors.add(tensor);
      return tensor;
    }

    @Override
    public void close() {
      tensors.forEach(Tensor::close);
    }
  }

  @Override
  public void close() {
    session.close();
    graph.close();
  }
}

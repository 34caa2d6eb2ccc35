package org.alexnet.graph;

import static com.google.common.base.Preconditions.checkState;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.alexnet.common.GraphOps;
import org.alexnet.graph.device.PlacedNetwork;
import org.alexnet.graph.device.Placement;
import org.alexnet.graph.optimizer.LearningRates;
import org.alexnet.graph.optimizer.Optimizer;
import org.alexnet.graph.preset.Preset;
import org.alexnet.graph.spec.AlexNetSpec;
import org.alexnet.graph.spec.Dropout;
import org.alexnet.graph.spec.ParameterTable;
import org.tensorflow.Graph;
import org.tensorflow.GraphOperation;
import org.tensorflow.Operand;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.Tensor;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;

/** A training graph and its session, fed and read as plain arrays. */
public final class TrainingRig implements AutoCloseable {
  public final AlexNetSpec spec;
  public final Graph graph = new Graph();
  private final int replicas;
  public final TrainingStep training;
  public final Session session;
  private final Placeholder<TFloat32> images;
  private final Placeholder<TInt32> labels;
  private final Map<String, Operand<TFloat32>> velocities = new LinkedHashMap<>();

  public TrainingRig(AlexNetSpec spec) {
    this(spec, Placement.onOneDevice("/CPU:0", spec.towers()), Preset.PAPER.recipe().optimizer());
  }

  public TrainingRig(AlexNetSpec spec, Placement placement, Optimizer optimizer) {
    this(new PlacedNetwork(spec, placement), optimizer);
  }

  public TrainingRig(PlacedNetwork placed, Optimizer optimizer) {
    this.spec = placed.spec();
    this.replicas = placed.replicas().size();
    Placement placement = placed.placement();
    Ops tf = GraphOps.of(graph);
    Ops host = tf.withDevice(placement.hostDevice());
    images = host.withName("images").placeholder(TFloat32.class);
    labels = host.withName("labels").placeholder(TInt32.class);
    training = new TrainingStep(tf, placed, optimizer, images, labels);
    for (String parameter : training.parameters().keySet()) {
      String name = "parameters/" + parameter.replace('/', '_') + "_velocity";
      velocities.put(parameter, tf.readVariableOp(graph.operation(name).output(0), TFloat32.class));
    }
    session = new Session(graph, SessionConfig.of(placed.allTowers()));
    session.run(training.initialize());
  }

  /** What one run without a step finds. */
  public record Outcome(
      double loss, Map<String, double[]> gradients, Map<String, double[]> masks) {}

  /** The gradients with these parameters in place of the variables' values. */
  public Outcome gradients(Batch batch, Map<String, double[]> parameters) {
    Map<String, Operand<?>> fetched = new LinkedHashMap<>();
    fetched.put("loss", training.loss());
    fetched.putAll(training.gradients());
    fetched.putAll(droppings());
    Map<String, double[]> values = run(batch, parameters, fetched);
    Map<String, double[]> gradients = new LinkedHashMap<>();
    training.gradients().keySet().forEach(name -> gradients.put(name, values.get(name)));
    return new Outcome(values.get("loss")[0], gradients, masks(values));
  }

  public double loss(Batch batch, Map<String, double[]> parameters) {
    return run(batch, parameters, Map.of("loss", training.loss())).get("loss")[0];
  }

  public double[] logits(Batch batch, Map<String, double[]> parameters) {
    return run(batch, parameters, Map.of("logits", training.logits())).get("logits");
  }

  /** Which activations the next step keeps: 1 where kept, or where there is nothing to drop. */
  public Map<String, double[]> masks(Batch batch) {
    return masks(run(batch, Map.of(), droppings()));
  }

  /** One step; what it returns was found before it. */
  public Map<String, double[]> step(Batch batch, double rate) {
    return step(batch, training.learningRates(rate));
  }

  /** One step with the learning rate of each group; what it returns was found before it. */
  public Map<String, double[]> step(Batch batch, LearningRates rates) {
    return step(batch, rates, Map.of());
  }

  /** One step, which gives half the sum of the squares of each parameter after it. */
  public double[] squaresAfterStep(Batch batch, LearningRates rates) {
    Session.Runner runner = session.runner().addTarget(training.trainOp(rates));
    try (TFloat32 fed = TFloat32.vectorOf(rates.values())) {
      runner.feed(training.learningRates(), fed);
      Operand<TFloat32> squares = training.squaresAfter(rates);
      return run(runner, batch, Map.of(), Map.of("squares", squares)).get("squares");
    }
  }

  /** One step whose gradients and decay are those of other parameters than the variables hold. */
  public Map<String, double[]> step(
      Batch batch, LearningRates rates, Map<String, double[]> parameters) {
    Session.Runner runner = session.runner().addTarget(training.trainOp(rates));
    try (TFloat32 fed = TFloat32.vectorOf(rates.values())) {
      runner.feed(training.learningRates(), fed);
      return run(runner, batch, parameters, training.gradients());
    }
  }

  public Map<String, double[]> parameters() {
    return fetch(training.parameters());
  }

  public Map<String, double[]> velocities() {
    return fetch(velocities);
  }

  private Map<String, double[]> fetch(Map<String, Operand<TFloat32>> operands) {
    Session.Runner runner = session.runner();
    operands.values().forEach(runner::fetch);
    return collect(runner, operands.keySet());
  }

  private Map<String, double[]> run(
      Batch batch, Map<String, double[]> parameters, Map<String, ? extends Operand<?>> fetched) {
    return run(session.runner(), batch, parameters, fetched);
  }

  private Map<String, double[]> run(
      Session.Runner runner,
      Batch batch,
      Map<String, double[]> parameters,
      Map<String, ? extends Operand<?>> fetched) {
    try (TensorList fed = new TensorList();
        TFloat32 pixels = batch.imageTensor();
        TInt32 classes = batch.labelTensor()) {
      runner.feed(images, pixels).feed(labels, classes);
      ParameterTable.of(spec).parameters().stream()
          .filter(parameter -> parameters.containsKey(parameter.name()))
          .forEach(
              parameter ->
                  runner.feed(
                      training.parameters().get(parameter.name()),
                      fed.keep(
                          Arrays64.tensor(parameter.shape(), parameters.get(parameter.name())))));
      fetched.values().forEach(runner::fetch);
      return collect(runner, fetched.keySet());
    }
  }

  private static Map<String, double[]> collect(Session.Runner runner, Iterable<String> names) {
    Map<String, double[]> values = new LinkedHashMap<>();
    try (Result result = runner.run()) {
      int at = 0;
      for (String name : names) {
        values.put(name, Arrays64.array(result.get(at++)));
      }
    }
    return values;
  }

  /** What goes into each dropout and what comes out, found in the graph by name. */
  private Map<String, Operand<?>> droppings() {
    Map<String, Operand<?>> found = new LinkedHashMap<>();
    for (String name : dropouts()) {
      for (String ofReplica : ofReplicas(name)) {
        GraphOperation product = graph.operation(ofReplica + "/Mul");
        checkState(product != null, "no operation is named %s/Mul", ofReplica);
        found.put(ofReplica + " before", product.input(0));
        found.put(ofReplica + " after", product.output(0));
      }
    }
    return found;
  }

  private List<String> ofReplicas(String name) {
    return IntStream.range(0, replicas)
        .mapToObj(i -> i == 0 ? name : "replica" + i + "/" + name)
        .toList();
  }

  /** The values of all replicas, one after the other. */
  private double[] ofBatch(Map<String, double[]> values, String name, String which) {
    return ofReplicas(name).stream()
        .flatMapToDouble(ofReplica -> Arrays.stream(values.get(ofReplica + which)))
        .toArray();
  }

  private List<String> dropouts() {
    return spec.layers().stream()
        .filter(layer -> layer instanceof Dropout)
        .flatMap(
            layer -> IntStream.range(0, spec.towers()).mapToObj(i -> layer.name() + "/tower" + i))
        .toList();
  }

  private Map<String, double[]> masks(Map<String, double[]> values) {
    Map<String, double[]> masks = new LinkedHashMap<>();
    for (String name : dropouts()) {
      double[] before = ofBatch(values, name, " before");
      double[] after = ofBatch(values, name, " after");
      double[] mask = new double[before.length];
      for (int at = 0; at < mask.length; at++) {
        mask[at] = before[at] == 0 ? 1 : after[at] / before[at];
      }
      masks.put(name, mask);
    }
    return masks;
  }

  @Override
  public void close() {
    session.close();
    graph.close();
  }

  /** Tensors that are closed together. */
  private static final class TensorList implements AutoCloseable {
    private final List<Tensor> tensors = new ArrayList<>();

    Tensor keep(Tensor tensor) {
      tensors.add(tensor);
      return tensor;
    }

    @Override
    public void close() {
      tensors.forEach(Tensor::close);
    }
  }
}

package org.alexnet.graph;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.alexnet.graph.device.PlacedNetwork;
import org.alexnet.graph.internal.FiniteOps;
import org.alexnet.graph.internal.GraphAssembler;
import org.alexnet.graph.internal.OptimizerOps;
import org.alexnet.graph.internal.Saver;
import org.alexnet.graph.internal.TransferOps;
import org.alexnet.graph.internal.Weights;
import org.alexnet.graph.optimizer.Optimizer;
import org.alexnet.graph.spec.ParameterTable.Parameter;
import org.alexnet.graph.spec.WeightTransfer;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.AssignAddVariableOp;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.op.core.VarHandleOp;
import org.tensorflow.op.nn.SparseSoftmaxCrossEntropyWithLogits;
import org.tensorflow.types.TBool;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.TInt64;

/**
 * One step of training in a graph: the towers, the loss, its gradients and the update.
 *
 * <p>No parameter changes before all gradients are known: an update of the weights that the
 * backward pass of the layer below still reads would make two equal runs differ. {@link
 * GraphSession#save} and {@link GraphSession#restore} write and read the parameters, their
 * velocities ({@code conv1/tower0/weights/velocity}) and the step count ({@code step}).
 */
public final class TrainingStep {
  private final Ops host;
  private final Weights weights;
  private final Op initialize;
  private final Op update;
  private final Operand<TFloat32> loss;
  private final Operand<TFloat32> learningRate;
  private final Operand<TInt64> step;
  private final Map<String, Operand<TFloat32>> gradients;
  private final Map<String, Operand<TFloat32>> parameters;
  private final List<String> variableNames;
  private final Operand<TBool> finite;

  /**
   * Adds a training step to a graph that has none.
   *
   * @param tf builders without a device
   * @param placed the network with its devices
   * @param optimizer how parameters learn; every layer that it names must be there
   * @param images float32 {@code [N, imageSize, imageSize, 3]}, RGB, 0..255 minus the mean
   * @param labels int32 {@code [N]}, each 0..classCount-1
   */
  public TrainingStep(
      Ops tf,
      PlacedNetwork placed,
      Optimizer optimizer,
      Operand<TFloat32> images,
      Operand<TInt32> labels) {
    optimizer.requireFits(placed.spec());
    host = tf.withDevice(placed.placement().hostDevice());
    VarHandleOp count =
        host.withName("step")
            .varHandleOp(TInt64.class, Shape.scalar(), VarHandleOp.sharedName("step"));
    step = host.withName("step_read").readVariableOp(count, TInt64.class);
    learningRate =
        host.withName("learning_rate")
            .placeholder(TFloat32.class, Placeholder.shape(Shape.scalar()));

    GraphAssembler network = new GraphAssembler(tf, placed, images, Optional.of(step));
    Ops first = tf.withDevice(placed.placement().towerDevice(0)).withSubScope("loss");
    SparseSoftmaxCrossEntropyWithLogits<TFloat32> crossEntropy =
        first.nn.sparseSoftmaxCrossEntropyWithLogits(network.logits(), labels);
    loss = first.math.mean(crossEntropy.loss(), first.constant(0));
    Operand<TFloat32> logitsGradient =
        first.math.div(
            crossEntropy.backprop(), first.dtypes.cast(first.size(labels), TFloat32.class));
    Map<Parameter, Operand<TFloat32>> byParameter = network.backward(logitsGradient);

    weights = network.weights();
    OptimizerOps updates = OptimizerOps.of(optimizer, weights, learningRate);
    Op allGradients =
        host.withName("all_gradients")
            .withControlDependencies(new ArrayList<Op>(byParameter.values()))
            .noOp();
    List<Op> beforeCounting = new ArrayList<>();
    List<OptimizerOps.Slot> slots = new ArrayList<>();
    byParameter.forEach(
        (parameter, gradient) -> {
          OptimizerOps.Step one = updates.add(parameter, gradient, allGradients);
          beforeCounting.add(one.operation());
          slots.addAll(one.slots());
        });
    beforeCounting.add(step); // without dropout nothing else makes the read come first
    AssignAddVariableOp counted =
        host.withControlDependencies(beforeCounting).assignAddVariableOp(count, host.constant(1L));
    update = host.withName("update").withControlDependencies(List.of(counted)).noOp();

    List<Op> initializers = new ArrayList<>(network.weights().initializers());
    slots.forEach(slot -> initializers.add(slot.initializer()));
    initializers.add(host.assignVariableOp(count, host.constant(0L)));
    initialize = host.withName("initialize").withControlDependencies(initializers).noOp();

    List<Saver.Variable> saved = new ArrayList<>(network.weights().saved());
    slots.forEach(slot -> saved.add(slot.saved()));
    variableNames = saved.stream().map(Saver.Variable::name).toList();
    finite = FiniteOps.add(host, saved);
    saved.add(new Saver.Variable("step", count, TInt64.class, Shape.scalar(), host));
    Saver.install(host, saved);

    gradients = byName(byParameter);
    parameters = byName(network.weights().values());
  }

  /**
   * Adds an operation that takes parameters from a checkpoint of another network; run it after
   * {@link #initialize}.
   *
   * @param transfer what is taken
   * @param prefix the path that the checkpoint's files begin with
   */
  public Op transfer(WeightTransfer transfer, Path prefix) {
    return TransferOps.add(host, weights, transfer, prefix);
  }

  /** Sets every parameter to its initial value, the velocities and the step count to 0. */
  public Op initialize() {
    return initialize;
  }

  /** Runs the whole step; feed {@link #learningRate}. */
  public Op update() {
    return update;
  }

  /** Mean cross-entropy of the batch, in nats, before the update: float32 scalar. */
  public Operand<TFloat32> loss() {
    return loss;
  }

  /** The learning rate to feed: float32 scalar. */
  public Operand<TFloat32> learningRate() {
    return learningRate;
  }

  /** Number of updates before this one: int64 scalar. */
  public Operand<TInt64> step() {
    return step;
  }

  /** Gradient of the loss with respect to each parameter, by the parameter's name. */
  public Map<String, Operand<TFloat32>> gradients() {
    return gradients;
  }

  /** Value of each parameter before the update, by the parameter's name. */
  public Map<String, Operand<TFloat32>> parameters() {
    return parameters;
  }

  /** The names of the parameters and then of their velocities, as in a checkpoint. */
  public List<String> variableNames() {
    return variableNames;
  }

  /**
   * Whether all values of a variable are finite, neither NaN nor infinite, now and not before the
   * update: fetch it in a run of its own. Each variable is looked through where it lives.
   *
   * @return bool {@code [variables]}, in the order of {@link #variableNames}
   */
  public Operand<TBool> finite() {
    return finite;
  }

  private static Map<String, Operand<TFloat32>> byName(Map<Parameter, Operand<TFloat32>> map) {
    Map<String, Operand<TFloat32>> named = new LinkedHashMap<>();
    map.forEach((parameter, operand) -> named.put(parameter.name(), operand));
    return java.util.Collections.unmodifiableMap(named);
  }
}

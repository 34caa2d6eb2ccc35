package org.alexnet.graph;

import com.google.common.collect.ImmutableSet;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.alexnet.common.GraphOps;
import org.alexnet.graph.device.PlacedNetwork;
import org.alexnet.graph.internal.FedRates;
import org.alexnet.graph.internal.FiniteOps;
import org.alexnet.graph.internal.NormOps;
import org.alexnet.graph.internal.ReplicatedNetwork;
import org.alexnet.graph.internal.Saver;
import org.alexnet.graph.internal.Slots;
import org.alexnet.graph.internal.TransferOps;
import org.alexnet.graph.internal.Weights;
import org.alexnet.graph.optimizer.LearningRates;
import org.alexnet.graph.optimizer.Optimizer;
import org.alexnet.graph.optimizer.ParameterGroup;
import org.alexnet.graph.optimizer.TrainedParameter;
import org.alexnet.graph.spec.ParameterTable.Parameter;
import org.alexnet.graph.spec.WeightTransfer;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.AssignAddVariableOp;
import org.tensorflow.op.core.VarHandleOp;
import org.tensorflow.op.nn.SparseSoftmaxCrossEntropyWithLogits;
import org.tensorflow.types.TBool;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.TInt64;

/**
 * One step of training in a graph: the towers, the loss, its gradients and the optimizer.
 *
 * <p>Replicas of the network take equal parts of the batch, and the step is that of one network
 * with the whole batch, dropout included, but for the rounding of sums over images.
 *
 * <p>No parameter changes before all gradients are known: a change of the weights that the backward
 * pass of the layer below still reads would make two equal runs differ. {@link SessionFiles#save}
 * and {@link SessionFiles#restore} write and read the parameters, their velocities ({@code
 * conv1/tower0/weights/velocity}) and the step count ({@code step}).
 */
public final class TrainingStep {
  private final Ops host;
  private final PlacedNetwork placed;
  private final Optimizer optimizer;
  private final Weights weights;
  private final Slots slots;
  private final Op initialize;
  private final VarHandleOp count;
  private final Operand<TFloat32> logits;
  private final Operand<TFloat32> loss;
  private final FedRates learningRates;
  private final Operand<TInt64> step;
  private final Map<Parameter, Operand<TFloat32>> gradients;
  private final List<String> variableNames;
  private final Operand<TBool> finite;
  private final Operand<TFloat32> squares;
  private final Operand<TFloat32> updateSquares;
  private final Map<ImmutableSet<ParameterGroup>, Change> changes = new HashMap<>();

  /**
   * What a step does to the parameters that learn.
   *
   * @param op the whole step
   * @param squares half the sum of the squares of each of them after it
   */
  private record Change(Op op, Operand<TFloat32> squares) {}

  /**
   * Adds a training step to a graph that has none.
   *
   * @param tf builders without a device
   * @param placed the network with its devices
   * @param optimizer how parameters learn; every layer that it names must be there
   * @param images float32 {@code [N, imageSize, imageSize, 3]}, RGB, 0..255 minus the mean; the
   *     number of replicas must divide N, or the step fails
   * @param labels int32 {@code [N]}, each 0..classCount-1
   */
  public TrainingStep(
      Ops tf,
      PlacedNetwork placed,
      Optimizer optimizer,
      Operand<TFloat32> images,
      Operand<TInt32> labels) {
    optimizer.requireFits(placed.spec());
    this.placed = placed;
    this.optimizer = optimizer;
    host = tf.withDevice(placed.placement().hostDevice());
    count =
        host.withName("step")
            .varHandleOp(TInt64.class, Shape.scalar(), VarHandleOp.sharedName("step"));
    step = host.withName("step_read").readVariableOp(count, TInt64.class);

    ReplicatedNetwork network = new ReplicatedNetwork(tf, placed, images, step);
    logits = network.logits();
    Ops first = tf.withDevice(placed.placement().towerDevice(0)).withSubScope("loss");
    SparseSoftmaxCrossEntropyWithLogits<TFloat32> crossEntropy =
        first.nn.sparseSoftmaxCrossEntropyWithLogits(logits, labels);
    loss = first.math.mean(crossEntropy.loss(), first.constant(0));
    Operand<TFloat32> logitsGradient =
        first.math.div(
            crossEntropy.backprop(), first.dtypes.cast(first.size(labels), TFloat32.class));
    gradients = network.backward(logitsGradient);
    weights = network.weights();
    slots = new Slots(weights, placed);

    LearningRates all = learningRates(1);
    learningRates = new FedRates(tf, placed, all.byGroup().keySet());
    ImmutableSet<ParameterGroup> groups = all.byGroup().keySet();
    changes.put(groups, addChange(groups)); // every slot is made here

    List<Op> initializers = new ArrayList<>(weights.initializers());
    initializers.addAll(slots.initializers());
    initializers.add(host.assignVariableOp(count, host.constant(0L)));
    initialize = host.withName("initialize").withControlDependencies(initializers).noOp();

    List<Saver.Variable> saved = new ArrayList<>(weights.saved());
    saved.addAll(slots.saved());
    variableNames = saved.stream().map(Saver.Variable::name).toList();
    finite = FiniteOps.add(host, saved);
    List<NormOps.Value> values = new ArrayList<>();
    List<NormOps.Value> updates = new ArrayList<>();
    for (Parameter parameter : weights.values().keySet()) {
      TrainedParameter trained = slots.of(parameter, learningRates, initialize);
      values.add(NormOps.Value.of(trained));
      updates.add(new NormOps.Value(trained.tf(), optimizer.lastUpdate(trained)));
    }
    squares = NormOps.halfSquares(host, "parameters", values);
    updateSquares = NormOps.halfSquares(host, "updates", updates);
    saved.add(new Saver.Variable("step", count, TInt64.class, Shape.scalar(), host));
    Saver.installWithTwoFiles(host, saved);
    Saver.installReadBack(host, saved);
  }

  private Change addChange(ImmutableSet<ParameterGroup> learning) {
    Map<Parameter, Operand<TFloat32>> wanted = new LinkedHashMap<>(gradients);
    wanted.keySet().removeIf(parameter -> !learning.contains(ParameterGroup.of(parameter)));
    Op allGradients =
        host.withName("all_gradients")
            .withControlDependencies(
                wanted.values().stream().<Op>map(GraphOps::beforeCast).toList())
            .noOp();
    List<Op> beforeCounting = new ArrayList<>();
    beforeCounting.add(allGradients);
    // A tower updates one parameter after the other, so that what one takes is free for the next.
    Map<Integer, Op> lastOfTower = new HashMap<>();
    List<NormOps.Value> changed = new ArrayList<>();
    wanted.forEach(
        (parameter, gradient) -> {
          Op before = lastOfTower.getOrDefault(parameter.tower(), allGradients);
          TrainedParameter trained = slots.of(parameter, learningRates, before);
          Op update = optimizer.update(trained, gradient);
          changed.add(NormOps.Value.after(update, trained));
          lastOfTower.put(parameter.tower(), update);
          beforeCounting.add(update);
        });
    beforeCounting.add(step); // without dropout nothing else makes the read come first
    AssignAddVariableOp counted =
        host.withControlDependencies(beforeCounting).assignAddVariableOp(count, host.constant(1L));
    Op trainOp = host.withName("train_op").withControlDependencies(List.of(counted)).noOp();
    return new Change(trainOp, NormOps.halfSquares(host, "changed", changed));
  }

  private Change change(LearningRates rates) {
    return changes.computeIfAbsent(rates.learning(), this::addChange);
  }

  /**
   * Adds an operation that initializes parameters from a checkpoint of another network; run it
   * after {@link #initialize}.
   *
   * @param transfer which they are
   * @param prefix the path that the checkpoint's files begin with
   */
  public Op transfer(WeightTransfer transfer, Path prefix) {
    return TransferOps.add(host, weights, transfer, prefix);
  }

  /** Sets every parameter to its initial value, the velocities and the step count to 0. */
  public Op initialize() {
    return initialize;
  }

  /**
   * Returns the operation that runs the whole step; feed {@link #learningRates()}. Layers below all
   * that learn have no backward pass.
   *
   * @param rates which groups learn: those whose learning rate is more than 0
   */
  public Op trainOp(LearningRates rates) {
    return change(rates).op;
  }

  /**
   * Returns half the sum of the squares of each parameter that learns, after the step: fetch it in
   * the run of {@link #trainOp}. It is finite if all values of the parameter are, unless they are
   * so large that the sum is not.
   *
   * @param rates as for {@link #trainOp}
   * @return float32 {@code [parameters that learn]}, in the order of {@link #gradients}
   */
  public Operand<TFloat32> squaresAfter(LearningRates rates) {
    return change(rates).squares;
  }

  /** Returns the learning rates that the optimizer has where the schedule's is this. */
  public LearningRates learningRates(double scheduled) {
    return LearningRates.of(placed.spec(), optimizer, scheduled);
  }

  /**
   * Returns the logits of the batch before the step, with dropout: float32 {@code [N, classCount]}.
   */
  public Operand<TFloat32> logits() {
    return logits;
  }

  /** Returns the mean cross-entropy of the batch, in nats, before the step: float32 scalar. */
  public Operand<TFloat32> loss() {
    return loss;
  }

  /**
   * Returns the learning rates to feed, {@link LearningRates#values}: float32 {@code [2*groups]}.
   */
  public Operand<TFloat32> learningRates() {
    return learningRates.placeholder();
  }

  /** Returns the number of steps before this one: int64 scalar. */
  public Operand<TInt64> step() {
    return step;
  }

  /** Returns the gradient of the loss with respect to each parameter, by the parameter's name. */
  public Map<String, Operand<TFloat32>> gradients() {
    return byName(gradients);
  }

  /** Returns the value of each parameter before the step, by the parameter's name. */
  public Map<String, Operand<TFloat32>> parameters() {
    return byName(weights.values());
  }

  /** Returns the names of the parameters and then of their velocities, as in a checkpoint. */
  public List<String> variableNames() {
    return variableNames;
  }

  /**
   * Returns whether all values of a variable are finite, neither NaN nor infinite, now and not
   * before the step: fetch it in a run of its own. Each variable is looked through where it lives.
   *
   * @return bool {@code [variables]}, in the order of {@link #variableNames}
   */
  public Operand<TBool> finite() {
    return finite;
  }

  /**
   * Returns half the sum of the squares of each parameter, now and not before the step: fetch it in
   * a run of its own.
   *
   * @return float32 {@code [parameters]}, in the order of {@link #parameters}
   */
  public Operand<TFloat32> squares() {
    return squares;
  }

  /**
   * Returns half the sum of the squares of what the last step added to each parameter: fetch it in
   * a run of its own. For one whose learning rate was 0 it is that of an earlier step.
   *
   * @return float32 {@code [parameters]}, in the order of {@link #parameters}
   */
  public Operand<TFloat32> updateSquares() {
    return updateSquares;
  }

  private static Map<String, Operand<TFloat32>> byName(Map<Parameter, Operand<TFloat32>> map) {
    Map<String, Operand<TFloat32>> named = new LinkedHashMap<>();
    map.forEach((parameter, operand) -> named.put(parameter.name(), operand));
    return java.util.Collections.unmodifiableMap(named);
  }
}

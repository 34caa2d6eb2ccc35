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
import org.alexnet.graph.internal.Saver;
import org.alexnet.graph.internal.TransferOps;
import org.alexnet.graph.internal.Weights;
import org.alexnet.graph.optimizer.BiasRule;
import org.alexnet.graph.optimizer.UpdateRule;
import org.alexnet.graph.spec.ParameterTable.Kind;
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
   * @param rule how parameters change; every layer that it names must be there
   * @param images float32 {@code [N, imageSize, imageSize, 3]}, RGB, 0..255 minus the mean
   * @param labels int32 {@code [N]}, each 0..classCount-1
   */
  public TrainingStep(
      Ops tf,
      PlacedNetwork placed,
      UpdateRule rule,
      Operand<TFloat32> images,
      Operand<TInt32> labels) {
    rule.requireFits(placed.spec());
    host = tf.withDevice(placed.placement().hostDevice());
    VarHandleOp count =
        host.withName("step")
            .varHandleOp(TInt64.class, Shape.scalar(), VarHandleOp.sharedName("step"));
    step = host.withName("step_read").readVariableOp(count, TInt64.class);
    Placeholder<TFloat32> rate =
        host.withName("learning_rate")
            .placeholder(TFloat32.class, Placeholder.shape(Shape.scalar()));
    learningRate = rate;

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
    Updates updates = new Updates(weights, rule, rate);
    Op allGradients =
        host.withName("all_gradients")
            .withControlDependencies(new ArrayList<Op>(byParameter.values()))
            .noOp();
    byParameter.forEach((parameter, gradient) -> updates.add(parameter, gradient, allGradients));
    List<Op> beforeCounting = new ArrayList<>(updates.operations);
    beforeCounting.add(step); // without dropout nothing else makes the read come first
    AssignAddVariableOp counted =
        host.withControlDependencies(beforeCounting).assignAddVariableOp(count, host.constant(1L));
    update = host.withName("update").withControlDependencies(List.of(counted)).noOp();

    List<Op> initializers = new ArrayList<>(network.weights().initializers());
    initializers.addAll(updates.initializers);
    initializers.add(host.assignVariableOp(count, host.constant(0L)));
    initialize = host.withName("initialize").withControlDependencies(initializers).noOp();

    List<Saver.Variable> saved = new ArrayList<>(network.weights().saved());
    saved.addAll(updates.velocities);
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

  /** The velocities and the operations that move them and the parameters. */
  private static final class Updates {
    private final Weights weights;
    private final UpdateRule rule;
    private final Operand<TFloat32> rate;
    private final List<Op> operations = new ArrayList<>();
    private final List<Op> initializers = new ArrayList<>();
    private final List<Saver.Variable> velocities = new ArrayList<>();

    Updates(Weights weights, UpdateRule rule, Operand<TFloat32> rate) {
      this.weights = weights;
      this.rule = rule;
      this.rate = rate;
    }

    void add(Parameter parameter, Operand<TFloat32> gradient, Op allGradients) {
      Ops tf = weights.deviceOf(parameter);
      String name = parameter.name() + "/velocity";
      VarHandleOp velocity =
          tf.withName(name.replace('/', '_'))
              .varHandleOp(TFloat32.class, parameter.shape(), VarHandleOp.sharedName(name));
      // The rate is inside the velocity: velocity = momentum * velocity - rate * gradient.
      operations.add(
          tf.withControlDependencies(List.of(allGradients))
              .train
              .resourceApplyKerasMomentum(
                  weights.handle(parameter),
                  velocity,
                  rateOf(tf, parameter),
                  decayed(tf, parameter, gradient),
                  tf.constant((float) rule.momentum())));
      initializers.add(
          tf.assignVariableOp(velocity, tf.fill(tf.constant(parameter.shape()), tf.constant(0f))));
      velocities.add(new Saver.Variable(name, velocity, TFloat32.class, parameter.shape(), tf));
    }

    private Operand<TFloat32> rateOf(Ops tf, Parameter parameter) {
      double factor = rule.factorsOf(parameter.layer()).rate();
      if (parameter.kind() == Kind.BIASES && rule.biases() instanceof BiasRule.Fixed fixed) {
        return tf.constant((float) (factor * fixed.rate()));
      }
      if (parameter.kind() == Kind.BIASES && rule.biases() instanceof BiasRule.Scaled scaled) {
        factor *= scaled.factor();
      }
      return factor == 1 ? rate : tf.math.mul(rate, tf.constant((float) factor));
    }

    private Operand<TFloat32> decayed(Ops tf, Parameter parameter, Operand<TFloat32> gradient) {
      if (parameter.kind() == Kind.BIASES && !rule.biases().decays()) {
        return gradient;
      }
      double decay = rule.weightDecay() * rule.factorsOf(parameter.layer()).decay();
      return tf.math.add(
          gradient, tf.math.mul(weights.read(parameter), tf.constant((float) decay)));
    }
  }
}

package org.alexnet.graph.internal;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.alexnet.common.CompiledLoop;
import org.alexnet.graph.device.LoopCompilation;
import org.alexnet.graph.device.PlacedNetwork;
import org.alexnet.graph.optimizer.TrainedParameter;
import org.alexnet.graph.spec.ParameterTable.Parameter;
import org.tensorflow.Operand;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Empty;
import org.tensorflow.op.core.VarHandleOp;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.family.TType;

/** What an optimizer keeps beside the parameters of a graph, each on its parameter's device. */
public final class Slots {
  private final Weights weights;
  private final PlacedNetwork placed;
  private final Map<String, Saver.Variable> byName = new LinkedHashMap<>();

  /**
   * Creates none yet.
   *
   * @param weights the parameters of the first replica
   * @param placed the network with its devices
   */
  public Slots(Weights weights, PlacedNetwork placed) {
    this.weights = weights;
    this.placed = placed;
  }

  /**
   * Returns a parameter as an optimizer sees it.
   *
   * @param rates the learning rates
   * @param afterGradients what must have run before it changes
   */
  public TrainedParameter of(Parameter parameter, FedRates rates, Op afterGradients) {
    return new WithSlots(parameter, rates, afterGradients);
  }

  /** Returns what a saver needs to know of all of them, in the order in which they were named. */
  public List<Saver.Variable> saved() {
    return List.copyOf(byName.values());
  }

  /**
   * Adds operations that set all of them to 0. The zeros come from the operation Empty, which is
   * stateful: those of Fill would be made a constant of the graph, which stays beside the slots, as
   * large as all of them, for as long as the session is open.
   */
  public List<Op> initializers() {
    List<Op> initializers = new ArrayList<>();
    for (Saver.Variable slot : byName.values()) {
      Ops tf = slot.device();
      int[] sides = Arrays.stream(slot.shape().asArray()).mapToInt(Math::toIntExact).toArray();
      initializers.add(
          tf.assignVariableOp(
              slot.handle(), tf.empty(tf.constant(sides), TFloat32.class, Empty.init(true))));
    }
    return initializers;
  }

  private final class WithSlots implements TrainedParameter {
    private final Parameter parameter;
    private final FedRates rates;
    private final Op afterGradients;

    WithSlots(Parameter parameter, FedRates rates, Op afterGradients) {
      this.parameter = parameter;
      this.rates = rates;
      this.afterGradients = afterGradients;
    }

    @Override
    public Parameter parameter() {
      return parameter;
    }

    @Override
    public Ops tf() {
      return weights.deviceOf(parameter);
    }

    @Override
    public Ops afterGradients() {
      return tf().withControlDependencies(List.of(afterGradients));
    }

    @Override
    public Operand<? extends TType> variable() {
      return weights.handle(parameter);
    }

    @Override
    public Operand<TFloat32> value() {
      return weights.read(parameter);
    }

    @Override
    public Operand<TFloat32> learningRate() {
      return rates.learningRate(parameter);
    }

    @Override
    public Operand<TFloat32> decayRatio() {
      return rates.decayRatio(parameter);
    }

    @Override
    public Operand<? extends TType> slot(String name) {
      return byName.computeIfAbsent(parameter.name() + "/" + name, full -> variable(full)).handle();
    }

    @Override
    public boolean compilesLoops() {
      return LoopCompilation.isFor(placed.placement())
          && LoopCompilation.isOfLargeParameter(parameter, placed.precision());
    }

    @Override
    public Operand<TFloat32> compiled(Formula formula, List<Operand<TFloat32>> operands) {
      return CompiledLoop.added(
          afterGradients().withSubScope(Weights.opName(parameter)), operands, formula::of);
    }

    private Saver.Variable variable(String full) {
      Ops tf = tf();
      VarHandleOp handle =
          tf.withName(full.replace('/', '_'))
              .varHandleOp(TFloat32.class, parameter.shape(), VarHandleOp.sharedName(full));
      return new Saver.Variable(full, handle, TFloat32.class, parameter.shape(), tf);
    }
  }
}

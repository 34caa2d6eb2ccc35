package org.alexnet.graph.optimizer;

import static com.google.common.base.Preconditions.checkArgument;
import static com.google.common.collect.ImmutableSet.toImmutableSet;

import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import com.google.common.primitives.Floats;
import org.alexnet.graph.spec.AlexNetSpec;
import org.alexnet.graph.spec.ParameterTable;
import org.alexnet.graph.spec.ParameterTable.Kind;
import org.alexnet.graph.spec.ParameterTable.Parameter;

/**
 * The learning rate of each group of parameters in one step.
 *
 * <p>A group whose learning rate is 0 is frozen: no gradient is computed and nothing changes, also
 * not what the optimizer remembers, as in the code behind the paper (weights.cu).
 *
 * @param byGroup the learning rates, at least 0, in the order of the network's layers
 */
public record LearningRates(ImmutableMap<ParameterGroup, Double> byGroup) {

  /** Checks the values. */
  public LearningRates {
    byGroup.forEach(
        (group, rate) ->
            checkArgument(
                rate >= 0 && Double.isFinite(rate),
                "learning rate of the %s of %s must be at least 0, found %s",
                group.kind() == Kind.WEIGHTS ? "weights" : "biases",
                group.layer(),
                rate));
  }

  /**
   * Returns the learning rates that an optimizer has for a network.
   *
   * @param scheduled the learning rate of the schedule
   */
  public static LearningRates of(AlexNetSpec spec, Optimizer optimizer, double scheduled) {
    ImmutableMap.Builder<ParameterGroup, Double> rates = ImmutableMap.builder();
    for (Parameter parameter : ParameterTable.of(spec).parameters()) {
      ParameterGroup group = ParameterGroup.of(parameter);
      rates.put(group, optimizer.learningRate(group, scheduled));
    }
    return new LearningRates(rates.buildKeepingLast());
  }

  /** Returns the groups that are not frozen. */
  public ImmutableSet<ParameterGroup> learning() {
    return byGroup.keySet().stream()
        .filter(group -> byGroup.get(group).floatValue() > 0)
        .collect(toImmutableSet());
  }

  /** Returns the highest learning rate of weights, for reports; 0 where all are frozen. */
  public double highestOfWeights() {
    return byGroup.keySet().stream()
        .filter(group -> group.kind() == Kind.WEIGHTS)
        .mapToDouble(byGroup::get)
        .max()
        .orElse(0);
  }

  /** Returns the learning rates as a training step is fed with them, in their order. */
  public float[] values() {
    return Floats.toArray(byGroup.values());
  }
}

package org.alexnet.graph.optimizer;

import static com.google.common.base.Preconditions.checkArgument;
import static com.google.common.collect.ImmutableMap.toImmutableMap;
import static com.google.common.collect.ImmutableSet.toImmutableSet;

import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import com.google.common.primitives.Floats;
import java.util.Arrays;
import org.alexnet.graph.optimizer.LearningRateSchedule.Use;
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
 * @param ofDecay those that weight decay is multiplied by, of the same groups
 */
public record LearningRates(
    ImmutableMap<ParameterGroup, Double> byGroup, ImmutableMap<ParameterGroup, Double> ofDecay) {

  /** Checks the values. */
  public LearningRates {
    checkArgument(
        byGroup.keySet().asList().equals(ofDecay.keySet().asList()),
        "the groups of ofDecay must be %s, found %s",
        byGroup.keySet(),
        ofDecay.keySet());
    requireRates(byGroup);
    requireRates(ofDecay);
  }

  /** Creates learning rates of gradients that are those of the decay too. */
  public LearningRates(ImmutableMap<ParameterGroup, Double> byGroup) {
    this(byGroup, byGroup);
  }

  private static void requireRates(ImmutableMap<ParameterGroup, Double> rates) {
    rates.forEach(
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

  /**
   * Returns the learning rates with the noise of a schedule.
   *
   * @param progress what was done before the step
   */
  public LearningRates withNoise(LearningRateSchedule schedule, TrainingProgress progress) {
    return new LearningRates(
        noisy(schedule, Use.GRADIENT, progress), noisy(schedule, Use.DECAY, progress));
  }

  private ImmutableMap<ParameterGroup, Double> noisy(
      LearningRateSchedule schedule, Use use, TrainingProgress progress) {
    return byGroup.keySet().stream()
        .collect(
            toImmutableMap(
                group -> group,
                group -> byGroup.get(group) * schedule.noise(group, use, progress)));
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

  /**
   * Returns what a training step is fed with: the learning rates in their order, then what each is
   * multiplied by for the decay.
   */
  public float[] values() {
    int count = byGroup.size();
    float[] values = Arrays.copyOf(Floats.toArray(byGroup.values()), 2 * count);
    for (int group = 0; group < count; group++) {
      double rate = byGroup.values().asList().get(group);
      values[count + group] = rate == 0 ? 1 : (float) (ofDecay.values().asList().get(group) / rate);
    }
    return values;
  }
}

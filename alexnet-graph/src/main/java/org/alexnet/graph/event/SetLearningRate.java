package org.alexnet.graph.event;

import static com.google.common.base.Preconditions.checkArgument;
import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import java.math.BigDecimal;
import org.alexnet.graph.optimizer.ParameterGroup;
import org.alexnet.graph.spec.AlexNetSpec;
import org.alexnet.graph.spec.ParameterTable;
import org.alexnet.graph.spec.ParameterTable.Kind;

/**
 * The learning rate of some layers, whatever the schedule says from there on.
 *
 * <p>0 freezes them as the code behind the paper did (weights.cu): no gradient is computed and
 * nothing is changed, the velocity stays and goes on from there if the learning rate is raised.
 *
 * @param layers names of layers; none for all
 * @param target which of their parameters
 * @param rate the learning rate; at least 0
 */
public record SetLearningRate(ImmutableList<String> layers, Target target, double rate)
    implements Change {
  // Checkpoints hold recipes by the names of their components, so rate stays what it is called.

  /** Which parameters of a layer. */
  public enum Target {
    /** Weights and biases. */
    ALL,
    /** Weights alone. */
    WEIGHTS,
    /** Biases alone. */
    BIASES
  }

  /** Checks the values. */
  public SetLearningRate {
    requireNonNull(target, "target");
    checkArgument(
        rate >= 0 && Double.isFinite(rate),
        "learning rate must be at least 0 and finite, found %s",
        rate);
  }

  /** Returns the change that freezes layers: weights and biases. */
  public static SetLearningRate freeze(String... layers) {
    return new SetLearningRate(ImmutableList.copyOf(layers), Target.ALL, 0);
  }

  /** Returns whether a group of parameters is meant. */
  public boolean covers(ParameterGroup group) {
    return (layers.isEmpty() || layers.contains(group.layer()))
        && (target == Target.ALL || (target == Target.WEIGHTS) == (group.kind() == Kind.WEIGHTS));
  }

  @Override
  public void requireFits(AlexNetSpec spec) {
    ImmutableSet<String> known =
        ParameterTable.of(spec).parameters().stream()
            .map(ParameterTable.Parameter::layer)
            .collect(ImmutableSet.toImmutableSet());
    for (String layer : layers) {
      checkArgument(
          known.contains(layer),
          "an event is about the layer %s, but those with parameters are %s",
          layer,
          String.join(", ", known));
    }
  }

  @Override
  public String subject() {
    return "learning rate of " + groups();
  }

  @Override
  public String value() {
    return BigDecimal.valueOf(rate).stripTrailingZeros().toPlainString();
  }

  @Override
  public String describe() {
    return rate == 0 ? groups() + " frozen" : subject() + " " + value();
  }

  private String groups() {
    return (layers.isEmpty() ? "all layers" : String.join(", ", layers))
        + (target == Target.ALL ? "" : target == Target.WEIGHTS ? " (weights)" : " (biases)");
  }
}

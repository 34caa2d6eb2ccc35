package org.alexnet.graph.spec;

import static com.google.common.base.Preconditions.checkArgument;
import static java.util.Objects.requireNonNull;

import org.alexnet.common.Numbers;

/**
 * Dropout: in training each activation is set to zero with probability {@code rate}. Source: paper,
 * section 4.2.
 *
 * @param name the layer's name
 * @param rate probability of dropping, in [0, 1)
 * @param scaling where it is made up for that fewer activations are used in training than at test
 */
public record Dropout(String name, double rate, Scaling scaling) implements Elementwise {

  /** Where activations are scaled. */
  public enum Scaling {
    /** At test all are multiplied by {@code 1 - rate}. Source: paper, section 4.2. */
    AT_TEST,
    /** In training those that stay are divided by {@code 1 - rate}, as Caffe does. */
    IN_TRAINING
  }

  /** Creates dropout as the paper has it, scaled at test. */
  public Dropout(String name, double rate) {
    this(name, rate, Scaling.AT_TEST);
  }

  /** Checks the values. */
  public Dropout {
    Checks.requireName(name);
    requireNonNull(scaling, "scaling");
    checkArgument(
        rate >= 0 && rate < 1, "rate of %s must be at least 0 and below 1, found %s", name, rate);
  }

  /** Which values stay. */
  @Override
  public long keptBesideCount(FeatureMap read, FeatureMap output) {
    return output.size();
  }

  @Override
  public String description() {
    String scaled = scaling == Scaling.IN_TRAINING ? ", scaled in training" : "";
    return "dropout " + Numbers.brief(rate) + scaled;
  }
}

package org.alexnet.graph.spec;

import static com.google.common.base.Preconditions.checkArgument;
import static java.util.Objects.requireNonNull;

import org.tensorflow.ndarray.Shape;

/**
 * A dense layer with biases over the flattened layer before (rows, columns, channels). Its weights
 * are {@code [values read, units]}.
 *
 * @param name the layer's name
 * @param units number of outputs, all towers together
 * @param connectivity what the units of each tower read
 * @param spread where the units live
 * @param initializer how weights and biases begin
 */
public record Dense(
    String name, int units, Connectivity connectivity, Spread spread, Initializer initializer)
    implements Weighted {

  /** Where the units live. */
  public enum Spread {
    /**
     * A part in each tower; of the last layer, whose parts are joined, later ones may be larger.
     */
    OVER_TOWERS,
    /** All of them in the first tower. */
    FIRST_TOWER
  }

  /** Checks the values. */
  public Dense {
    Checks.requireName(name);
    Checks.requirePositive("units of " + name, units);
    requireNonNull(connectivity, "connectivity");
    requireNonNull(spread, "spread");
    requireNonNull(initializer, "initializer");
    checkArgument(
        spread == Spread.OVER_TOWERS || connectivity == Connectivity.CROSS_TOWER,
        "%s lives in the first tower alone, so it must be cross-tower",
        name);
  }

  @Override
  public String description() {
    return units + " units";
  }

  @Override
  public FeatureMap output(FeatureMap input) {
    return FeatureMap.flat(units);
  }

  @Override
  public boolean needsFeatureMap() {
    return false;
  }

  @Override
  public int width() {
    return units;
  }

  @Override
  public int partCount(int towers) {
    return spread == Spread.FIRST_TOWER ? 1 : towers;
  }

  @Override
  public Shape weights(FeatureMap read, int width) {
    return Shape.of(read.size(), width);
  }

  @Override
  public Dense withWidth(int units) {
    return new Dense(name, units, connectivity, spread, initializer);
  }

  @Override
  public Dense withConnectivity(Connectivity connectivity) {
    return new Dense(name, units, connectivity, spread, initializer);
  }

  @Override
  public Dense withInitializer(Initializer initializer) {
    return new Dense(name, units, connectivity, spread, initializer);
  }
}

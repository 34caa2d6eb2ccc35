package org.alexnet.graph.spec;

/** A layer of the shape of its input, each of whose values reads one value. */
public sealed interface Elementwise extends Parameterless permits Activation, Dropout {

  @Override
  default FeatureMap output(FeatureMap input) {
    return input;
  }

  @Override
  default boolean needsFeatureMap() {
    return false;
  }

  @Override
  default boolean isCrossTower() {
    return false;
  }

  @Override
  default long activationCount(FeatureMap output) {
    return output.size();
  }
}

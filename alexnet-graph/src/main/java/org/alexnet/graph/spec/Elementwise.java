package org.alexnet.graph.spec;

/** A layer of the shape of its input, each of whose values reads one value: an activation. */
public sealed interface Elementwise extends Parameterless permits Relu, Tanh, Dropout {

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

package org.alexnet.graph.spec;

import com.google.common.collect.ImmutableList;
import org.alexnet.graph.spec.ParameterTable.Kind;
import org.alexnet.graph.spec.ParameterTable.Parameter;
import org.tensorflow.ndarray.Shape;

/** A layer with weights and biases. */
public sealed interface Weighted extends Layer, ChannelMixing permits Filtering, Dense {

  /** Returns the number of filters or units, all towers together. */
  int width();

  /** Returns how weights and biases begin. */
  Initializer initializer();

  /** Returns a copy with this number of filters or units, all towers together. */
  Weighted withWidth(int width);

  /** Returns a copy that begins like this. */
  Weighted withInitializer(Initializer initializer);

  @Override
  Weighted withConnectivity(Connectivity connectivity);

  /**
   * Returns the shape of some of the weights.
   *
   * @param read shape of what is read
   * @param width number of filters or units
   */
  Shape weights(FeatureMap read, int width);

  /**
   * Returns the shape of some of the biases; one for each filter or unit unless a kind says
   * otherwise.
   *
   * @param read shape of what is read
   * @param width number of filters or units
   */
  default Shape biases(FeatureMap read, int width) {
    return Shape.of(width);
  }

  @Override
  default ImmutableList<Parameter> parameters(int tower, FeatureMap read, int towers) {
    int width = Parts.size(width(), tower, partCount(towers));
    return ImmutableList.of(
        new Parameter(name(), tower, Kind.WEIGHTS, weights(read, width), initializer()),
        new Parameter(name(), tower, Kind.BIASES, biases(read, width), initializer()));
  }

  /** Each value of the output is the sum of as many products as there are weights to a bias. */
  @Override
  default long multiplyAdds(FeatureMap read, FeatureMap output) {
    return weights(read, 1).size() / biases(read, 1).size() * output.size();
  }

  /** The gradient of the weights reads it. */
  @Override
  default boolean readsInputBack(FeatureMap input) {
    return true;
  }

  @Override
  default long activationCount(FeatureMap output) {
    return output.size();
  }
}

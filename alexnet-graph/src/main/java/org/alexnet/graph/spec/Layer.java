package org.alexnet.graph.spec;

import com.google.common.collect.ImmutableList;
import org.alexnet.graph.spec.ParameterTable.Parameter;

/**
 * One layer of the network, as a value that answers for itself. Numbers of filters and units count
 * all towers together; a layer that is divided gives each tower an equal part, but the last layer
 * of a network may give later towers more.
 *
 * <p>A new kind is a record that implements one of the sub-interfaces, which have the answers that
 * its kinds share, or this one, which has none.
 */
public sealed interface Layer
    permits Weighted, Parameterless, ChannelMixing, Windowed, LowResolutionConv {

  /** Returns the name, unique in the network, in the manner of {@code conv1}. */
  String name();

  /** Returns what the layer does in a few words, for tables: {@code max-pool 3x3, stride 2}. */
  String description();

  /**
   * Returns the shape of the output, all towers together.
   *
   * @param input shape of the layer before, all towers together
   * @throws IllegalArgumentException if the input is too small, which a larger image mends
   */
  FeatureMap output(FeatureMap input);

  /** Returns whether the layer reads rows and columns, so that it cannot follow a dense one. */
  boolean needsFeatureMap();

  /** Returns whether each tower reads all of the layer before, and not only its own part. */
  boolean isCrossTower();

  /**
   * Returns how many towers hold a part of the layer, the first ones: all unless a kind says
   * otherwise.
   *
   * @param towers number of towers of the network
   */
  default int partCount(int towers) {
    return towers;
  }

  /**
   * Returns the parameters of the layer in one tower, weights before biases.
   *
   * @param tower index of the tower
   * @param read shape of what that tower reads
   * @param towers number of towers of the network
   */
  ImmutableList<Parameter> parameters(int tower, FeatureMap read, int towers);

  /**
   * Returns the multiplications with an addition by parameters for one image, forward, all towers
   * together.
   *
   * @param read shape of what one tower reads
   * @param output shape of the output, all towers together
   */
  long multiplyAdds(FeatureMap read, FeatureMap output);

  /**
   * Returns how many values of one image the layer keeps for the backward pass, all towers
   * together.
   *
   * @param output shape of the output, all towers together
   */
  long activationCount(FeatureMap output);

  /**
   * Returns whether the backward pass reads what the forward pass read, as it is.
   *
   * @param input shape of the layer before, all towers together
   */
  default boolean readsInputBack(FeatureMap input) {
    return false;
  }

  /** Returns whether the backward pass reads the output. */
  default boolean readsOutputBack() {
    return false;
  }

  /**
   * Returns how many values of one image lie in memory for the backward pass beside input and
   * output, all towers together.
   *
   * @param read shape of what is read, all towers together
   * @param output shape of the output, all towers together
   */
  default long keptBesideCount(FeatureMap read, FeatureMap output) {
    return 0;
  }

  /**
   * Returns how many values of one image a pass makes and drops at once, beside its input and
   * output or their gradients, all towers together.
   *
   * @param input shape of the layer before, all towers together
   * @param output shape of the output, all towers together
   */
  default long passingCount(FeatureMap input, FeatureMap output) {
    return 0;
  }

  /**
   * Returns how many values of one image one tower keeps of what it reads, window beside window,
   * for the backward pass: 0 unless its operation needs the windows so.
   *
   * @param read shape of what one tower reads
   * @param output shape of the output, all towers together
   */
  default long unfoldedCount(FeatureMap read, FeatureMap output) {
    return 0;
  }

  /**
   * Returns how many values one tower keeps for the backward pass of what it makes of the network's
   * image: 0 unless the layer reads the image beside the layer before.
   *
   * @param image shape of the network's image
   */
  default long imageCount(FeatureMap image) {
    return 0;
  }

  /**
   * Checks that what the layer makes of the network's image fits the layer before, if it reads
   * both.
   *
   * @param image shape of the network's image
   * @param input shape of the layer before, all towers together
   * @throws IllegalArgumentException if they do not fit
   */
  default void requireFits(FeatureMap image, FeatureMap input) {}
}

package org.alexnet.graph.spec;

import static com.google.common.base.Preconditions.checkArgument;

/** A layer whose every pixel reads a square window of the layer before. */
public sealed interface Windowed extends Layer permits Filtering, Pool {

  /** Returns the side of the window, in pixels. */
  int kernelSize();

  /** Returns the distance between neighboring windows, in pixels. */
  int stride();

  /**
   * Returns the pixels around a feature map that the windows also cover.
   *
   * @param side rows or columns of the feature map
   */
  Padding padding(int side);

  /**
   * Returns the number of channels of the output, all towers together.
   *
   * @param channels of the input, all towers together
   */
  int outputChannels(int channels);

  @Override
  default FeatureMap output(FeatureMap input) {
    return new FeatureMap(
        windows(input.height()), windows(input.width()), outputChannels(input.channels()));
  }

  /** Returns window and stride in words, for descriptions. */
  default String window() {
    return kernelSize() + "x" + kernelSize() + ", stride " + stride();
  }

  private int windows(int side) {
    Padding padding = padding(side);
    int beyond = padding.near() + padding.far() - kernelSize();
    checkArgument(side + beyond >= 0, "%s needs %s rows, found %s", name(), -beyond, side);
    return (side + beyond) / stride() + 1;
  }

  @Override
  default boolean needsFeatureMap() {
    return true;
  }
}

package org.alexnet.graph.spec;

import static com.google.common.base.Preconditions.checkArgument;

/** A layer that takes one value of each window of a channel. */
public sealed interface Pool extends Parameterless, Windowed permits MaxPool, AveragePool {

  /** Returns the name of the operation: {@code max-pool}. */
  String operation();

  /**
   * Returns whether the last window may hang over the far edge, so that no pixel is left out; what
   * lies outside the feature map does not count.
   */
  boolean ceilMode();

  /** Returns a copy with windows of this size. */
  Pool withKernelSize(int kernelSize);

  @Override
  default String description() {
    return operation() + " " + window() + (ceilMode() ? ", ceil mode" : "");
  }

  /** In ceil mode, the pixels that are missing for the last window to be whole. */
  @Override
  default Padding padding(int side) {
    if (!ceilMode()) {
      return Padding.NONE;
    }
    int missing = kernelSize() - side;
    return new Padding(0, missing >= 0 ? missing : Math.floorMod(missing, stride()));
  }

  @Override
  default int outputChannels(int channels) {
    return channels;
  }

  @Override
  default boolean isCrossTower() {
    return false;
  }

  @Override
  default long activationCount(FeatureMap output) {
    return output.size();
  }

  /** Checks the values. */
  static void requireWindow(String name, int kernelSize, int stride, boolean ceilMode) {
    Checks.requireName(name);
    Checks.requirePositive("kernelSize of " + name, kernelSize);
    Checks.requirePositive("stride of " + name, stride);
    checkArgument(
        !ceilMode || stride <= kernelSize,
        "stride of %s must be at most its kernelSize in ceil mode, found %s",
        name,
        stride);
  }
}

package org.alexnet.graph.spec;

import static java.util.Objects.requireNonNull;

import org.tensorflow.ndarray.Shape;

/**
 * A convolution with biases. Its weights are {@code [kernelSize, kernelSize, channels read,
 * filters]}.
 *
 * @param name the layer's name
 * @param filters number of filters, all towers together
 * @param kernelSize side of the square kernel, in pixels
 * @param stride distance between neighboring windows, in pixels
 * @param padding zero pixels around the input
 * @param connectivity which channels the filters of each tower read
 * @param initializer how weights and biases begin
 */
public record Conv(
    String name,
    int filters,
    int kernelSize,
    int stride,
    Padding padding,
    Connectivity connectivity,
    Initializer initializer)
    implements Filtering {

  /** Checks the values. */
  public Conv {
    Checks.requireName(name);
    Checks.requirePositive("filters of " + name, filters);
    Checks.requirePositive("kernelSize of " + name, kernelSize);
    Checks.requirePositive("stride of " + name, stride);
    requireNonNull(padding, "padding");
    requireNonNull(connectivity, "connectivity");
    requireNonNull(initializer, "initializer");
  }

  @Override
  public Shape weights(FeatureMap read, int width) {
    return Shape.of(kernelSize, kernelSize, read.channels(), width);
  }

  /**
   * Returns whether TensorFlow pads by itself as this does, so that no padded copy of the input is
   * made.
   */
  public boolean hasSamePadding() {
    return stride == 1 && kernelSize % 2 == 1 && padding.equals(Padding.around(kernelSize / 2));
  }

  @Override
  public boolean readsInputBack(FeatureMap input) {
    return hasSamePadding() || padding.isNone();
  }

  @Override
  public long keptBesideCount(FeatureMap read, FeatureMap output) {
    return passingCount(read, output);
  }

  /** The input with zeros around it, or its gradient, where TensorFlow does not pad by itself. */
  @Override
  public long passingCount(FeatureMap input, FeatureMap output) {
    return readsInputBack(input) ? 0 : padding.around(input).size();
  }

  @Override
  public Conv withWidth(int filters) {
    return new Conv(name, filters, kernelSize, stride, padding, connectivity, initializer);
  }

  @Override
  public Conv withConnectivity(Connectivity connectivity) {
    return new Conv(name, filters, kernelSize, stride, padding, connectivity, initializer);
  }

  @Override
  public Conv withInitializer(Initializer initializer) {
    return new Conv(name, filters, kernelSize, stride, padding, connectivity, initializer);
  }
}

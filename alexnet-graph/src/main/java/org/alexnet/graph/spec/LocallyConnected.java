package org.alexnet.graph.spec;

import static java.util.Objects.requireNonNull;

import org.tensorflow.ndarray.Shape;

/**
 * A convolution whose filters are not shared: each pixel of the output has weights and biases of
 * its own. Source: the layers "local" of the CIFAR-10 networks of the code that made the paper's
 * numbers.
 *
 * <p>Weights are {@code [rows, columns, kernelSize * kernelSize * channels read, filters]}, a
 * window's values by row, column and channel, the channel fastest; biases are {@code [rows,
 * columns, filters]}. Rows and columns are those of the output.
 *
 * @param name the layer's name
 * @param filters number of filters at each pixel, all towers together
 * @param kernelSize side of the square window, in pixels
 * @param stride distance between neighboring windows, in pixels
 * @param padding zero pixels around the input
 * @param connectivity which channels the filters of each tower read
 * @param initializer how weights and biases begin
 */
public record LocallyConnected(
    String name,
    int filters,
    int kernelSize,
    int stride,
    Padding padding,
    Connectivity connectivity,
    Initializer initializer)
    implements Filtering {

  /** Checks the values. */
  public LocallyConnected {
    Checks.requireName(name);
    Checks.requirePositive("filters of " + name, filters);
    Checks.requirePositive("kernelSize of " + name, kernelSize);
    Checks.requirePositive("stride of " + name, stride);
    requireNonNull(padding, "padding");
    requireNonNull(connectivity, "connectivity");
    requireNonNull(initializer, "initializer");
  }

  @Override
  public String description() {
    return Filtering.super.description() + ", locally connected";
  }

  @Override
  public Shape weights(FeatureMap read, int width) {
    FeatureMap output = output(read);
    return Shape.of(output.height(), output.width(), windowSize(read), width);
  }

  @Override
  public Shape biases(FeatureMap read, int width) {
    FeatureMap output = output(read);
    return Shape.of(output.height(), output.width(), width);
  }

  /** It reads the windows side by side instead. */
  @Override
  public boolean readsInputBack(FeatureMap input) {
    return false;
  }

  @Override
  public long unfoldedCount(FeatureMap read, FeatureMap output) {
    return (long) output.height() * output.width() * windowSize(read);
  }

  private long windowSize(FeatureMap read) {
    return (long) kernelSize * kernelSize * read.channels();
  }

  @Override
  public LocallyConnected withWidth(int filters) {
    return new LocallyConnected(
        name, filters, kernelSize, stride, padding, connectivity, initializer);
  }

  @Override
  public LocallyConnected withConnectivity(Connectivity connectivity) {
    return new LocallyConnected(
        name, filters, kernelSize, stride, padding, connectivity, initializer);
  }

  @Override
  public LocallyConnected withInitializer(Initializer initializer) {
    return new LocallyConnected(
        name, filters, kernelSize, stride, padding, connectivity, initializer);
  }
}

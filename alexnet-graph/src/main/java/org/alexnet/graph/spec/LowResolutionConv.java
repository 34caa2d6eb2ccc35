package org.alexnet.graph.spec;

import static com.google.common.base.Preconditions.checkArgument;
import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableList;
import org.alexnet.graph.spec.ParameterTable.Kind;
import org.alexnet.graph.spec.ParameterTable.Parameter;
import org.tensorflow.ndarray.Shape;

/**
 * Adds to the layer before a convolution of the network's image at a low resolution, so that both
 * together are one layer that reads two things: x + conv(low resolution of the image). Source: the
 * layer conv2 of the code's runs 137 and 141.
 *
 * <p>It has a filter for each channel of x, and no biases but those of the layer before. Its
 * weights are {@code [kernelSize, kernelSize, 3, channels]}. Each tower reads the whole image.
 *
 * @param name the layer's name
 * @param resolution what is made of the image first
 * @param kernelSize side of the square kernel, in pixels of the low resolution
 * @param stride distance between neighboring windows, in these pixels
 * @param padding zero pixels around them
 * @param weightStd standard deviation of the zero-mean normal distribution that the weights begin
 *     with
 */
public record LowResolutionConv(
    String name,
    LowResolution resolution,
    int kernelSize,
    int stride,
    Padding padding,
    double weightStd)
    implements Layer {

  /** Checks the values. */
  public LowResolutionConv {
    Checks.requireName(name);
    requireNonNull(resolution, "resolution");
    Checks.requirePositive("kernelSize of " + name, kernelSize);
    Checks.requirePositive("stride of " + name, stride);
    requireNonNull(padding, "padding");
    checkArgument(
        weightStd >= 0, "weightStd of %s must not be negative, found %s", name, weightStd);
  }

  @Override
  public String description() {
    String window = kernelSize + "x" + kernelSize + ", stride " + stride + padding.description();
    return "plus " + window + ", of the image (" + resolution.description() + ")";
  }

  @Override
  public FeatureMap output(FeatureMap input) {
    return input;
  }

  @Override
  public void requireFits(FeatureMap image, FeatureMap input) {
    FeatureMap read = resolution.of(image);
    int height = windows(read.height());
    int width = windows(read.width());
    checkArgument(
        height == input.height() && width == input.width(),
        "%s makes %sx%s windows of images of %sx%s, and adds them to %sx%s pixels of the layer before;"
            + " take another imageSize",
        name,
        height,
        width,
        image.height(),
        image.width(),
        input.height(),
        input.width());
  }

  private int windows(int side) {
    int beyond = side + padding.near() + padding.far() - kernelSize;
    return beyond < 0 ? 0 : beyond / stride + 1;
  }

  @Override
  public boolean needsFeatureMap() {
    return true;
  }

  @Override
  public boolean isCrossTower() {
    return false;
  }

  @Override
  public ImmutableList<Parameter> parameters(int tower, FeatureMap read, int towers) {
    Shape weights = Shape.of(kernelSize, kernelSize, FeatureMap.IMAGE_CHANNELS, read.channels());
    return ImmutableList.of(
        new Parameter(name, tower, Kind.WEIGHTS, weights, new Initializer(weightStd, 0)));
  }

  @Override
  public long multiplyAdds(FeatureMap read, FeatureMap output) {
    return (long) kernelSize * kernelSize * FeatureMap.IMAGE_CHANNELS * output.size();
  }

  @Override
  public long activationCount(FeatureMap output) {
    return output.size();
  }

  @Override
  public long imageCount(FeatureMap image) {
    return resolution.of(image).size();
  }
}

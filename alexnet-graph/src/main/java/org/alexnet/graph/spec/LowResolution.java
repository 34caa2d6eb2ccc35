package org.alexnet.graph.spec;

import static com.google.common.base.Preconditions.checkArgument;

import org.alexnet.common.Numbers;

/**
 * What is made of an image before a {@link LowResolutionConv} reads it: a Gaussian blur, of which
 * some rows and columns are kept. Beyond its edges the image counts as 0, the mean.
 *
 * @param kernelSize side of the blur's window, in pixels; odd
 * @param std standard deviation of the blur, in pixels
 * @param stride distance between rows and columns that are kept
 * @param first the first of them, counted from 0
 */
public record LowResolution(int kernelSize, double std, int stride, int first) {

  /** Checks the values. */
  public LowResolution {
    Checks.requireOdd("kernelSize of a blur", kernelSize);
    checkArgument(std > 0, "std of a blur must be positive, found %s", std);
    Checks.requirePositive("stride of a low resolution", stride);
    checkArgument(
        first >= 0 && first < stride,
        "first of a low resolution must be 0 to %s, found %s",
        stride - 1,
        first);
  }

  /** Returns the shape that is left of an image. */
  public FeatureMap of(FeatureMap image) {
    return new FeatureMap(side(image.height()), side(image.width()), image.channels());
  }

  private int side(int side) {
    return Math.max(0, (side - first + stride - 1) / stride);
  }

  /** Returns it in words, for descriptions. */
  String description() {
    String blur = "blur " + kernelSize + "x" + kernelSize + ", std " + Numbers.brief(std);
    return blur + ", stride " + stride + " from pixel " + first;
  }
}

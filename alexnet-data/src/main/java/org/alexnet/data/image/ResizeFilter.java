package org.alexnet.data.image;

import com.google.common.base.Ascii;

/**
 * The weights with which pixels become one. Where an image shrinks, a filter is widened by the
 * factor (antialiasing). All are continuous, so that arithmetic of another precision gives the same
 * image up to rounding.
 */
public enum ResizeFilter {
  /** Linear interpolation. */
  TRIANGLE("triangle", 1) {
    @Override
    double weight(double distance) {
      return Math.max(0, 1 - distance);
    }
  },
  /** Cubic convolution with a = -1/2 (Keys, 1981). */
  CUBIC("keyscubic", 2) {
    @Override
    double weight(double distance) {
      if (distance >= 2) {
        return 0;
      }
      return distance >= 1
          ? ((-0.5 * distance + 2.5) * distance - 4) * distance + 2
          : (1.5 * distance - 2.5) * distance * distance + 1;
    }
  },
  /** A sinc in a window of three lobes: the sharpest. */
  LANCZOS3("lanczos3", 3) {
    @Override
    double weight(double distance) {
      if (distance >= 3) {
        return 0;
      }
      double angle = StrictMath.PI * distance;
      return distance < 1e-9
          ? 1
          : 3 * StrictMath.sin(angle) * StrictMath.sin(angle / 3) / (angle * angle);
    }
  };

  private final String kernelType;
  private final int radius;

  ResizeFilter(String kernelType, int radius) {
    this.kernelType = kernelType;
    this.radius = radius;
  }

  /**
   * Returns the weight of a pixel before all of them are divided by their sum.
   *
   * @param distance from the center, in pixels of the larger of the two grids; not negative
   */
  abstract double weight(double distance);

  /** Returns the name that TensorFlow's operation has for it. */
  String kernelType() {
    return kernelType;
  }

  /** Returns the distance from which the weight is 0. */
  int radius() {
    return radius;
  }

  /** Returns the name as it is written on the command line. */
  @Override
  public String toString() {
    return Ascii.toLowerCase(name());
  }
}

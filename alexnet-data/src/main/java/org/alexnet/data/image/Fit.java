package org.alexnet.data.image;

import com.google.common.base.Ascii;
import com.google.common.math.LongMath;
import java.math.RoundingMode;

/** How an image of any shape becomes a square. */
public enum Fit {
  /**
   * The shorter side is resized to the size, and the center crop is taken. Source: paper, section
   * 2.
   */
  CROP,
  /** Both sides are resized to the size, whatever becomes of the shape, as Caffe's users do. */
  WARP,
  /**
   * The longer side is resized to the size, and the rest is black: pixels of value 0, half of them,
   * rounded down, above or left of the image.
   */
  PAD;

  /**
   * Returns where a side of an image goes.
   *
   * @param side the side, in pixels
   * @param other the other side
   * @param size side of the square
   */
  AxisPlace place(int side, int other, int size) {
    return switch (this) {
      case CROP -> {
        double scale = (double) size / Math.min(side, other);
        yield new AxisPlace(scale, (size - side * scale) / 2);
      }
      case WARP -> new AxisPlace((double) size / side, 0);
      case PAD -> {
        int longer = Math.max(side, other);
        long content =
            Math.max(1, LongMath.divide((long) size * side, longer, RoundingMode.HALF_UP));
        long before = (size - content) / 2;
        yield new AxisPlace((double) content / side, before);
      }
    };
  }

  /** Returns whether an image of these sides is smaller than the square made of it. */
  boolean enlarges(int width, int height, int size) {
    return place(width, height, size).scale() > 1 || place(height, width, size).scale() > 1;
  }

  /**
   * Where a side of an image goes: its pixel at x goes to {@code x * scale + offset}.
   *
   * @param scale pixels of the square for one of the image
   * @param offset place of the image's edge in the square, in pixels
   */
  record AxisPlace(double scale, double offset) {}

  /** Returns the name as it is written on the command line. */
  @Override
  public String toString() {
    return Ascii.toLowerCase(name());
  }
}

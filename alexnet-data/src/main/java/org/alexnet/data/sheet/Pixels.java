package org.alexnet.data.sheet;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;

/** Pictures of values, and pictures of other sizes. */
final class Pixels {
  private Pixels() {}

  /**
   * Returns a square picture.
   *
   * @param values {@code [side, side, 3]}, RGB, row by row; rounded, and cut off at 0 and 255
   * @param plus what is added to each
   */
  static BufferedImage picture(float[] values, float plus) {
    int side = (int) Math.round(Math.sqrt(values.length / 3.0));
    BufferedImage picture = new BufferedImage(side, side, BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < side * side; i++) {
      picture.setRGB(
          i % side,
          i / side,
          gray(values[3 * i] + plus) << 16
              | gray(values[3 * i + 1] + plus) << 8
              | gray(values[3 * i + 2] + plus));
    }
    return picture;
  }

  /** Returns the gray level nearest to a value. */
  static int gray(double value) {
    return (int) Math.max(0, Math.min(255, Math.round(value)));
  }

  /** Returns a square of one color. */
  static BufferedImage swatch(Color color, int side) {
    BufferedImage picture = new BufferedImage(side, side, BufferedImage.TYPE_INT_RGB);
    Graphics2D paint = picture.createGraphics();
    paint.setColor(color);
    paint.fillRect(0, 0, side, side);
    paint.dispose();
    return picture;
  }

  /**
   * Returns the picture at most so large: small ones with each pixel a square, others scaled down
   * by halves and then smoothly, so that no pixel is left out.
   */
  static BufferedImage fitting(BufferedImage picture, int side) {
    int found = picture.getWidth();
    if (2 * found <= side) {
      return scaled(picture, side / found * found, false);
    }
    BufferedImage smaller = picture;
    while (smaller.getWidth() >= 2 * side) {
      smaller = scaled(smaller, smaller.getWidth() / 2, true);
    }
    return smaller.getWidth() <= side ? smaller : scaled(smaller, side, true);
  }

  private static BufferedImage scaled(BufferedImage picture, int side, boolean smoothly) {
    BufferedImage scaled = new BufferedImage(side, side, BufferedImage.TYPE_INT_RGB);
    Graphics2D paint = scaled.createGraphics();
    paint.setRenderingHint(
        RenderingHints.KEY_INTERPOLATION,
        smoothly
            ? RenderingHints.VALUE_INTERPOLATION_BILINEAR
            : RenderingHints.VALUE_INTERPOLATION_NEAREST_NEIGHBOR);
    paint.drawImage(picture, 0, 0, side, side, null);
    paint.dispose();
    return scaled;
  }
}

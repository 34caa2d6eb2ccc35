package org.alexnet.export;

import java.awt.image.BufferedImage;

/** The shorter side rescaled with a triangle filter in float64, and the central square cut out. */
final class Rescaling {
  private Rescaling() {}

  /** RGB, 0..255, rounded: {@code [size, size, 3]}. */
  static double[] centerSquare(BufferedImage image, int size) {
    double scale = (double) size / Math.min(image.getWidth(), image.getHeight());
    double[][] vertical = weights(image.getHeight(), size, scale);
    double[][] horizontal = weights(image.getWidth(), size, scale);
    double[] square = new double[size * size * 3];
    for (int i = 0; i < square.length; i++) {
      double sum = 0;
      for (int y = 0; y < image.getHeight(); y++) {
        double row = vertical[i / 3 / size][y];
        for (int x = 0; row > 0 && x < image.getWidth(); x++) {
          double weight = horizontal[i / 3 % size][x];
          sum += weight == 0 ? 0 : row * weight * channel(image.getRGB(x, y), i % 3);
        }
      }
      square[i] = Math.rint(sum);
    }
    return square;
  }

  private static int channel(int rgb, int channel) {
    return rgb >> (16 - 8 * channel) & 0xff;
  }

  private static double[][] weights(int from, int to, double scale) {
    double offset = (to - from * scale) / 2;
    double reach = Math.max(1, 1 / scale);
    double[][] weights = new double[to][from];
    for (int target = 0; target < to; target++) {
      double center = (target + 0.5 - offset) / scale;
      double sum = 0;
      for (int source = 0; source < from; source++) {
        weights[target][source] = Math.max(0, 1 - Math.abs(source + 0.5 - center) / reach);
        sum += weights[target][source];
      }
      for (int source = 0; source < from; source++) {
        weights[target][source] /= sum;
      }
    }
    return weights;
  }
}

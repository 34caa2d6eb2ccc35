package org.alexnet.data.internal;

import org.tensorflow.ndarray.FloatNdArray;
import org.tensorflow.ndarray.NdArrays;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;

/** Exact sums over the pixels of images of one size, whatever their order. */
public final class PixelSums {
  private final int size;
  private final long[] perPixel;
  private final long[] channels = new long[3];
  private final long[][] products = new long[3][3];
  private long imageCount;

  /**
   * @param size side of the images
   */
  public PixelSums(int size) {
    this.size = size;
    this.perPixel = new long[Math.multiplyExact(Math.multiplyExact(size, size), 3)];
  }

  /**
   * Adds an image.
   *
   * @param pixels {@code size * size * 3} unsigned bytes: red, green, blue of a pixel together
   */
  public void add(byte[] pixels) {
    for (int i = 0; i < perPixel.length; i += 3) {
      long red = pixels[i] & 0xff;
      long green = pixels[i + 1] & 0xff;
      long blue = pixels[i + 2] & 0xff;
      perPixel[i] += red;
      perPixel[i + 1] += green;
      perPixel[i + 2] += blue;
      channels[0] += red;
      channels[1] += green;
      channels[2] += blue;
      products[0][0] += red * red;
      products[0][1] += red * green;
      products[0][2] += red * blue;
      products[1][1] += green * green;
      products[1][2] += green * blue;
      products[2][2] += blue * blue;
    }
    imageCount++;
  }

  /** Returns the mean of each pixel: float32 {@code [size, size, 3]}. */
  public FloatNdArray mean() {
    float[] mean = new float[perPixel.length];
    for (int i = 0; i < mean.length; i++) {
      mean[i] = (float) ((double) perPixel[i] / imageCount);
    }
    return NdArrays.wrap(Shape.of(size, size, 3), DataBuffers.of(mean, true, false));
  }

  /** Returns the mean over all pixels: red, green, blue. */
  public double[] rgbMean() {
    double pixels = pixelCount();
    return new double[] {channels[0] / pixels, channels[1] / pixels, channels[2] / pixels};
  }

  /** Returns the covariance over all pixels. */
  public double[][] rgbCovariance() {
    double pixels = pixelCount();
    double[] mean = rgbMean();
    double[][] covariance = new double[3][3];
    for (int i = 0; i < 3; i++) {
      for (int j = i; j < 3; j++) {
        covariance[i][j] = products[i][j] / pixels - mean[i] * mean[j];
        covariance[j][i] = covariance[i][j];
      }
    }
    return covariance;
  }

  private double pixelCount() {
    return (double) imageCount * size * size;
  }
}

package org.alexnet.data.internal;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.common.primitives.Longs;
import org.alexnet.data.proto.PixelTotals;
import org.tensorflow.ndarray.FloatNdArray;
import org.tensorflow.ndarray.NdArrays;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;

/**
 * Exact sums over the pixels of images of one size, whatever their order and however they were
 * divided. Threads may share one.
 */
public final class PixelSums {
  private static final int PRODUCTS = 6;

  private final int size;
  private final long[] perPixel;
  private final long[] products = new long[PRODUCTS];
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
  public synchronized void add(byte[] pixels) {
    long redRed = 0;
    long redGreen = 0;
    long redBlue = 0;
    long greenGreen = 0;
    long greenBlue = 0;
    long blueBlue = 0;
    for (int i = 0; i < perPixel.length; i += 3) {
      long red = pixels[i] & 0xff;
      long green = pixels[i + 1] & 0xff;
      long blue = pixels[i + 2] & 0xff;
      perPixel[i] += red;
      perPixel[i + 1] += green;
      perPixel[i + 2] += blue;
      redRed += red * red;
      redGreen += red * green;
      redBlue += red * blue;
      greenGreen += green * green;
      greenBlue += green * blue;
      blueBlue += blue * blue;
    }
    add(products, new long[] {redRed, redGreen, redBlue, greenGreen, greenBlue, blueBlue});
    imageCount++;
  }

  private static void add(long[] sums, long[] more) {
    for (int i = 0; i < sums.length; i++) {
      sums[i] += more[i];
    }
  }

  /**
   * Adds the images of other sums.
   *
   * @param totals of images of the same size
   */
  public synchronized void add(PixelTotals totals) {
    checkArgument(
        totals.getPerPixelCount() == perPixel.length && totals.getProductsCount() == PRODUCTS,
        "totals must be of images of %sx%s pixels",
        size,
        size);
    for (int i = 0; i < perPixel.length; i++) {
      perPixel[i] += totals.getPerPixel(i);
    }
    add(products, Longs.toArray(totals.getProductsList()));
    imageCount += totals.getImageCount();
  }

  /** Returns the sums. */
  public synchronized PixelTotals totals() {
    return PixelTotals.newBuilder()
        .setImageCount(imageCount)
        .addAllPerPixel(Longs.asList(perPixel))
        .addAllProducts(Longs.asList(products))
        .build();
  }

  /** Returns the mean of each pixel: float32 {@code [size, size, 3]}. */
  public synchronized FloatNdArray mean() {
    float[] mean = new float[perPixel.length];
    for (int i = 0; i < mean.length; i++) {
      mean[i] = (float) ((double) perPixel[i] / imageCount);
    }
    return NdArrays.wrap(Shape.of(size, size, 3), DataBuffers.of(mean, true, false));
  }

  /** Returns the mean over all pixels: red, green, blue. */
  public synchronized double[] rgbMean() {
    long[] channels = new long[3];
    for (int i = 0; i < perPixel.length; i++) {
      channels[i % 3] += perPixel[i];
    }
    double pixels = pixelCount();
    return new double[] {channels[0] / pixels, channels[1] / pixels, channels[2] / pixels};
  }

  /** Returns the covariance over all pixels. */
  public synchronized double[][] rgbCovariance() {
    double pixels = pixelCount();
    double[] mean = rgbMean();
    double[][] covariance = new double[3][3];
    int product = 0;
    for (int i = 0; i < 3; i++) {
      for (int j = i; j < 3; j++) {
        covariance[i][j] = products[product++] / pixels - mean[i] * mean[j];
        covariance[j][i] = covariance[i][j];
      }
    }
    return covariance;
  }

  private double pixelCount() {
    return (double) imageCount * size * size;
  }
}

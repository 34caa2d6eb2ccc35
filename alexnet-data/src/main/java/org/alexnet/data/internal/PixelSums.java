package org.alexnet.data.internal;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.common.primitives.Longs;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
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

  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  /** Every other byte of a long, each with room for sums of 16 bits. */
  private static final long EVERY_OTHER = 0x00ff00ff00ff00ffL;

  /** Images whose bytes add up to 16 bits at most. */
  private static final int MOST_RECENT = 0xffff / 0xff;

  /** Pixels whose products, each of 16 bits, add up to 32 bits at most. */
  private static final int PIXELS_AT_ONCE = 1 << 16;

  private final int size;
  private final long[] perPixel;
  private final long[] products = new long[PRODUCTS];
  private long imageCount;

  /** Sums of the latest images, four side by side in a long: of bytes 0, 2, 4, 6 of eight. */
  private final long[] even;

  /** The same of bytes 1, 3, 5, 7. */
  private final long[] odd;

  private int recent;

  /**
   * @param size side of the images
   */
  public PixelSums(int size) {
    this.size = size;
    this.perPixel = new long[Math.multiplyExact(Math.multiplyExact(size, size), 3)];
    this.even = new long[perPixel.length / Long.BYTES];
    this.odd = new long[even.length];
  }

  /**
   * Adds an image.
   *
   * @param pixels {@code size * size * 3} unsigned bytes: red, green, blue of a pixel together
   */
  public synchronized void add(byte[] pixels) {
    for (int from = 0; from < pixels.length; from += 3 * PIXELS_AT_ONCE) {
      addProducts(pixels, from, Math.min(pixels.length, from + 3 * PIXELS_AT_ONCE));
    }
    for (int i = 0; i < even.length; i++) {
      long eight = (long) LONG.get(pixels, Long.BYTES * i);
      even[i] += eight & EVERY_OTHER;
      odd[i] += (eight >>> Byte.SIZE) & EVERY_OTHER;
    }
    for (int i = Long.BYTES * even.length; i < perPixel.length; i++) { // the last few
      perPixel[i] += pixels[i] & 0xff;
    }
    imageCount++;
    if (++recent == MOST_RECENT) {
      addRecent();
    }
  }

  /** Adds two products with each multiplication, which lie side by side in a long. */
  private void addProducts(byte[] pixels, int from, int to) {
    long redRedAndGreen = 0;
    long greenGreenAndBlue = 0;
    long blueBlueAndRed = 0;
    for (int i = from; i < to; i += 3) {
      long red = pixels[i] & 0xff;
      long green = pixels[i + 1] & 0xff;
      long blue = pixels[i + 2] & 0xff;
      redRedAndGreen += red * (red | green << Integer.SIZE);
      greenGreenAndBlue += green * (green | blue << Integer.SIZE);
      blueBlueAndRed += blue * (blue | red << Integer.SIZE);
    }
    add(
        products,
        new long[] {
          low(redRedAndGreen),
          high(redRedAndGreen),
          high(blueBlueAndRed),
          low(greenGreenAndBlue),
          high(greenGreenAndBlue),
          low(blueBlueAndRed)
        });
  }

  private static long low(long two) {
    return two & 0xffffffffL;
  }

  private static long high(long two) {
    return two >>> Integer.SIZE;
  }

  private void addRecent() {
    for (int i = 0; i < even.length; i++) {
      for (int lane = 0; lane < 4; lane++) {
        perPixel[Long.BYTES * i + 2 * lane] += (even[i] >>> (Short.SIZE * lane)) & 0xffff;
        perPixel[Long.BYTES * i + 2 * lane + 1] += (odd[i] >>> (Short.SIZE * lane)) & 0xffff;
      }
    }
    Arrays.fill(even, 0);
    Arrays.fill(odd, 0);
    recent = 0;
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
    addRecent();
    return PixelTotals.newBuilder()
        .setImageCount(imageCount)
        .addAllPerPixel(Longs.asList(perPixel))
        .addAllProducts(Longs.asList(products))
        .build();
  }

  /** Returns the mean of each pixel: float32 {@code [size, size, 3]}. */
  public synchronized FloatNdArray mean() {
    addRecent();
    float[] mean = new float[perPixel.length];
    for (int i = 0; i < mean.length; i++) {
      mean[i] = (float) ((double) perPixel[i] / imageCount);
    }
    return NdArrays.wrap(Shape.of(size, size, 3), DataBuffers.of(mean, true, false));
  }

  /** Returns the mean over all pixels: red, green, blue. */
  public synchronized double[] rgbMean() {
    addRecent();
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

package org.alexnet.data.image;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Resizes rows. New values have {@value #FRACTION_BITS} binary digits beyond those of a gray level.
 */
abstract class RowResizer {
  /** Binary digits that new values have beyond those of a gray level. */
  static final int FRACTION_BITS = 7;

  /** Pixels of a row, beginning with the first that is looked at. */
  final byte[] pixels;

  private final int first;
  private final int count;

  private RowResizer(int first, int count) {
    this.first = first;
    this.count = count;
    this.pixels = new byte[3 * count + 1]; // four bytes are read at the last three
  }

  /** Returns the fastest that is exact enough for these weights. */
  static RowResizer of(AxisWeights columns, ResizeFilter filter) {
    int first = Integer.MAX_VALUE;
    int end = 0;
    for (int x = 0, w = 0; x < columns.starts().length; w = columns.ends()[x++]) {
      int start = columns.starts()[x];
      int length = columns.ends()[x] - w;
      if (length > 0) {
        first = Math.min(first, start);
        end = Math.max(end, start + length);
      }
    }
    return filter == ResizeFilter.TRIANGLE && columns.longest() <= Packed.MOST
        ? new Packed(columns, first, end - first)
        : new Plain(columns, first, end - first);
  }

  /**
   * Resizes a row.
   *
   * @param resized takes red, green, blue of each new pixel
   */
  final void resize(PixelRows image, int row, int[] resized) {
    image.read(row, first, count, pixels);
    resize(resized);
  }

  abstract void resize(int[] resized);

  /** A multiplication for each channel, and weights of any sign. */
  private static final class Plain extends RowResizer {
    /** Binary digits of the weights: 255 times the sum of their sizes is below 2^31. */
    private static final int BITS = 22;

    private static final int SHIFT = BITS - FRACTION_BITS;

    private final int[] starts;
    private final int[] ends;
    private final int[] weights;

    Plain(AxisWeights columns, int first, int count) {
      super(first, count);
      starts = columns.starts().clone();
      for (int x = 0; x < starts.length; x++) {
        starts[x] = 3 * (starts[x] - first);
      }
      ends = columns.ends();
      weights = columns.scaledBy(1 << BITS);
    }

    @Override
    void resize(int[] resized) {
      int w = 0;
      for (int x = 0, out = 0; x < ends.length; x++, out += 3) {
        int red = 1 << (SHIFT - 1);
        int green = red;
        int blue = red;
        int in = starts[x];
        for (int end = ends[x]; w < end; w++, in += 3) {
          int weight = weights[w];
          red += weight * (pixels[in] & 0xff);
          green += weight * (pixels[in + 1] & 0xff);
          blue += weight * (pixels[in + 2] & 0xff);
        }
        resized[out] = red >> SHIFT;
        resized[out + 1] = green >> SHIFT;
        resized[out + 2] = blue >> SHIFT;
      }
    }
  }

  /** One multiplication for the three channels, which lie side by side in a long. */
  private static final class Packed extends RowResizer {
    /** The most pixels to make one: weights are off by at most half a unit each on average. */
    static final int MOST = 16;

    /** Binary digits of a channel: a gray level times the sum of the weights, 2^13. */
    private static final int LANE = 21;

    private static final int BITS = LANE - 8;
    private static final int SHIFT = BITS - FRACTION_BITS;
    private static final int MASK = (1 << (LANE - SHIFT)) - 1;
    private static final long HALF = (1L | (1L << LANE) | (1L << (2 * LANE))) << (SHIFT - 1);
    private static final VarHandle INT =
        MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

    private final int taps;
    private final int[] starts;
    private final int[] weights;
    private final long[] packed;

    Packed(AxisWeights columns, int first, int count) {
      super(first, count);
      taps = Math.max(3, columns.longest());
      weights = columns.paddedAndScaledBy(1 << BITS, taps);
      packed = new long[count + taps];
      starts = columns.starts().clone();
      for (int x = 0; x < starts.length; x++) { // those without weights may begin anywhere
        starts[x] = Math.max(0, Math.min(count, starts[x] - first));
      }
    }

    @Override
    void resize(int[] resized) {
      for (int i = 0, in = 0; in < pixels.length - 1; i++, in += 3) {
        int pixel = (int) INT.get(pixels, in);
        packed[i] =
            (pixel & 0xff)
                | (pixel & 0xff00L) << (LANE - 8)
                | (pixel & 0xff0000L) << (2 * LANE - 16);
      }
      if (taps == 3) {
        three(packed, starts, weights, resized);
      } else {
        many(packed, starts, weights, taps, resized);
      }
    }

    private static void three(long[] packed, int[] starts, int[] weights, int[] resized) {
      for (int x = 0, out = 0; x < starts.length; x++, out += 3) {
        int in = starts[x];
        long sum =
            HALF
                + packed[in] * weights[out]
                + packed[in + 1] * weights[out + 1]
                + packed[in + 2] * weights[out + 2];
        unpack(sum, resized, out);
      }
    }

    private static void many(long[] packed, int[] starts, int[] weights, int taps, int[] resized) {
      for (int x = 0, w = 0, out = 0; x < starts.length; x++, out += 3) {
        long sum = HALF;
        int in = starts[x];
        for (int end = w + taps; w < end; w++, in++) {
          sum += packed[in] * weights[w];
        }
        unpack(sum, resized, out);
      }
    }

    private static void unpack(long sum, int[] resized, int out) {
      resized[out] = (int) (sum >>> SHIFT) & MASK;
      resized[out + 1] = (int) (sum >>> (LANE + SHIFT)) & MASK;
      resized[out + 2] = (int) (sum >>> (2 * LANE + SHIFT)) & MASK;
    }
  }
}

package org.alexnet.data.image;

import static org.alexnet.data.image.PackedPixels.LANE;
import static org.alexnet.data.image.PackedPixels.MOST_TAPS;
import static org.alexnet.data.image.PackedPixels.ONES;

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
    this.pixels = new byte[3 * count];
  }

  /** Returns the fastest that is exact enough for these weights. */
  static RowResizer of(AxisWeights columns, ResizeFilter filter) {
    int first = columns.first();
    int count = columns.end() - first;
    return filter == ResizeFilter.TRIANGLE && columns.longest() <= MOST_TAPS
        ? new Packed(columns, first, count)
        : new Plain(columns, first, count);
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
    /** Binary digits of the weights, whose sum times a gray level has those of a lane. */
    private static final int BITS = LANE - 8;

    private static final int SHIFT = BITS - FRACTION_BITS;
    private static final int MASK = (1 << (LANE - SHIFT)) - 1;
    private static final long HALF = ONES << (SHIFT - 1);

    private final int taps;
    private final int[] starts;
    private final int[] weights;
    private final long[] packed;

    Packed(AxisWeights columns, int first, int count) {
      super(first, count);
      taps = Math.max(3, columns.longest());
      weights = columns.paddedAndScaledBy(1 << BITS, taps);
      packed = new long[count + taps];
      starts = columns.startsFrom(first, count);
    }

    @Override
    void resize(int[] resized) {
      PackedPixels.pack(pixels, packed);
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

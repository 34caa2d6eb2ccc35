package org.alexnet.data.image;

import static org.alexnet.data.image.PackedPixels.LANE;
import static org.alexnet.data.image.PackedPixels.MOST_TAPS;
import static org.alexnet.data.image.PackedPixels.ONES;

/**
 * Resizes images that become smaller, the three channels of a pixel with one multiplication. Rows
 * of the square are made from rows of the image first, and then of fewer pixels each: the other way
 * round there would be more rows to resize. No weight is negative, so that lanes do not borrow from
 * each other.
 */
final class PackedResizer {
  /** Binary digits of the weights of rows, whose sum times a gray level has those of a lane. */
  private static final int DOWN_BITS = LANE - 8;

  /** Binary digits that a row between the two has beyond those of a gray level. */
  private static final int FRACTION_BITS = 2;

  private static final int ACROSS_BITS = LANE - 8 - FRACTION_BITS;
  private static final int DOWN_SHIFT = DOWN_BITS - FRACTION_BITS;
  private static final int ACROSS_SHIFT = ACROSS_BITS + FRACTION_BITS;
  private static final long DOWN_HALF = ONES << (DOWN_SHIFT - 1);
  private static final long DOWN_MASK = ONES * ((1 << (8 + FRACTION_BITS)) - 1);
  private static final long ACROSS_HALF = ONES << (ACROSS_SHIFT - 1);

  private final AxisWeights rows;
  private final int size;
  private final int first;
  private final int count;
  private final int[] starts;
  private final int acrossTaps;
  private final int[] acrossWeights;
  private final int downTaps;
  private final int[] downWeights;

  /** Returns whether few enough pixels make one. */
  static boolean fits(AxisWeights columns, AxisWeights rows) {
    return columns.longest() <= MOST_TAPS && rows.longest() <= MOST_TAPS;
  }

  /**
   * Returns a resizer of images of one size.
   *
   * @param columns which pixels of a row make each of the square, none with a weight below 0
   * @param rows the same of columns
   */
  PackedResizer(AxisWeights columns, AxisWeights rows) {
    this.rows = rows;
    size = columns.starts().length;
    first = columns.first();
    count = columns.end() - first;
    starts = columns.startsFrom(first, count);
    acrossTaps = Math.max(3, columns.longest());
    acrossWeights = columns.paddedAndScaledBy(1 << ACROSS_BITS, acrossTaps);
    downTaps = Math.max(3, rows.longest());
    downWeights = rows.paddedAndScaledBy(1 << DOWN_BITS, downTaps);
  }

  /** Returns the square: {@code size * size * 3} unsigned bytes, RGB. */
  byte[] resize(PixelRows image) {
    byte[] pixels = new byte[3 * count];
    long[][] ring = new long[downTaps][count];
    long[] sums = new long[count + acrossTaps];
    byte[] square = new byte[3 * size * size];
    int done = 0;
    for (int y = 0, used = 0; y < size; used = rows.ends()[y++]) {
      int start = rows.starts()[y];
      int end = start + rows.ends()[y] - used;
      for (done = Math.max(done, start); done < end; done++) {
        image.read(done, first, count, pixels);
        PackedPixels.pack(pixels, ring[done % downTaps]);
      }
      combine(ring, start, y * downTaps, sums);
      if (acrossTaps == 3) {
        three(sums, starts, acrossWeights, square, 3 * size * y);
      } else {
        many(sums, starts, acrossWeights, acrossTaps, square, 3 * size * y);
      }
    }
    return square;
  }

  private void combine(long[][] ring, int start, int from, long[] sums) {
    long[] a = ring[start % downTaps];
    long[] b = ring[(start + 1) % downTaps];
    long[] c = ring[(start + 2) % downTaps];
    int[] weights = downWeights;
    if (downTaps == 3) {
      three(a, weights[from], b, weights[from + 1], c, weights[from + 2], sums);
      return;
    }
    begin(a, weights[from], b, weights[from + 1], c, weights[from + 2], sums);
    for (int i = 3; i < downTaps; i++) {
      add(ring[(start + i) % downTaps], weights[from + i], sums);
    }
    shift(sums, count);
  }

  /** A loop that the virtual machine turns into vector instructions, as the next three. */
  private static void three(long[] a, long ofA, long[] b, long ofB, long[] c, long ofC, long[] to) {
    for (int i = 0; i < a.length; i++) {
      to[i] = (a[i] * ofA + b[i] * ofB + c[i] * ofC + DOWN_HALF) >>> DOWN_SHIFT & DOWN_MASK;
    }
  }

  private static void begin(long[] a, long ofA, long[] b, long ofB, long[] c, long ofC, long[] to) {
    for (int i = 0; i < a.length; i++) {
      to[i] = a[i] * ofA + b[i] * ofB + c[i] * ofC + DOWN_HALF;
    }
  }

  private static void add(long[] row, long weight, long[] sums) {
    for (int i = 0; i < row.length; i++) {
      sums[i] += row[i] * weight;
    }
  }

  private static void shift(long[] sums, int count) {
    for (int i = 0; i < count; i++) {
      sums[i] = sums[i] >>> DOWN_SHIFT & DOWN_MASK;
    }
  }

  private static void three(long[] row, int[] starts, int[] weights, byte[] square, int from) {
    for (int x = 0, w = 0; x < starts.length; x++, w += 3) {
      int in = starts[x];
      long sum =
          ACROSS_HALF
              + row[in] * weights[w]
              + row[in + 1] * weights[w + 1]
              + row[in + 2] * weights[w + 2];
      unpack(sum, square, from + w);
    }
  }

  private static void many(
      long[] row, int[] starts, int[] weights, int taps, byte[] square, int from) {
    for (int x = 0, w = 0; x < starts.length; x++) {
      long sum = ACROSS_HALF;
      int in = starts[x];
      for (int end = w + taps; w < end; w++, in++) {
        sum += row[in] * weights[w];
      }
      unpack(sum, square, from + 3 * x);
    }
  }

  private static void unpack(long sum, byte[] square, int to) {
    square[to] = (byte) (sum >>> ACROSS_SHIFT);
    square[to + 1] = (byte) (sum >>> (LANE + ACROSS_SHIFT));
    square[to + 2] = (byte) (sum >>> (2 * LANE + ACROSS_SHIFT));
  }
}

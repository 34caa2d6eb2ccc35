package org.alexnet.data.image;

import com.google.common.cache.CacheBuilder;
import com.google.common.cache.CacheLoader;
import com.google.common.cache.LoadingCache;
import java.util.Arrays;
import java.util.function.Function;
import org.alexnet.data.image.Fit.AxisPlace;

/**
 * Resizes decoded images to squares, in integers: a pixel is within one gray level of the exact
 * one, and the same on every machine. Rows are looked at one after another, each once; what the fit
 * cuts off is not looked at. Threads may share one.
 */
final class Resizer {
  /** Binary digits of the weights along columns: 255 * 2^7 times their sizes is below 2^31. */
  private static final int BITS = 15;

  private static final int SHIFT = RowResizer.FRACTION_BITS + BITS;

  /** The most pixels to make one with weights of integers: beyond, they are too coarse. */
  private static final int MOST_IN_ROW = 1024;

  private static final int MOST_IN_COLUMN = 32;

  /** The most weights that are kept, of some hundred sizes of images: 16 MB. */
  private static final long MOST_KEPT = 1 << 20;

  private record Sides(int width, int height) {}

  private final int size;
  private final Fit fit;
  private final ResizeFilter filter;

  /** Photographs come in few sizes. */
  private final LoadingCache<Sides, Function<PixelRows, byte[]>> resizers =
      CacheBuilder.newBuilder()
          .maximumWeight(MOST_KEPT)
          .weigher(
              (Sides sides, Object resizer) -> weights(sides.width()) + weights(sides.height()))
          .build(CacheLoader.from(this::resizer));

  Resizer(int size, Fit fit, ResizeFilter filter) {
    this.size = size;
    this.fit = fit;
    this.filter = filter;
  }

  /** Returns the square: {@code size * size * 3} unsigned bytes, RGB. */
  byte[] resize(PixelRows image) {
    return resizers.getUnchecked(new Sides(image.width(), image.height())).apply(image);
  }

  /** Returns about how many weights a side has. */
  private int weights(int side) {
    return (2 * filter.radius() + 1) * Math.max(side, size);
  }

  private Function<PixelRows, byte[]> resizer(Sides sides) {
    AxisPlace across = fit.place(sides.width(), sides.height(), size);
    AxisPlace down = fit.place(sides.height(), sides.width(), size);
    AxisWeights columns = AxisWeights.of(sides.width(), across, size, filter);
    AxisWeights rows = AxisWeights.of(sides.height(), down, size, filter);
    if (filter == ResizeFilter.TRIANGLE && down.scale() < 1 && PackedResizer.fits(columns, rows)) {
      return new PackedResizer(columns, rows)::resize;
    }
    return columns.longest() <= MOST_IN_ROW && rows.longest() <= MOST_IN_COLUMN
        ? image -> inIntegers(image, RowResizer.of(columns, filter), rows)
        : image -> inDoubles(image, columns, rows);
  }

  /** Rows are resized, and combined as soon as all of a new row are there. */
  private byte[] inIntegers(PixelRows image, RowResizer along, AxisWeights rows) {
    int taps = Math.max(3, rows.longest());
    int[] weights = rows.paddedAndScaledBy(1 << BITS, taps);
    int[][] ring = new int[taps][3 * size];
    int[] sums = new int[3 * size];
    byte[] square = new byte[3 * size * size];
    int done = 0;
    for (int y = 0, used = 0; y < size; used = rows.ends()[y++]) {
      int start = rows.starts()[y];
      int end = start + rows.ends()[y] - used;
      for (done = Math.max(done, start); done < end; done++) {
        along.resize(image, done, ring[done % taps]);
      }
      combine(ring, start, weights, y * taps, sums);
      round(sums, square, y * sums.length);
    }
    return square;
  }

  private static void combine(int[][] ring, int start, int[] weights, int from, int[] sums) {
    int taps = ring.length;
    three(
        ring[start % taps],
        weights[from],
        ring[(start + 1) % taps],
        weights[from + 1],
        ring[(start + 2) % taps],
        weights[from + 2],
        sums);
    for (int i = 3; i < taps; i++) {
      add(ring[(start + i) % taps], weights[from + i], sums);
    }
  }

  /** A loop that the virtual machine turns into vector instructions, as the next. */
  private static void three(
      int[] first, int a, int[] second, int b, int[] third, int c, int[] sums) {
    for (int i = 0; i < sums.length; i++) {
      sums[i] = a * first[i] + b * second[i] + c * third[i] + (1 << (SHIFT - 1));
    }
  }

  private static void add(int[] row, int weight, int[] sums) {
    for (int i = 0; i < sums.length; i++) {
      sums[i] += weight * row[i];
    }
  }

  private static void round(int[] sums, byte[] square, int from) {
    for (int i = 0; i < sums.length; i++) {
      square[from + i] = (byte) Math.max(0, Math.min(255, sums[i] >> SHIFT));
    }
  }

  /** The same in double precision, for images that shrink to a small part. */
  private byte[] inDoubles(PixelRows image, AxisWeights columns, AxisWeights rows) {
    byte[] pixels = new byte[3 * image.width()];
    double[] resized = new double[3 * size];
    double[] sums = new double[3 * size];
    byte[] square = new byte[3 * size * size];
    for (int y = 0, used = 0; y < size; used = rows.ends()[y++]) {
      Arrays.fill(sums, 0);
      for (int i = used; i < rows.ends()[y]; i++) { // neighbors share rows, resized for each
        image.read(rows.starts()[y] + i - used, 0, image.width(), pixels);
        along(pixels, columns, resized);
        for (int x = 0; x < sums.length; x++) {
          sums[x] += rows.weights()[i] * resized[x];
        }
      }
      for (int x = 0; x < sums.length; x++) {
        square[y * sums.length + x] = (byte) Math.max(0, Math.min(255, Math.round(sums[x])));
      }
    }
    return square;
  }

  private static void along(byte[] pixels, AxisWeights columns, double[] resized) {
    Arrays.fill(resized, 0);
    for (int x = 0, w = 0; x < columns.ends().length; x++) {
      int in = 3 * columns.starts()[x];
      for (; w < columns.ends()[x]; w++, in += 3) {
        double weight = columns.weights()[w];
        for (int channel = 0; channel < 3; channel++) {
          resized[3 * x + channel] += weight * (pixels[in + channel] & 0xff);
        }
      }
    }
  }
}

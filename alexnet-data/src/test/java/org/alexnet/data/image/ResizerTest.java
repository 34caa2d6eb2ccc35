package org.alexnet.data.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tensorflow.Graph;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TUint8;

/** Preparation's integers and serving's operation against a resize in float64, written apart. */
class ResizerTest {

  @SuppressWarnings("ArrayRecordComponent") // it is read, never compared
  private record Image(int width, int height, byte[] pixels) implements PixelRows {
    @Override
    public void read(int row, int column, int count, byte[] into) {
      System.arraycopy(pixels, 3 * (row * width + column), into, 0, 3 * count);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "1, 1, 16",
    "1, 9, 16",
    "9, 1, 16",
    "2, 3, 64",
    "3, 2000, 32",
    "2000, 3, 32",
    "16, 16, 16",
    "500, 375, 256",
    "375, 500, 256",
    "333, 500, 256",
    "400, 300, 256",
    "256, 256, 256",
    "257, 255, 256",
    "640, 480, 224",
    "100, 90, 256",
    "1200, 900, 128",
    "1100, 1000, 24",
    "90, 1200, 16",
    "3000, 70, 1",
    "70, 3000, 7"
  })
  void pixelsAreWithinAGrayLevelOfFloat64(int width, int height, int size) {
    for (Image image : new Image[] {noise(width, height), surfaces(width, height)}) {
      for (Fit fit : Fit.values()) {
        for (ResizeFilter filter : ResizeFilter.values()) {
          StoredFormat format = StoredFormat.ofSize(size).withFit(fit).withFilter(filter);
          double[] exact = exact(image, format);

          byte[] prepared = new Resizer(size, fit, filter).resize(image);
          byte[] served = served(image, format);

          String what = width + "x" + height + " to " + format;
          assertThat(largestDifference(prepared, exact)).as(what).isLessThan(0.75);
          assertThat(largestDifference(served, exact)).as("served " + what).isLessThan(0.75);
        }
      }
    }
  }

  @Test
  void oneIsSharedByThreadsAndSizes() {
    List<Image> images =
        Stream.of(noise(300, 200), noise(200, 300), noise(60, 300), surfaces(60, 300))
            .flatMap(image -> Collections.nCopies(100, image).stream())
            .collect(Collectors.toCollection(ArrayList::new));
    Collections.shuffle(images, new Random(1));
    Resizer shared = new Resizer(128, Fit.CROP, ResizeFilter.TRIANGLE);
    assertThat(images.parallelStream().map(shared::resize).toList())
        .containsExactlyElementsOf(
            images.stream()
                .map(image -> new Resizer(128, Fit.CROP, ResizeFilter.TRIANGLE).resize(image))
                .toList());
  }

  private static double largestDifference(byte[] found, double[] exact) {
    assertThat(found).hasSize(exact.length);
    double largest = 0;
    for (int i = 0; i < exact.length; i++) {
      largest = Math.max(largest, Math.abs((found[i] & 255) - exact[i]));
    }
    return largest;
  }

  private static Image noise(int width, int height) {
    byte[] pixels = new byte[3 * width * height];
    new Random(width * 31L + height).nextBytes(pixels);
    return new Image(width, height, pixels);
  }

  /** Black and white in blocks, whose edges ring the most. */
  private static Image surfaces(int width, int height) {
    byte[] pixels = new byte[3 * width * height];
    for (int i = 0; i < pixels.length; i++) {
      int x = i / 3 % width;
      int y = i / 3 / width;
      pixels[i] = (byte) ((x / 11 + y / 7 + i % 3) % 2 == 0 ? 255 : 0);
    }
    return new Image(width, height, pixels);
  }

  private static double[] exact(Image image, StoredFormat format) {
    int size = format.size();
    double[][] down = weights(image.height, image.width, format);
    double[][] across = weights(image.width, image.height, format);
    double[] rows = new double[image.height * size * 3];
    for (int x = 0; x < size; x++) {
      int end = end(across[x]);
      for (int source = first(across[x]); source < end; source++) {
        for (int y = 0; y < image.height; y++) {
          for (int c = 0; c < 3; c++) {
            rows[(y * size + x) * 3 + c] +=
                across[x][source] * (image.pixels[(y * image.width + source) * 3 + c] & 255);
          }
        }
      }
    }
    double[] square = new double[size * size * 3];
    for (int y = 0; y < size; y++) {
      int end = end(down[y]);
      for (int source = first(down[y]); source < end; source++) {
        for (int i = 0; i < 3 * size; i++) {
          square[y * 3 * size + i] += down[y][source] * rows[source * 3 * size + i];
        }
      }
    }
    for (int i = 0; i < square.length; i++) {
      square[i] = Math.max(0, Math.min(255, square[i]));
    }
    return square;
  }

  /** The first pixel that counts. */
  private static int first(double[] weights) {
    int first = 0;
    while (first < weights.length && weights[first] == 0) {
      first++;
    }
    return first;
  }

  /** The one behind the last that counts. */
  private static int end(double[] weights) {
    int end = weights.length;
    while (end > 0 && weights[end - 1] == 0) {
      end--;
    }
    return end;
  }

  /** The weight of each pixel of a side for each new one, by the words of {@link Fit}. */
  private static double[][] weights(int side, int other, StoredFormat format) {
    int size = format.size();
    double content;
    double before;
    switch (format.fit()) {
      case CROP -> {
        content = side <= other ? size : (double) side * size / other;
        before = -(content - size) / 2;
      }
      case WARP -> {
        content = size;
        before = 0;
      }
      default -> {
        content = side >= other ? size : Math.max(1, Math.floor((double) side * size / other + .5));
        before = Math.floor((size - content) / 2);
      }
    }
    double[][] weights = new double[size][side];
    double step = side / content;
    for (int target = 0; target < size; target++) {
      double place = (target + 0.5 - before) * step;
      if (place < 0 || place > side) {
        continue; // beside the image
      }
      double sum = 0;
      for (int source = 0; source < side; source++) {
        double distance = Math.abs(source + 0.5 - place) / Math.max(1, step);
        weights[target][source] = kernel(format.filter(), distance);
        sum += weights[target][source];
      }
      for (int source = 0; source < side; source++) {
        weights[target][source] /= sum;
      }
    }
    return weights;
  }

  private static double kernel(ResizeFilter filter, double x) {
    return switch (filter) {
      case TRIANGLE -> x < 1 ? 1 - x : 0;
      case CUBIC ->
          x < 1
              ? 1.5 * Math.pow(x, 3) - 2.5 * Math.pow(x, 2) + 1
              : x < 2 ? -0.5 * Math.pow(x, 3) + 2.5 * Math.pow(x, 2) - 4 * x + 2 : 0;
      case LANCZOS3 -> x < 3 ? sinc(x) * sinc(x / 3) : 0;
    };
  }

  private static double sinc(double x) {
    return x < 1e-12 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x);
  }

  private static byte[] served(Image image, StoredFormat format) {
    try (Graph graph = new Graph();
        TUint8 pixels =
            TUint8.tensorOf(
                Shape.of(image.height, image.width, 3),
                DataBuffers.of(image.pixels, true, false))) {
      Ops tf = Ops.create(graph);
      var input = tf.placeholder(TUint8.class);
      var output = Preprocessing.square(tf, input, format);
      try (Session session = new Session(graph);
          Result result = session.runner().feed(input, pixels).fetch(output).run()) {
        byte[] found = new byte[3 * format.size() * format.size()];
        ((TUint8) result.get(0)).asRawTensor().data().read(found);
        return found;
      }
    }
  }
}

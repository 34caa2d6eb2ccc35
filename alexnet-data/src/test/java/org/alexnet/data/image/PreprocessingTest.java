package org.alexnet.data.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
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

class PreprocessingTest {

  @Test
  void anImageOfTheRightSizePassesUnchanged() {
    byte[] pixels = noise(24, 24);

    assertThat(rescaled(pixels, 24, 24, 24)).isEqualTo(pixels);
  }

  @ParameterizedTest
  @CsvSource({"40, 24, 16", "24, 41, 16", "28, 28, 76", "100, 33, 8", "7, 5, 16"})
  void rescalesTheShorterSideAndCutsTheCenter(int width, int height, int size) {
    byte[] pixels = noise(width, height);

    byte[] found = rescaled(pixels, width, height, size);

    double[] expected = triangleReference(pixels, width, height, size);
    for (int i = 0; i < expected.length; i++) {
      assertThat((double) (found[i] & 255))
          .as("value %s", i)
          .isCloseTo(expected[i], within(0.51)); // rounded
    }
  }

  /** Separable triangle filter in float64, widened by the factor of reduction. */
  private static double[] triangleReference(byte[] pixels, int width, int height, int size) {
    double scale = (double) size / Math.min(width, height);
    double[][] vertical = weights(height, size, scale);
    double[][] horizontal = weights(width, size, scale);
    double[] result = new double[size * size * 3];
    for (int y = 0; y < size; y++) {
      for (int x = 0; x < size; x++) {
        for (int c = 0; c < 3; c++) {
          double sum = 0;
          for (int sy = 0; sy < height; sy++) {
            for (int sx = 0; sx < width; sx++) {
              sum +=
                  vertical[y][sy] * horizontal[x][sx] * (pixels[(sy * width + sx) * 3 + c] & 255);
            }
          }
          result[(y * size + x) * 3 + c] = sum;
        }
      }
    }
    return result;
  }

  private static double[][] weights(int from, int to, double scale) {
    double offset = (to - from * scale) / 2;
    double reach = Math.max(1, 1 / scale);
    double[][] weights = new double[to][from];
    for (int target = 0; target < to; target++) {
      double center = (target + 0.5 - offset) / scale;
      double sum = 0;
      for (int source = 0; source < from; source++) {
        double distance = Math.abs(source + 0.5 - center) / reach;
        weights[target][source] = Math.max(0, 1 - distance);
        sum += weights[target][source];
      }
      for (int source = 0; source < from; source++) {
        weights[target][source] /= sum;
      }
    }
    return weights;
  }

  private static byte[] noise(int width, int height) {
    byte[] pixels = new byte[width * height * 3];
    new Random(7).nextBytes(pixels);
    return pixels;
  }

  private static byte[] rescaled(byte[] pixels, int width, int height, int size) {
    try (Graph graph = new Graph();
        TUint8 image =
            TUint8.tensorOf(Shape.of(height, width, 3), DataBuffers.of(pixels, true, false))) {
      Ops tf = Ops.create(graph);
      var input = tf.placeholder(TUint8.class);
      var output = Preprocessing.square(tf, input, StoredFormat.ofSize(size));
      try (Session session = new Session(graph);
          Result result = session.runner().feed(input, image).fetch(output).run()) {
        assertThat(result.get(0).shape()).isEqualTo(Shape.of(size, size, 3));
        byte[] found = new byte[size * size * 3];
        ((TUint8) result.get(0)).asRawTensor().data().read(found);
        return found;
      }
    }
  }
}

package org.alexnet.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.alexnet.common.Seeds;
import org.alexnet.data.Augmentation.PcaScale;
import org.alexnet.data.Augmentation.PixelRange;
import org.alexnet.data.image.TestImages;
import org.alexnet.data.source.ClassFolders;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Session;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.TInt64;

/**
 * Every draw is TensorFlow's stateless one for the seed, a use of its own and the number of the
 * image in the stream, so that crop, flip and color noise do not depend on each other.
 */
class DrawsByKeyTest {
  private static final int SIZE = 9;
  private static final int CROP = 6;
  private static final int SLOPE = 20;
  private static final long SEED = 11;
  private static final int IMAGES = 8;
  private static final int FROM = 1;
  private static final int EPOCHS = 5;

  @TempDir private static Path folder;
  private static Dataset dataset;

  /** Red grows to the right and green downwards, in class b the other way; the mean is flat. */
  @BeforeAll
  static void prepare() throws IOException {
    for (String split : List.of("train", "validation")) {
      for (int label = 0; label < 2; label++) {
        Path into =
            Files.createDirectories(folder.resolve("images/" + split + "/" + "ab".charAt(label)));
        for (int i = 0; i < IMAGES / 2; i++) {
          Files.write(into.resolve(i + ".png"), TestImages.encoded(slopes(label), "png"));
        }
      }
    }
    dataset =
        Preparation.of(ClassFolders.in(folder.resolve("images")))
            .withImageSize(SIZE)
            .write(folder.resolve("out"));
  }

  private static BufferedImage slopes(int label) {
    BufferedImage image = new BufferedImage(SIZE, SIZE, BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < SIZE; y++) {
      for (int x = 0; x < SIZE; x++) {
        int red = SLOPE * (label == 0 ? x : SIZE - 1 - x);
        int green = SLOPE * (label == 0 ? y : SIZE - 1 - y);
        image.setRGB(x, y, red << 16 | green << 8 | 100);
      }
    }
    return image;
  }

  private static TrainingStream stream(Augmentation augmentation) throws IOException {
    return TrainingStream.read(dataset, CROP, IMAGES, augmentation, SEED, FROM, EPOCHS);
  }

  /** A key: the seed for a use, and the number of an image. */
  private static Operand<TInt64> key(Ops tf, String use, int number) {
    return tf.constant(new long[] {Seeds.derive(SEED, use), FROM * IMAGES + number});
  }

  /** A key: the seed for a use, and the number of the draw that an image shares. */
  private static Operand<TInt64> drawKey(Ops tf, String use, int number, int imagesPerDraw) {
    return tf.constant(
        new long[] {Seeds.derive(SEED, use), (FROM * IMAGES + number) / imagesPerDraw});
  }

  /**
   * Batches and epochs are of 8 images and the stream is begun at the ninth: 3 and 32 divide none
   * of them, and the first draw was begun before.
   */
  @ParameterizedTest
  @ValueSource(ints = {1, 3, 32})
  void cropsAndFlips(int imagesPerDraw) throws IOException {
    TrainingStream drawn =
        stream(TrainingStream.PAPER.withPcaStd(0).withImagesPerDraw(imagesPerDraw));

    try (Graph graph = new Graph();
        Session session = new Session(graph)) {
      Ops tf = Ops.create(graph);
      for (int i = 0; i < drawn.images().size(); i++) {
        var corner =
            tf.random.statelessRandomUniformInt(
                tf.constant(new int[] {2}),
                drawKey(tf, "crop", i, imagesPerDraw),
                tf.constant(0),
                tf.constant(SIZE - CROP + 1));
        var flip =
            tf.random.statelessRandomUniform(
                tf.constant(new int[0]), drawKey(tf, "flip", i, imagesPerDraw));
        try (var result = session.runner().fetch(corner).fetch(flip).run()) {
          TInt32 place = (TInt32) result.get(0);
          boolean flipped = ((TFloat32) result.get(1)).getFloat() < 0.5f;
          assertIsCut(drawn, i, place.getInt(0), place.getInt(1), flipped);
        }
      }
    }
  }

  private static void assertIsCut(
      TrainingStream drawn, int number, int top, int left, boolean flipped) {
    float[] image = drawn.images().get(number);
    int sign = drawn.labels().get(number) == 0 ? 1 : -1;
    for (int y = 0; y < CROP; y++) {
      for (int x = 0; x < CROP; x++) {
        int column = left + (flipped ? CROP - 1 - x : x);
        double middle = (SIZE - 1) / 2.0;
        int at = (y * CROP + x) * 3;
        assertThat((double) image[at])
            .as("red of image %s at %s, %s", number, y, x)
            .isCloseTo(sign * SLOPE * (column - middle), within(0.4 * SLOPE));
        assertThat((double) image[at + 1])
            .as("green of image %s at %s, %s", number, y, x)
            .isCloseTo(sign * SLOPE * (top + y - middle), within(0.4 * SLOPE));
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "EIGENVALUE, UNIT, false, 255",
    "EIGENVALUE, UNIT, true, 255",
    "EIGENVALUE, GRAY_LEVELS, false, 1",
    "STANDARD_DEVIATION, UNIT, false, 0",
    "STANDARD_DEVIATION, UNIT, true, 0",
    "STANDARD_DEVIATION, GRAY_LEVELS, true, 0"
  })
  void pcaColor(PcaScale noise, PixelRange range, boolean divided, int divisor) throws IOException {
    double deviation = 0.3;
    TrainingStream plain = stream(Augmentation.none());
    TrainingStream colored =
        stream(
            Augmentation.none()
                .withPcaScale(noise)
                .withPcaStd(deviation)
                .withPcaRange(range)
                .withPcaDivided(divided)
                .withImagesPerDraw(3)); // of crops and flips alone
    double by = divided ? 1.3 : 1;
    PixelStatistics colors = dataset.statistics();

    try (Graph graph = new Graph();
        Session session = new Session(graph)) {
      Ops tf = Ops.create(graph);
      for (int i = 0; i < plain.images().size(); i++) {
        var draw =
            tf.random.statelessRandomNormal(tf.constant(new int[] {1, 3}), key(tf, "colour", i));
        try (var result = session.runner().fetch(draw).run()) {
          TFloat32 factors = (TFloat32) result.get(0);
          for (int channel = 0; channel < 3; channel++) {
            double shift = 0;
            for (int pair = 0; pair < 3; pair++) {
              double eigenvalue = Math.max(0, colors.eigenvalues().get(pair));
              double scale =
                  noise == PcaScale.EIGENVALUE ? eigenvalue / divisor : Math.sqrt(eigenvalue);
              shift +=
                  factors.getFloat(0, pair)
                      * deviation
                      * scale
                      * colors.eigenvectors().get(3 * pair + channel);
            }
            for (int at = channel; at < CROP * CROP * 3; at += 3) {
              assertThat((double) colored.images().get(i)[at])
                  .as("image %s, value %s", i, at)
                  .isCloseTo(
                      (plain.images().get(i)[at] + shift) / by,
                      within(1e-3 + 1e-6 * Math.abs(shift)));
            }
          }
        }
      }
    }
  }
}

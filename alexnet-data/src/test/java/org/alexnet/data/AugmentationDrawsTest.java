package org.alexnet.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.alexnet.data.Augmentation.PcaScale;
import org.alexnet.data.Augmentation.PixelRange;
import org.alexnet.data.image.TestImages;
import org.alexnet.data.source.ClassFolders;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Thousands of draws of crops, flips and colors against the distributions that are meant. */
class AugmentationDrawsTest {
  private static final int SIZE = 16;
  private static final int CROP = 12;
  private static final int PLACES = SIZE - CROP + 1;
  private static final int IMAGES = 40;
  private static final int SLOPE = 14;

  @TempDir private static Path folder;
  private static Dataset dataset;

  /** Red grows to the right and green downwards, in class b the other way; the mean is flat. */
  @BeforeAll
  static void prepare() throws IOException {
    for (String split : List.of("train", "validation")) {
      for (int label = 0; label < 2; label++) {
        Path into =
            Files.createDirectories(folder.resolve("images/" + split + "/" + "ab".charAt(label)));
        for (int i = 0; i < (split.equals("train") ? IMAGES / 2 : 1); i++) {
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
        int red = label == 0 ? SLOPE * x : SLOPE * (SIZE - 1 - x);
        int green = label == 0 ? SLOPE * y : SLOPE * (SIZE - 1 - y);
        image.setRGB(x, y, red << 16 | green << 8 | 100);
      }
    }
    return image;
  }

  /** Where a crop was cut, and whether it was mirrored. */
  private record Draw(int top, int left, boolean flipped) {
    Draw withoutFlip() {
      return new Draw(top, left, false);
    }
  }

  private static Draw draw(float[] image, int label) {
    double sign = label == 0 ? 1 : -1;
    double red = 0;
    double green = 0;
    double slope = 0;
    for (int i = 0; i < CROP * CROP; i++) {
      red += sign * image[3 * i] / (CROP * CROP);
      green += sign * image[3 * i + 1] / (CROP * CROP);
      slope += sign * image[3 * i] * (i % CROP - (CROP - 1) / 2.0);
    }
    // The middle of the crop less the middle of the image, in gray levels.
    double toMiddle = (SIZE - CROP) / 2.0;
    return new Draw(
        (int) Math.round(green / SLOPE + toMiddle),
        (int) Math.round(red / SLOPE + toMiddle),
        slope < 0);
  }

  private static List<Draw> draws(Augmentation augmentation, int epochs) throws IOException {
    TrainingStream stream = TrainingStream.read(dataset, CROP, IMAGES, augmentation, 11, 0, epochs);
    List<Draw> draws = new ArrayList<>();
    for (int i = 0; i < stream.images().size(); i++) {
      draws.add(draw(stream.images().get(i), stream.labels().get(i)));
    }
    return draws;
  }

  @Test
  void cropsAreUniformOverAllPlacesAndEverySecondIsFlipped() throws IOException {
    Augmentation cropsAndFlips = TrainingStream.PAPER.withPcaStd(0);

    List<Draw> draws = draws(cropsAndFlips, 125); // 5,000

    TreeMap<Integer, Integer> places = new TreeMap<>();
    int flipped = 0;
    int flippedAtTheLeft = 0;
    for (Draw draw : draws) {
      assertThat(draw.top).isBetween(0, PLACES - 1);
      assertThat(draw.left).isBetween(0, PLACES - 1);
      places.merge(PLACES * draw.top + draw.left, 1, Integer::sum);
      flipped += draw.flipped ? 1 : 0;
      flippedAtTheLeft += draw.flipped && draw.left == 0 ? 1 : 0;
    }
    // 200 expected with a deviation of 14, 2,500 with 35 and 500 with 21.
    assertThat(places).hasSize(PLACES * PLACES);
    assertThat(places.values()).allSatisfy(count -> assertThat(count).isBetween(145, 255));
    assertThat(flipped).isBetween(2380, 2620);
    assertThat(flippedAtTheLeft).isBetween(420, 580);
  }

  /** 5,000 images from the first and from the second epoch on, which begins within a draw. */
  @Test
  void thirtyTwoImagesShareADrawAndOthersDoNot() throws IOException {
    Augmentation shared = TrainingStream.PAPER.withPcaStd(0).withImagesPerDraw(32);
    List<Draw> draws = draws(shared, 125);

    List<Draw> ofChunks = new ArrayList<>();
    for (int i = 0; i < draws.size(); i++) {
      if (i % 32 == 0) {
        ofChunks.add(draws.get(i));
      }
      assertThat(draws.get(i)).as("image %s", i).isEqualTo(ofChunks.get(i / 32));
    }
    // 157 draws: 78 flipped with a deviation of 6, all 25 places, and 3 equal to the one before.
    assertThat(ofChunks.stream().filter(Draw::flipped).count()).isBetween(56L, 100L);
    assertThat(ofChunks.stream().map(draw -> draw.withoutFlip()).distinct()).hasSizeBetween(23, 25);
    int equal = 0;
    for (int i = 1; i < ofChunks.size(); i++) {
      equal += ofChunks.get(i).equals(ofChunks.get(i - 1)) ? 1 : 0;
    }
    assertThat(equal).isLessThan(12);
    TrainingStream resumed = TrainingStream.read(dataset, CROP, IMAGES, shared, 11, 1, 3);
    for (int i = 0; i < resumed.images().size(); i++) {
      assertThat(draw(resumed.images().get(i), resumed.labels().get(i)))
          .as("image %s after %s", i, IMAGES)
          .isEqualTo(draws.get(IMAGES + i));
    }
  }

  /** The colors of images that share crop and flip are their own: shifts are not correlated. */
  @Test
  void colorsAreNotSharedByThirtyTwo() throws IOException {
    Augmentation colors = Augmentation.none().withImagesPerDraw(32);
    TrainingStream plain = TrainingStream.read(dataset, CROP, IMAGES, colors, 11, 0, 50);
    TrainingStream noisy =
        TrainingStream.read(dataset, CROP, IMAGES, colors.withPcaStd(0.2), 11, 0, 50);

    double squares = 0;
    double products = 0;
    double before = 0;
    for (int i = 0; i < plain.images().size(); i++) {
      double shift = noisy.images().get(i)[0] - plain.images().get(i)[0];
      squares += shift * shift;
      products += shift * before;
      before = shift;
    }
    assertThat(products / squares).isCloseTo(0, within(0.1)); // 2,000 images: deviation 0.022
  }

  @Test
  void oneEpochsDrawsAreNotThoseOfTheNext() throws IOException {
    List<Draw> draws = draws(TrainingStream.PAPER.withPcaStd(0), 2);

    int equal = 0;
    for (int i = 0; i < IMAGES; i++) {
      equal += draws.get(i).equals(draws.get(IMAGES + i)) ? 1 : 0;
    }
    assertThat(equal).isLessThan(IMAGES / 4); // one in fifty
  }

  @Test
  void eachAugmentationIsThereOnlyIfToldTo() throws IOException {
    assertThat(draws(Augmentation.none(), 2)).containsOnly(new Draw(2, 2, false));
    assertThat(draws(Augmentation.none().withFlip(true), 2))
        .containsOnly(new Draw(2, 2, false), new Draw(2, 2, true));
    assertThat(draws(Augmentation.none().withRandomCrop(true), 2))
        .noneMatch(Draw::flipped)
        .anyMatch(draw -> draw.top != 2)
        .anyMatch(draw -> draw.left != 2)
        .anyMatch(draw -> draw.left != draw.top);
  }

  @Test
  void eachWithChangesOneThingOfACopy() {
    Augmentation none = new Augmentation(false, false, PcaScale.EIGENVALUE, 0);

    assertThat(Augmentation.none()).isEqualTo(none);
    assertThat(none.withPcaScale(PcaScale.STANDARD_DEVIATION).withPcaStd(0.2))
        .isEqualTo(new Augmentation(false, false, PcaScale.STANDARD_DEVIATION, 0.2));
    assertThat(none.withRandomCrop(true).withFlip(true))
        .isEqualTo(new Augmentation(true, true, PcaScale.EIGENVALUE, 0));
    assertThatThrownBy(() -> none.withPcaStd(-1))
        .hasMessage("pcaStd must be at least 0, found -1.0");
    assertThatThrownBy(() -> new TrainingInput(1, 0, none, 0))
        .hasMessage("batchSize must be positive, found 0");
  }

  /**
   * The covariance of the shifts is the sum of p p^T times the square of factor and scale: of 4,000
   * draws, within 4 deviations of its estimate.
   */
  @ParameterizedTest
  @CsvSource({"EIGENVALUE, UNIT", "EIGENVALUE, GRAY_LEVELS", "STANDARD_DEVIATION, UNIT"})
  void theShiftsHaveTheCovarianceThatIsMeant(PcaScale scale, PixelRange range) throws IOException {
    Augmentation colors =
        Augmentation.none().withPcaScale(scale).withPcaRange(range).withPcaStd(0.1);
    TrainingStream plain =
        TrainingStream.read(dataset, CROP, IMAGES, Augmentation.none(), 11, 0, 100);
    TrainingStream noisy = TrainingStream.read(dataset, CROP, IMAGES, colors, 11, 0, 100);
    int count = plain.images().size();

    double[][] found = new double[3][3];
    for (int i = 0; i < count; i++) {
      for (int a = 0; a < 3; a++) {
        for (int b = 0; b < 3; b++) {
          found[a][b] += shift(plain, noisy, i, a) * shift(plain, noisy, i, b) / count;
        }
      }
    }

    // By hand: variances of SLOPE x and SLOPE y, each a component of its own; blue is constant.
    double variance = SLOPE * SLOPE * (SIZE * SIZE - 1) / 12.0;
    double gray =
        switch (scale) {
          case EIGENVALUE -> range == PixelRange.UNIT ? variance / 255 : variance;
          case STANDARD_DEVIATION -> Math.sqrt(variance);
        };
    double expected = 0.01 * gray * gray;
    double tolerance = 4 * expected * Math.sqrt(2.0 / count) + 0.01 * expected; // JPEG: 1 %
    for (int a = 0; a < 3; a++) {
      for (int b = 0; b < 3; b++) {
        assertThat(found[a][b])
            .as("covariance of %s and %s", a, b)
            .isCloseTo(a == b && a < 2 ? expected : 0, within(tolerance));
      }
    }
  }

  private static double shift(TrainingStream plain, TrainingStream noisy, int image, int channel) {
    return noisy.images().get(image)[channel] - plain.images().get(image)[channel];
  }

  /** Eigenvalues and -vectors from the pixels: red and green do not depend on each other. */
  @Test
  void pcaColorHasTheDeviationOfThePaper() throws IOException {
    double variance = SLOPE * SLOPE * (SIZE * SIZE - 1) / 12.0; // of SIZE equally spaced values
    Augmentation colors = Augmentation.none().withPcaScale(PcaScale.EIGENVALUE);
    TrainingStream plain =
        TrainingStream.read(dataset, CROP, IMAGES, Augmentation.none(), 11, 0, 100);
    TrainingStream noisy =
        TrainingStream.read(
            dataset, CROP, IMAGES, colors.withPcaStd(0.2), 11, 0, 100); // 4,000 draws

    double[] sums = new double[3];
    double[] squares = new double[3];
    double mixed = 0;
    int count = plain.images().size();
    for (int i = 0; i < count; i++) {
      double[] shift = new double[3];
      for (int channel = 0; channel < 3; channel++) {
        shift[channel] = noisy.images().get(i)[channel] - plain.images().get(i)[channel];
        sums[channel] += shift[channel] / count;
        squares[channel] += shift[channel] * shift[channel] / count;
      }
      mixed += shift[0] * shift[1] / count;
    }
    // Pixels in [0, 1] have the variance / 255^2; times 255 for gray levels.
    double expected = 0.2 * variance / 255;
    assertThat(Math.sqrt(squares[0])).isCloseTo(expected, within(0.05 * expected));
    assertThat(Math.sqrt(squares[1])).isCloseTo(expected, within(0.05 * expected));
    assertThat(Math.sqrt(squares[2])).isLessThan(0.01 * expected);
    assertThat(sums[0]).isCloseTo(0, within(0.05 * expected));
    assertThat(sums[1]).isCloseTo(0, within(0.05 * expected));
    assertThat(mixed).isCloseTo(0, within(0.06 * expected * expected));
  }
}

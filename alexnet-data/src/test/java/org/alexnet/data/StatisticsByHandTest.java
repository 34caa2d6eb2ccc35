package org.alexnet.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.alexnet.data.image.Encoding;
import org.alexnet.data.image.StoredFormat;
import org.alexnet.data.image.TestImages;
import org.alexnet.data.source.ClassFolders;
import org.alexnet.data.source.Split;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tensorflow.Graph;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.ndarray.NdArrays;
import org.tensorflow.op.Ops;
import org.tensorflow.op.image.DecodeJpeg;
import org.tensorflow.types.TString;
import org.tensorflow.types.TUint8;

/** Every number that a manifest says of the pixels, from the pixels, in float64. */
class StatisticsByHandTest {
  private static final int SIZE = 12;
  private static final int[] TRAIN = {3, 5, 2};
  private static final int[] VALIDATION = {1, 2, 4};

  @TempDir private static Path folder;
  private static Dataset dataset;
  private static List<int[]> train;

  @BeforeAll
  static void prepare() throws IOException {
    Random random = new Random(3);
    for (int label = 0; label < 3; label++) {
      for (int i = 0; i < TRAIN[label] + VALIDATION[label]; i++) {
        String split = i < TRAIN[label] ? "train" : "validation";
        Path into = Files.createDirectories(folder.resolve("images/" + split + "/class" + label));
        Files.write(into.resolve(i + ".png"), TestImages.encoded(noise(random), "png"));
      }
    }
    dataset =
        Preparation.of(ClassFolders.in(folder.resolve("images")))
            .withFormat(StoredFormat.ofSize(SIZE).withEncoding(Encoding.PNG))
            .write(folder.resolve("out"));
    train = pixels(Split.TRAIN);
  }

  /** Three different means and variances, red and blue going together and green against them. */
  private static BufferedImage noise(Random random) {
    BufferedImage image = new BufferedImage(SIZE, SIZE, BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < SIZE; y++) {
      for (int x = 0; x < SIZE; x++) {
        int common = random.nextInt(100);
        int red = common + random.nextInt(60) + 4 * x;
        int green = 150 - common + random.nextInt(30) + 6 * y;
        int blue = 20 + common / 2 + random.nextInt(20);
        image.setRGB(x, y, red << 16 | green << 8 | blue);
      }
    }
    return image;
  }

  private static List<int[]> pixels(Split split) throws IOException {
    List<int[]> images = new ArrayList<>();
    try (Graph graph = new Graph()) {
      Ops tf = Ops.create(graph);
      var file = tf.placeholder(TString.class);
      var decoded =
          tf.image.decodeJpeg(
              file, DecodeJpeg.channels(3L), DecodeJpeg.dctMethod("INTEGER_ACCURATE"));
      try (Session session = new Session(graph)) {
        for (var example : PreparationTest.examples(dataset, split)) {
          byte[] jpeg = PreparationTest.bytes(example, "image/encoded");
          try (TString input = TString.tensorOfBytes(NdArrays.scalarOfObject(jpeg));
              Result result = session.runner().feed(file, input).fetch(decoded).run()) {
            byte[] bytes = new byte[SIZE * SIZE * 3];
            ((TUint8) result.get(0)).asRawTensor().data().read(bytes);
            int[] image = new int[bytes.length];
            for (int i = 0; i < image.length; i++) {
              image[i] = bytes[i] & 0xff;
            }
            images.add(image);
          }
        }
      }
    }
    return images;
  }

  @Test
  void theMeanImageIsTheMeanOfTheTrainingImages() throws IOException {
    var mean = dataset.mean();
    assertThat(train).hasSize(10);
    for (int y = 0; y < SIZE; y++) {
      for (int x = 0; x < SIZE; x++) {
        for (int channel = 0; channel < 3; channel++) {
          double sum = 0;
          for (int[] image : train) {
            sum += image[(y * SIZE + x) * 3 + channel];
          }
          assertThat((double) mean.getFloat(y, x, channel)).isCloseTo(sum / 10, within(1e-4));
        }
      }
    }
  }

  @Test
  void meanCovarianceAndEigenpairsAreThoseOfThePixels() {
    double[] mean = new double[3];
    double[][] covariance = new double[3][3];
    int count = train.size() * SIZE * SIZE;
    for (int[] image : train) {
      for (int i = 0; i < image.length; i++) {
        mean[i % 3] += (double) image[i] / count;
      }
    }
    for (int[] image : train) {
      for (int pixel = 0; pixel < image.length; pixel += 3) {
        for (int i = 0; i < 9; i++) {
          covariance[i / 3][i % 3] +=
              (image[pixel + i / 3] - mean[i / 3]) * (image[pixel + i % 3] - mean[i % 3]) / count;
        }
      }
    }
    assertThat(covariance[0][1]).isNegative();
    assertThat(covariance[0][2]).isPositive();

    PixelStatistics found = dataset.statistics();

    for (int i = 0; i < 3; i++) {
      assertThat(found.rgbMean().get(i)).isCloseTo(mean[i], within(1e-9));
    }
    for (int i = 0; i < 9; i++) {
      assertThat(found.rgbCovariance().get(i)).isCloseTo(covariance[i / 3][i % 3], within(1e-6));
    }
    double before = Double.POSITIVE_INFINITY;
    for (int pair = 0; pair < 3; pair++) {
      double eigenvalue = found.eigenvalues().get(pair);
      double[] vector = new double[3];
      double length = 0;
      double largest = 0;
      for (int i = 0; i < 3; i++) {
        vector[i] = found.eigenvectors().get(3 * pair + i);
        length += vector[i] * vector[i];
        largest = Math.abs(vector[i]) > Math.abs(largest) ? vector[i] : largest;
      }
      for (int i = 0; i < 3; i++) {
        double product =
            covariance[i][0] * vector[0]
                + covariance[i][1] * vector[1]
                + covariance[i][2] * vector[2];
        assertThat(product).isCloseTo(eigenvalue * vector[i], within(1e-6));
      }
      assertThat(length).isCloseTo(1, within(1e-9));
      assertThat(largest).isPositive();
      assertThat(eigenvalue).isLessThan(before).isPositive();
      before = eigenvalue;
    }
  }

  @Test
  void ofJpegFilesTheStatisticsAreThoseOfTheSamePixelsBeforeTheyAreEncoded() throws IOException {
    Dataset jpeg =
        Preparation.of(ClassFolders.in(folder.resolve("images")))
            .withImageSize(SIZE)
            .write(folder.resolve("jpeg"));

    assertThat(jpeg.statistics()).isEqualTo(dataset.statistics());
    assertThat(jpeg.mean()).isEqualTo(dataset.mean());
  }

  @Test
  void everyClassIsCounted() throws IOException {
    for (int label = 0; label < 3; label++) {
      assertThat(dataset.manifest(Split.TRAIN).getImagesPerClass(label)).isEqualTo(TRAIN[label]);
      assertThat(dataset.manifest(Split.VALIDATION).getImagesPerClass(label))
          .isEqualTo(VALIDATION[label]);
    }
    assertThat(dataset.imageCount(Split.TRAIN)).isEqualTo(10);
    assertThat(dataset.imageCount(Split.VALIDATION)).isEqualTo(7);
    assertThat(pixels(Split.VALIDATION)).hasSize(7);
  }
}

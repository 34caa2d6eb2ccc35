package org.alexnet.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.alexnet.data.Preparation.BadImages;
import org.alexnet.data.image.BadImageException;
import org.alexnet.data.image.TestImages;
import org.alexnet.data.proto.SkippedImage;
import org.alexnet.data.source.ClassFolders;
import org.alexnet.data.source.ImageList;
import org.alexnet.data.source.LabelMap;
import org.alexnet.data.source.Split;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tensorflow.ndarray.FloatNdArray;
import org.tensorflow.proto.Example;
import org.tensorflow.proto.Feature;

class PreparationTest {
  private static final String REMEDY = "; convert or remove it, or choose --bad-images skip";

  @TempDir private Path folder;
  private Path images;
  private Path out;

  @BeforeEach
  void makeImages() throws IOException {
    images = TestImages.classFolders(folder.resolve("images"), 10, "cat", "dog");
    out = folder.resolve("out");
  }

  private Preparation preparation() throws IOException {
    return Preparation.of(ClassFolders.in(images)).withImageSize(16);
  }

  @Test
  void refusesASplitWithoutImagesBeforeAnythingIsWritten(@TempDir Path folder) throws IOException {
    Files.writeString(
        folder.resolve("list.csv"), "path,label,split\na.png,x,train\nb.png,y,train\n");
    Files.createFile(folder.resolve("a.png"));
    Files.createFile(folder.resolve("b.png"));
    Path out = folder.resolve("out");
    Preparation preparation = Preparation.of(ImageList.in(folder.resolve("list.csv")));

    assertThatThrownBy(() -> preparation.write(out))
        .isInstanceOf(IOException.class)
        .hasMessage("list list.csv has no image of the validation split");

    assertThat(folder).isDirectoryNotContaining(file -> file.toString().contains("out"));
  }

  @Test
  void storesEveryImageInTheSchemaOfImageNet() throws IOException {
    Dataset dataset = preparation().write(out);

    List<Example> train = examples(dataset, Split.TRAIN);
    assertThat(train).hasSize(18);
    assertThat(examples(dataset, Split.VALIDATION)).hasSize(2);
    for (Example example : train) {
      assertThat(number(example, "image/height")).isEqualTo(16);
      assertThat(number(example, "image/width")).isEqualTo(16);
      assertThat(number(example, "image/channels")).isEqualTo(3);
      assertThat(text(example, "image/colorspace")).isEqualTo("RGB");
      assertThat(text(example, "image/format")).isEqualTo("JPEG");
      long label = number(example, "image/class/label");
      assertThat(label).isBetween(1L, 2L);
      assertThat(text(example, "image/class/synset")).isEqualTo(label == 1 ? "cat" : "dog");
      assertThat(text(example, "image/filename")).matches("image\\d\\.(png|jpg)");
    }
    assertThat(dataset.shards(Split.TRAIN))
        .extracting(path -> path.getFileName().toString())
        .containsExactly("train-00000-of-00001");
    dataset.verify();
  }

  @Test
  void synsetsAndNamesAreTwoFieldsOfARecord() throws IOException {
    images = TestImages.classFolders(folder.resolve("synsets"), 10, "cat", "n01443537");

    Dataset dataset = preparation().write(out);

    for (Example example : examples(dataset, Split.TRAIN)) {
      boolean cat = number(example, "image/class/label") == 1;
      assertThat(text(example, "image/class/synset")).isEqualTo(cat ? "cat" : "n01443537");
      assertThat(text(example, "image/class/text"))
          .isEqualTo(cat ? "cat" : "goldfish, Carassius auratus");
    }
    assertThat(dataset.labels().labels()).containsExactly("cat", "n01443537");
    assertThat(dataset.labels().names()).containsExactly("cat", "goldfish, Carassius auratus");
    assertThat(dataset.manifest().getNamesList()).isEqualTo(dataset.labels().names());
  }

  @Test
  void manifestsOfClassesWithoutNamesHaveNone() throws IOException {
    Dataset dataset = preparation().write(out);

    assertThat(dataset.manifest().getNamesList()).isEmpty();
    assertThat(dataset.labels()).isEqualTo(LabelMap.of(List.of("cat", "dog")));
  }

  @Test
  void equalImagesGiveEqualBytes() throws IOException {
    preparation().write(out);
    Path again = folder.resolve("again");
    preparation().write(again);

    try (Stream<Path> files = Files.list(out)) {
      List<Path> all = files.toList();
      assertThat(all).hasSize(4);
      for (Path file : all) {
        assertThat(again.resolve(file.getFileName())).hasSameBinaryContentAs(file);
      }
    }
  }

  @Test
  void theSeedChangesTheOrder() throws IOException {
    Dataset first = preparation().write(out);
    Dataset second = preparation().withSeed(1).write(folder.resolve("second"));

    assertThat(fileNames(first)).isNotEqualTo(fileNames(second));
    assertThat(fileNames(first)).containsExactlyInAnyOrderElementsOf(fileNames(second));
  }

  private static List<String> fileNames(Dataset dataset) throws IOException {
    List<String> names = new ArrayList<>();
    for (Example example : examples(dataset, Split.TRAIN)) {
      names.add(text(example, "image/filename") + " " + text(example, "image/class/text"));
    }
    return names;
  }

  @Test
  void statisticsAreThoseOfThePixelsThatAreStored() throws IOException {
    Dataset dataset = preparation().write(out);

    // The JDK's decoder is another than TensorFlow's: a gray level apart at most.
    double[][] pixels = pixels(dataset);
    double[] mean = new double[3];
    double[][] covariance = new double[3][3];
    for (int i = 0; i < 3; i++) {
      int channel = i;
      mean[i] = Arrays.stream(pixels).mapToDouble(p -> p[channel]).average().orElseThrow();
    }
    for (int i = 0; i < 3; i++) {
      for (int j = 0; j < 3; j++) {
        for (double[] pixel : pixels) {
          covariance[i][j] += (pixel[i] - mean[i]) * (pixel[j] - mean[j]) / pixels.length;
        }
      }
    }
    PixelStatistics found = dataset.statistics();
    for (int i = 0; i < 3; i++) {
      assertThat(found.rgbMean().get(i)).isCloseTo(mean[i], within(0.5));
      for (int j = 0; j < 3; j++) {
        assertThat(found.rgbCovariance().get(3 * i + j))
            .isCloseTo(covariance[i][j], within(0.02 * covariance[i][i]));
      }
    }
    assertThatEigenpairsHold(found);
    FloatNdArray perPixel = dataset.mean();
    assertThat(perPixel.shape().asArray()).containsExactly(16, 16, 3);
    double sum = 0;
    for (var value : perPixel.scalars()) {
      sum += value.getFloat();
    }
    assertThat(sum / (16 * 16 * 3))
        .isCloseTo(
            found.rgbMean().stream().mapToDouble(v -> v).average().orElseThrow(), within(1e-3));
  }

  private static void assertThatEigenpairsHold(PixelStatistics found) {
    double trace = 0;
    for (int pair = 0; pair < 3; pair++) {
      trace += found.rgbCovariance().get(4 * pair);
      double length = 0;
      for (int row = 0; row < 3; row++) {
        double product = 0;
        for (int column = 0; column < 3; column++) {
          product +=
              found.rgbCovariance().get(3 * row + column)
                  * found.eigenvectors().get(3 * pair + column);
        }
        double component = found.eigenvectors().get(3 * pair + row);
        length += component * component;
        assertThat(product).isCloseTo(found.eigenvalues().get(pair) * component, within(1e-6));
      }
      assertThat(length).isCloseTo(1, within(1e-9));
    }
    assertThat(found.eigenvalues()).isSortedAccordingTo((a, b) -> Double.compare(b, a));
    assertThat(found.eigenvalues().stream().mapToDouble(v -> v).sum())
        .isCloseTo(trace, within(1e-6));
  }

  @Test
  void refusesATextFileNamedJpg() throws IOException {
    Path bad = Files.writeString(images.resolve("cat/zzz.jpg"), "not an image");

    assertThatThrownBy(() -> preparation().write(out))
        .isInstanceOf(IOException.class)
        .hasMessage(
            bad
                + " is not a JPEG, PNG or GIF image: its content is no image format known here"
                + REMEDY);
    assertNothingIsLeft();
  }

  @Test
  void refusesATruncatedImage() throws IOException {
    byte[] whole = TestImages.encoded(TestImages.picture(40, 40, 1), "jpg");
    Path bad =
        Files.write(images.resolve("cat/image1.jpg"), Arrays.copyOf(whole, whole.length / 2));

    assertThatThrownBy(() -> preparation().write(out))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith(bad + " cannot be decoded: ")
        .hasMessageNotContaining("\n");
    assertNothingIsLeft();
  }

  @Test
  void namesFilesOfNoneAndOfOneByte() throws IOException {
    Path bad = Files.createFile(images.resolve("cat/zzz.jpg"));
    assertThatThrownBy(() -> preparation().write(out)).hasMessage(bad + " is empty" + REMEDY);

    Files.write(bad, new byte[1]);
    assertThatThrownBy(() -> preparation().write(out))
        .isInstanceOf(BadImageException.class)
        .hasMessage(
            bad
                + " is not a JPEG, PNG or GIF image: its content is no image format known here"
                + REMEDY);
    assertNothingIsLeft();
  }

  @Test
  void skipsFilesOfNoneAndOfOneByteAndTextsIfToldTo() throws IOException {
    Files.createFile(images.resolve("cat/none.jpg"));
    Files.write(images.resolve("dog/one.jpg"), new byte[1]);
    Files.writeString(images.resolve("dog/readme.txt"), "no image");
    Files.writeString(images.resolve("dog/Thumbs.db"), "left out");

    Dataset dataset = preparation().withBadImages(BadImages.SKIP).write(out);

    assertThat(dataset.imageCount(Split.TRAIN) + dataset.imageCount(Split.VALIDATION))
        .isEqualTo(20);
    assertThat(dataset.manifest().getSkippedList())
        .extracting(skipped -> skipped.getFile() + " " + skipped.getReason())
        .containsExactlyInAnyOrder(
            "cat/none.jpg is empty",
            "dog/one.jpg is not a JPEG, PNG or GIF image: its content is no image format known"
                + " here",
            "dog/readme.txt is not a JPEG, PNG or GIF image: its content is no image format known"
                + " here");
  }

  @Test
  void refusesAPictureOfTooManyPixels() throws IOException {
    byte[] png = TestImages.encoded(TestImages.picture(8, 8, 1), "png");
    java.nio.ByteBuffer.wrap(png).putInt(16, 10_000).putInt(20, 10_000); // in the header
    Path bad = Files.write(images.resolve("cat/image0.png"), png);

    assertThatThrownBy(() -> preparation().write(out))
        .isInstanceOf(IOException.class)
        .hasMessage(bad + " has 10000x10000 pixels; at most 64 megapixels are read" + REMEDY);
  }

  @Test
  void refusesAFormatThatIsNotReadAndNamesIt() throws IOException {
    Path bad =
        Files.write(
            images.resolve("cat/image0.png"),
            TestImages.encoded(TestImages.picture(8, 8, 1), "bmp"));

    assertThatThrownBy(() -> preparation().write(out))
        .hasMessage(bad + " is not a JPEG, PNG or GIF image: its content is BMP" + REMEDY);
  }

  @Test
  void skipsBadImagesIfToldToAndListsThem() throws IOException {
    Path bad = Files.writeString(images.resolve("cat/zzz.jpg"), "not an image");

    Dataset dataset = preparation().withBadImages(BadImages.SKIP).write(out);

    assertThat(dataset.imageCount(Split.TRAIN) + dataset.imageCount(Split.VALIDATION))
        .isEqualTo(20);
    assertThat(dataset.manifest().getSkippedList())
        .singleElement()
        .satisfies(skipped -> assertThat(skipped.getFile()).isEqualTo("cat/zzz.jpg"));
    assertThat(bad).exists();
    dataset.verify();
  }

  @Test
  void theManifestDoesNotDependOnWhereTheImagesLie() throws IOException {
    Files.writeString(images.resolve("cat/zzz.jpg"), "not an image");
    Files.write(images.resolve("dog/zzz.jpg"), Arrays.copyOf(jpeg(), 300));
    Path there = Files.createDirectories(folder.resolve("another place")).resolve("images");
    preparation().withBadImages(BadImages.SKIP).write(out);
    Files.move(images, there);
    images = there;
    Path again = folder.resolve("again");
    preparation().withBadImages(BadImages.SKIP).write(again);

    assertThat(again.resolve("dataset.json")).hasSameTextualContentAs(out.resolve("dataset.json"));
    assertThat(Dataset.open(out).manifest().getSkippedList())
        .extracting(SkippedImage::getFile)
        .containsExactlyInAnyOrder("cat/zzz.jpg", "dog/zzz.jpg");
  }

  private static byte[] jpeg() {
    return TestImages.encoded(TestImages.picture(40, 40, 1), "jpg");
  }

  @Test
  void refusesAFolderThatIsThere() throws IOException {
    Files.createDirectory(out);

    assertThatThrownBy(() -> preparation().write(out))
        .isInstanceOf(FileAlreadyExistsException.class)
        .hasMessage(out + " exists already");
  }

  @Test
  void aFailedReplacementLeavesTheOldDataSet() throws IOException {
    Dataset old = preparation().write(out);
    Files.writeString(images.resolve("cat/image0.png"), "not an image");

    assertThatThrownBy(() -> preparation().replace(out)).isInstanceOf(IOException.class);

    assertThat(Dataset.open(out).fingerprint()).isEqualTo(old.fingerprint());
    old.verify();
  }

  @Test
  void tellsItsListenerHowFarItIs() throws IOException {
    List<String> told = new ArrayList<>();
    preparation()
        .withListener((split, done, total) -> told.add(split + " " + done + "/" + total))
        .write(out);

    assertThat(told).containsExactly("train 18/18", "validation 2/2");
  }

  @Test
  void refusesAnImageSizeOfNothing() {
    assertThatThrownBy(() -> preparation().withImageSize(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("imageSize must be in 1..2048, found 0");
  }

  @Test
  void refusesAnImageSizeThatNeedsTooMuchMemory() {
    for (int size : new int[] {2049, 20_000, 30_000, Integer.MAX_VALUE}) {
      assertThatThrownBy(() -> preparation().withImageSize(size))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("imageSize must be in 1..2048, found " + size);
    }
  }

  @Test
  void refusesASplitOfWhichNoImageIsLeft() throws IOException {
    for (Split split : Split.values()) {
      Path root = folder.resolve("bad " + split.prefix());
      for (Split each : Split.values()) {
        TestImages.classFolders(root.resolve(each.prefix()), 2, "cat", "dog");
      }
      for (String image :
          List.of("cat/image0.png", "cat/image1.jpg", "dog/image0.png", "dog/image1.jpg")) {
        Files.writeString(root.resolve(split.prefix()).resolve(image), "no image");
      }
      Preparation skipping =
          Preparation.of(ClassFolders.in(root)).withImageSize(16).withBadImages(BadImages.SKIP);

      assertThatThrownBy(() -> skipping.write(out))
          .isInstanceOf(IOException.class)
          .hasMessage(
              "the "
                  + split.prefix()
                  + " split has no image left: all 4 of it were skipped because they cannot be"
                  + " read; mend or replace them");
      assertThat(out).doesNotExist();
    }
  }

  private void assertNothingIsLeft() throws IOException {
    try (Stream<Path> left = Files.list(folder)) {
      assertThat(left).containsExactly(images);
    }
  }

  private static double[][] pixels(Dataset dataset) throws IOException {
    List<double[]> pixels = new ArrayList<>();
    for (Example example : examples(dataset, Split.TRAIN)) {
      byte[] jpeg = bytes(example, "image/encoded");
      BufferedImage image = ImageIO.read(new ByteArrayInputStream(jpeg));
      for (int y = 0; y < image.getHeight(); y++) {
        for (int x = 0; x < image.getWidth(); x++) {
          int rgb = image.getRGB(x, y);
          pixels.add(new double[] {rgb >> 16 & 255, rgb >> 8 & 255, rgb & 255});
        }
      }
    }
    return pixels.toArray(double[][]::new);
  }

  static List<Example> examples(Dataset dataset, Split split) throws IOException {
    List<Example> examples = new ArrayList<>();
    for (Path shard : dataset.shards(split)) {
      try (TfRecordReader reader = TfRecordReader.open(shard)) {
        for (Optional<byte[]> next = reader.next(); next.isPresent(); next = reader.next()) {
          examples.add(Example.parseFrom(next.get()));
        }
      }
    }
    return examples;
  }

  private static Feature feature(Example example, String key) {
    return example.getFeatures().getFeatureOrThrow(key);
  }

  private static long number(Example example, String key) {
    return feature(example, key).getInt64List().getValue(0);
  }

  static byte[] bytes(Example example, String key) {
    return feature(example, key).getBytesList().getValue(0).toByteArray();
  }

  private static String text(Example example, String key) {
    return feature(example, key).getBytesList().getValue(0).toStringUtf8();
  }
}

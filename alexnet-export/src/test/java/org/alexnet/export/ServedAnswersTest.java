package org.alexnet.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.google.common.primitives.Doubles;
import com.google.common.primitives.Floats;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.alexnet.data.Dataset;
import org.alexnet.data.Preparation;
import org.alexnet.data.image.Crops;
import org.alexnet.data.image.Encoding;
import org.alexnet.data.image.Fit;
import org.alexnet.data.image.StoredFormat;
import org.alexnet.data.image.StoredImages;
import org.alexnet.data.source.ClassFolders;
import org.alexnet.data.source.IdxFiles;
import org.alexnet.data.source.Split;
import org.alexnet.graph.device.Placement;
import org.alexnet.train.Checkpoint;
import org.alexnet.train.Training;
import org.alexnet.train.TrainingRecipe;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Served probabilities against those computed by hand, with weights that answer to the image. */
class ServedAnswersTest {
  private static final int STORED = 80;
  private static final double TOLERANCE = 1e-5;

  @TempDir private static Path shared;
  private static Dataset dataset;
  private static HandMadeAnswers byHand;
  private static List<byte[]> files;
  private static List<double[]> pixels;
  private static final Map<Crops, Classifier> CLASSIFIERS = new EnumMap<>(Crops.class);

  @BeforeAll
  static void trainAndExport() throws IOException {
    dataset =
        Preparation.of(
                ClassFolders.in(
                    PaintedImages.classFolders(
                        shared.resolve("images"),
                        4,
                        List.of("auk", "crow", "kite", "owl", "rook", "tit", "wren"))))
            .withImageSize(STORED)
            .write(shared.resolve("data"));
    Checkpoint checkpoint = trained(dataset, shared.resolve("run"));
    byHand = new HandMadeAnswers(checkpoint, STORED);
    files = HandMadeAnswers.files(dataset.shards(Split.VALIDATION).get(0));
    pixels = files.stream().map(HandMadeAnswers::pixels).toList();
    Path model = shared.resolve("model");
    ModelExport.of(checkpoint).write(model);
    for (Crops crops : Crops.values()) {
      CLASSIFIERS.put(crops, Classifier.load(model, ClassifierOptions.usual().withCrops(crops)));
    }
  }

  private static Checkpoint trained(Dataset dataset, Path run) throws IOException {
    int[] steps = {0};
    int batchSize = (int) Math.min(14, dataset.imageCount(Split.TRAIN));
    return Training.of(TrainingRecipe.paper().withBatchSize(batchSize))
        .withPlacement(Placement.onOneDevice("/CPU:0", 2))
        .withStop(() -> steps[0]++ >= 10)
        .run(ResponsiveNetwork.spec(dataset.classCount()), dataset, run)
        .checkpoint();
  }

  @AfterAll
  static void close() {
    CLASSIFIERS.values().forEach(Classifier::close);
  }

  @ParameterizedTest
  @EnumSource
  void theModelSaysOfStoredImagesWhatTheNetworkSaysOfItsCrops(Crops crops) throws IOException {
    List<double[]> expected = byHand.of(pixels, crops.count());
    assertThat(spread(expected)).isGreaterThan(100 * TOLERANCE);

    assertClose(CLASSIFIERS.get(crops).probabilities(files), expected, TOLERANCE);
  }

  @Test
  void centerCropAndTenSayDifferentThings() throws IOException {
    List<double[]> one = byHand.of(pixels, 1);
    List<double[]> ten = byHand.of(pixels, 10);

    for (int i = 0; i < one.size(); i++) {
      assertThat(distance(one.get(i), ten.get(i))).isGreaterThan(50 * TOLERANCE);
    }
  }

  @ParameterizedTest
  @EnumSource
  void aPhotographIsRescaledToTheSizeOfTheStoredImages(Crops crops) throws IOException {
    BufferedImage photograph = PaintedImages.picture(190, 130, 4, 7);
    double[] rescaled = Rescaling.centerSquare(photograph, STORED);
    List<double[]> expected = byHand.of(List.of(rescaled), crops.count());
    double[] direct = byHand.of(List.of(pixels.get(0)), crops.count()).get(0);
    assertThat(distance(expected.get(0), direct)).isGreaterThan(1e-2);

    // A value that lies between two gray levels may be rounded the other way.
    assertClose(
        CLASSIFIERS.get(crops).probabilities(List.of(PaintedImages.png(photograph))),
        expected,
        1e-3);
  }

  @Test
  void aPhotographIsMadeSquareAsTheTrainingImagesWere() throws IOException {
    StoredFormat warped = StoredFormat.ofSize(STORED).withFit(Fit.WARP).withEncoding(Encoding.PNG);
    BufferedImage photograph = PaintedImages.picture(190, 130, 1, 7);
    byte[] file = PaintedImages.png(photograph);
    for (int i = 0; i < 6; i++) {
      Path folder = Files.createDirectories(shared.resolve("wide/class" + i % 2));
      byte[] other = PaintedImages.png(PaintedImages.picture(190, 130, 0, i));
      Files.write(folder.resolve(i + ".png"), i % 2 == 0 ? other : file);
    }
    Dataset wide =
        Preparation.of(ClassFolders.in(shared.resolve("wide")).withValidationShare(0.4))
            .withFormat(warped)
            .write(shared.resolve("wide-data"));
    Path version =
        ModelExport.of(trained(wide, shared.resolve("wide-run")))
            .write(shared.resolve("wide-model"));
    StoredImages images = new StoredImages(warped);
    byte[] stored = images.of(file, "photograph").encoded();
    images.close();
    byte[] cropped = PaintedImages.png(photograph.getSubimage(30, 0, 130, 130));

    try (Classifier classifier = Classifier.load(version)) {
      double[] expected = doubles(classifier.probabilities(List.of(stored)).get(0));
      assertClose(classifier.probabilities(List.of(file)), List.of(expected), 1e-3);
      double[] other = doubles(classifier.probabilities(List.of(cropped)).get(0));
      assertThat(distance(other, expected)).isGreaterThan(1e-2);
    }
  }

  private static double[] doubles(float[] values) {
    return Doubles.toArray(Floats.asList(values));
  }

  @Test
  void eachClassIsNamedAsInTheDataSet() throws IOException {
    List<String> names = List.of("wren", "owl", "crow", "tit", "auk", "rook", "kite");
    Dataset gray =
        Preparation.of(IdxFiles.in(PaintedImages.idxFiles(shared.resolve("idx"), names)))
            .withImageSize(STORED)
            .write(shared.resolve("gray"));
    Checkpoint checkpoint = trained(gray, shared.resolve("gray-run"));
    Path version = ModelExport.of(checkpoint).write(shared.resolve("gray-model"));
    byte[] file = HandMadeAnswers.files(gray.shards(Split.VALIDATION).get(0)).get(3);
    Path image = Files.write(shared.resolve("image.jpg"), file);
    double[] expected =
        new HandMadeAnswers(checkpoint, STORED).of(List.of(HandMadeAnswers.pixels(file)), 1).get(0);
    assertThat(expected).doesNotHaveDuplicates();

    try (Classifier classifier = Classifier.load(version)) {
      assertThat(classifier.labels().labels()).isEqualTo(names);
      for (Prediction prediction : classifier.classify(image)) {
        assertThat(prediction.probability())
            .isCloseTo(expected[names.indexOf(prediction.label())], within(TOLERANCE));
      }
    }
    assertThat(version.resolve("assets.extra/labels.txt"))
        .content()
        .isEqualTo(String.join("\n", names) + "\n");
  }

  @Test
  void answersComeInTheOrderOfTheImagesHoweverMany() throws IOException {
    List<Path> images = new ArrayList<>();
    for (int i = 0; i < 70; i++) { // more than one batch
      images.add(Files.write(shared.resolve("many" + i + ".jpg"), files.get(i % files.size())));
    }
    List<double[]> expected = byHand.of(pixels, 1);
    Classifier classifier = CLASSIFIERS.get(Crops.CENTER);

    List<List<Prediction>> answers = classifier.classify(images);

    assertThat(answers).hasSize(70);
    for (int i = 0; i < answers.size(); i++) {
      Prediction best = answers.get(i).get(0);
      double[] one = expected.get(i % files.size());
      assertThat(best.probability())
          .isCloseTo(Arrays.stream(one).max().orElseThrow(), within(TOLERANCE))
          .isCloseTo(one[classifier.labels().indexOf(best.label())], within(TOLERANCE));
    }
  }

  private static void assertClose(List<float[]> found, List<double[]> expected, double tolerance) {
    assertThat(found).hasSameSizeAs(expected);
    for (int i = 0; i < expected.size(); i++) {
      assertThat(found.get(i)).hasSize(expected.get(i).length);
      for (int label = 0; label < expected.get(i).length; label++) {
        assertThat((double) found.get(i)[label])
            .as("image %s, class %s", i, label)
            .isCloseTo(expected.get(i)[label], within(tolerance));
      }
    }
  }

  /** The smallest distance between the answers to two images. */
  private static double spread(List<double[]> answers) {
    double smallest = Double.POSITIVE_INFINITY;
    for (int i = 0; i < answers.size(); i++) {
      for (int j = 0; j < i; j++) {
        smallest = Math.min(smallest, distance(answers.get(i), answers.get(j)));
      }
    }
    return smallest;
  }

  private static double distance(double[] a, double[] b) {
    double largest = 0;
    for (int i = 0; i < a.length; i++) {
      largest = Math.max(largest, Math.abs(a[i] - b[i]));
    }
    return largest;
  }
}

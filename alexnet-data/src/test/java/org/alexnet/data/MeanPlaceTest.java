package org.alexnet.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.alexnet.data.image.Crops;
import org.alexnet.data.image.Encoding;
import org.alexnet.data.image.MeanPlace;
import org.alexnet.data.image.StoredFormat;
import org.alexnet.data.image.StoredImages;
import org.alexnet.data.image.TestImages;
import org.alexnet.data.source.ClassFolders;
import org.alexnet.data.source.Split;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.tensorflow.Graph;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt64;

/** Which part of the mean is subtracted, in exact numbers computed by hand from stored pixels. */
class MeanPlaceTest {
  private static final int SIZE = 8;
  private static final int CROP = 5;
  private static final int MARGIN = SIZE - CROP;
  private static final int CLASSES = 4;

  @TempDir private static Path folder;
  private static Dataset dataset;

  /** The pixels of the training image of each class, 0..255, and their mean. */
  private static final List<float[]> IMAGES = new ArrayList<>();

  private static final float[] MEAN = new float[SIZE * SIZE * 3];

  /** One image of noise a class and split: a mean that is another at each place. */
  @BeforeAll
  static void prepare() throws IOException {
    Random random = new Random(7);
    for (String split : List.of("train", "validation")) {
      for (int label = 0; label < CLASSES; label++) {
        Path into =
            Files.createDirectories(folder.resolve("images/" + split + "/" + "abcd".charAt(label)));
        Files.write(into.resolve("0.png"), TestImages.encoded(noise(random), "png"));
      }
    }
    dataset =
        Preparation.of(ClassFolders.in(folder.resolve("images")))
            .withFormat(StoredFormat.ofSize(SIZE).withEncoding(Encoding.PNG)) // the mean is exact
            .write(folder.resolve("out"));
    List<Long> places = List.of(0L, 1L, 2L, 3L);
    float[][] byClass = new float[CLASSES][];
    try (StoredImages stored = new StoredImages(dataset.storedFormat())) {
      for (StoredRecord record : StoredRecords.at(dataset, Split.TRAIN, places).values()) {
        byClass[record.label()] = pixels(stored, record);
      }
    }
    IMAGES.addAll(List.of(byClass));
    for (int i = 0; i < MEAN.length; i++) {
      for (float[] image : IMAGES) {
        MEAN[i] += image[i] / CLASSES; // quarters are exact
      }
    }
  }

  private static BufferedImage noise(Random random) {
    BufferedImage image = new BufferedImage(SIZE, SIZE, BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < SIZE * SIZE; i++) {
      image.setRGB(i % SIZE, i / SIZE, random.nextInt(1 << 24));
    }
    return image;
  }

  private static float[] pixels(StoredImages stored, StoredRecord record) throws IOException {
    byte[] bytes = stored.decode(record.encoded().toByteArray(), record.name());
    float[] pixels = new float[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      pixels[i] = Byte.toUnsignedInt(bytes[i]);
    }
    return pixels;
  }

  /** What the network shall see of a crop. */
  private static float[] crop(float[] image, MeanPlace place, int top, int left, boolean flipped) {
    float[] crop = new float[CROP * CROP * 3];
    int center = MARGIN / 2;
    for (int y = 0; y < CROP; y++) {
      for (int x = 0; x < CROP; x++) {
        int column = flipped ? CROP - 1 - x : x;
        int from = ((top + y) * SIZE + left + column) * 3;
        int mean = place == MeanPlace.CROP ? from : ((center + y) * SIZE + center + x) * 3;
        for (int channel = 0; channel < 3; channel++) {
          crop[(y * CROP + x) * 3 + channel] = image[from + channel] - MEAN[mean + channel];
        }
      }
    }
    return crop;
  }

  @ParameterizedTest
  @CsvSource({"CROP, false", "CROP, true", "CENTER, false", "CENTER, true"})
  void everyTrainingCropHasItsMeanSubtracted(MeanPlace place, boolean compilesLoops)
      throws IOException {
    Augmentation augmentation =
        Augmentation.none().withRandomCrop(true).withFlip(true).withMean(place);

    TrainingStream stream =
        TrainingStream.read(dataset, CROP, CLASSES, augmentation, 3, 0, 60, compilesLoops);

    List<Integer> seen = new ArrayList<>();
    for (int i = 0; i < stream.images().size(); i++) {
      float[] image = IMAGES.get(stream.labels().get(i));
      float[] found = stream.images().get(i);
      IntPredicate same =
          draw ->
              java.util.Arrays.equals(
                  crop(image, place, draw / 8, draw / 2 % 4, draw % 2 == 1), found);
      int[] draws = IntStream.range(0, 32).filter(same).toArray(); // 4 x 4 places, mirrored or not
      assertThat(draws).as("draws that give image %s", i).hasSize(1);
      seen.add(draws[0]);
    }
    assertThat(seen.stream().distinct()).hasSize(32);
  }

  @ParameterizedTest
  @EnumSource
  void tenCropsAndTheCenterCropHaveTheSameRule(MeanPlace place) throws IOException {
    int[][] corners = {{0, 0}, {0, MARGIN}, {MARGIN, 0}, {MARGIN, MARGIN}, {1, 1}};

    List<float[]> ten = evaluated(Crops.TEN, place);
    List<float[]> center = evaluated(Crops.CENTER, place);

    List<float[]> stored = new ArrayList<>();
    try (StoredImages images = new StoredImages(dataset.storedFormat())) {
      for (StoredRecord record :
          StoredRecords.at(dataset, Split.TRAIN, List.of(0L, 1L, 2L, 3L)).values()) {
        stored.add(pixels(images, record));
      }
    }
    for (int i = 0; i < 10 * CLASSES; i++) {
      int[] corner = corners[i % 5];
      assertThat(ten.get(i))
          .as("crop %s", i)
          .isEqualTo(crop(stored.get(i / 10), place, corner[0], corner[1], i % 10 >= 5));
    }
    for (int i = 0; i < CLASSES; i++) {
      assertThat(center.get(i)).isEqualTo(crop(stored.get(i), MeanPlace.CROP, 1, 1, false));
    }
  }

  @Test
  void theChoicesDifferAwayFromTheCenter() {
    assertThat(crop(IMAGES.get(0), MeanPlace.CENTER, 0, 3, false))
        .isNotEqualTo(crop(IMAGES.get(0), MeanPlace.CROP, 0, 3, false));
    assertThat(crop(IMAGES.get(0), MeanPlace.CENTER, 1, 1, true))
        .isNotEqualTo(crop(IMAGES.get(0), MeanPlace.CROP, 1, 1, true));
  }

  private static List<float[]> evaluated(Crops crops, MeanPlace place) throws IOException {
    try (Graph graph = new Graph()) {
      InputPipeline input =
          InputPipeline.evaluation(
              Ops.create(graph), dataset, Split.TRAIN, CROP, CLASSES, crops, place);
      try (Session session = new Session(graph);
          TInt64 first = TInt64.scalarOf(0)) {
        session.runner().feed(input.position(), first).addTarget(input.start()).run().close();
        try (Result result = session.runner().fetch(input.images()).run()) {
          List<float[]> images = new ArrayList<>();
          float[] all = new float[crops.count() * CLASSES * CROP * CROP * 3];
          ((TFloat32) result.get(0)).asRawTensor().data().asFloats().read(all);
          int size = CROP * CROP * 3;
          for (int i = 0; i < all.length; i += size) {
            images.add(java.util.Arrays.copyOfRange(all, i, i + size));
          }
          return images;
        }
      }
    }
  }
}

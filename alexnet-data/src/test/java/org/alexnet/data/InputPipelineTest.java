package org.alexnet.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.google.common.primitives.Floats;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.alexnet.data.Augmentation.PcaScale;
import org.alexnet.data.image.Crops;
import org.alexnet.data.image.Encoding;
import org.alexnet.data.image.StoredFormat;
import org.alexnet.data.image.StoredImages;
import org.alexnet.data.image.TestImages;
import org.alexnet.data.source.ClassFolders;
import org.alexnet.data.source.Split;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tensorflow.Graph;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.exceptions.TFOutOfRangeException;
import org.tensorflow.ndarray.FloatNdArray;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.TInt64;

class InputPipelineTest {
  private static final int SIZE = 16;
  private static final int CROP = 12;
  private static final int MARGIN = SIZE - CROP;

  @TempDir private static Path folder;
  private static Dataset dataset;

  /** Each stored training image less the mean, [SIZE * SIZE * 3]. */
  private static List<float[]> centered;

  @BeforeAll
  static void prepare() throws IOException {
    Path images = TestImages.classFolders(folder.resolve("images"), 15, "cat", "dog");
    dataset =
        Preparation.of(ClassFolders.in(images).withValidationShare(0.2))
            .withImageSize(SIZE)
            .write(folder.resolve("out"));
    centered = centered(Split.TRAIN);
  }

  private static List<float[]> centered(Split split) throws IOException {
    FloatNdArray mean = dataset.mean();
    List<float[]> all = new ArrayList<>();
    try (StoredImages decoder = new StoredImages(StoredFormat.ofSize(SIZE))) {
      for (var example : PreparationTest.examples(dataset, split)) {
        byte[] jpeg = PreparationTest.bytes(example, "image/encoded");
        byte[] pixels = decoder.decode(jpeg, "stored image");
        float[] image = new float[pixels.length];
        for (int i = 0; i < image.length; i++) {
          image[i] = (pixels[i] & 255) - mean.getFloat(i / (3 * SIZE), i / 3 % SIZE, i % 3);
        }
        all.add(image);
      }
    }
    return all;
  }

  @Test
  void takesSixBatchesAndTheRecordsToDrawFrom() throws IOException {
    long records = 0;
    for (Path shard : dataset.shards(Split.TRAIN)) {
      records += Files.size(shard);
    }

    TrainingInput input = new TrainingInput(CROP, 8, Augmentation.none(), 0);
    long values = 8L * CROP * CROP * 3;

    assertThat(InputPipeline.trainingBytes(dataset, input))
        .isCloseTo(6 * values * Float.BYTES + records, within(1L));
    assertThat(InputPipeline.trainingBytes(dataset, input, true))
        .as("crops in bytes, and the images in use")
        .isCloseTo((6 + Float.BYTES) * values + records, within(1L));
  }

  @Test
  void ofPngFilesTheSameCropsAreTaken() throws IOException {
    Dataset jpeg = dataset;
    Path images = folder.resolve("images");
    dataset =
        Preparation.of(ClassFolders.in(images).withValidationShare(0.2))
            .withFormat(StoredFormat.ofSize(SIZE).withEncoding(Encoding.PNG))
            .write(folder.resolve("png"));
    List<float[]> expected = centered(Split.TRAIN);
    try {
      List<float[]> found = new ArrayList<>();
      train(Augmentation.none(), 3, 0, 3).forEach(batch -> found.addAll(batch.images()));

      assertThat(found)
          .hasSize(24)
          .allSatisfy(
              crop ->
                  assertThat(expected)
                      .anySatisfy(image -> assertThat(crop).isEqualTo(center(image))));
    } finally {
      dataset = jpeg;
    }
  }

  private static float[] center(float[] image) {
    float[] crop = new float[3 * CROP * CROP];
    int before = (SIZE - CROP) / 2;
    for (int i = 0; i < crop.length; i++) {
      int y = before + i / (3 * CROP);
      crop[i] = image[3 * (y * SIZE + before) + i % (3 * CROP)];
    }
    return crop;
  }

  private record Batch(List<float[]> images, List<Integer> labels) {}

  private static List<Batch> train(Augmentation augmentation, long seed, long from, int batches)
      throws IOException {
    try (Graph graph = new Graph()) {
      InputPipeline input =
          InputPipeline.training(
              Ops.create(graph), dataset, new TrainingInput(CROP, 8, augmentation, seed));
      try (Session session = new Session(graph)) {
        start(session, input, from);
        List<Batch> all = new ArrayList<>();
        for (int i = 0; i < batches; i++) {
          all.add(next(session, input));
        }
        return all;
      }
    }
  }

  private static void start(Session session, InputPipeline input, long from) {
    try (TInt64 position = TInt64.scalarOf(from)) {
      session.runner().feed(input.position(), position).addTarget(input.start()).run().close();
    }
  }

  private static Batch next(Session session, InputPipeline input) {
    try (Result result = session.runner().fetch(input.images()).fetch(input.labels()).run()) {
      TFloat32 images = (TFloat32) result.get(0);
      List<float[]> all = new ArrayList<>();
      for (long n = 0; n < images.shape().get(0); n++) {
        float[] image = new float[(int) (images.size() / images.shape().get(0))];
        int i = 0;
        for (var value : images.get(n).scalars()) {
          image[i++] = value.getFloat();
        }
        all.add(image);
      }
      List<Integer> labels = new ArrayList<>();
      ((TInt32) result.get(1)).scalars().forEach(value -> labels.add(value.getInt()));
      return new Batch(all, labels);
    }
  }

  private static float[] crop(float[] image, int top, int left, boolean flipped) {
    float[] crop = new float[CROP * CROP * 3];
    for (int i = 0; i < crop.length; i++) {
      int y = i / (3 * CROP);
      int x = i / 3 % CROP;
      int from = left + (flipped ? CROP - 1 - x : x);
      crop[i] = image[((top + y) * SIZE + from) * 3 + i % 3];
    }
    return crop;
  }

  private static List<Float> list(float[] values) {
    return Floats.asList(values);
  }

  @Test
  void anEpochReadsEveryImageOnceInAnOrderOfItsOwn() throws IOException {
    List<Batch> batches = train(Augmentation.none(), 1, 0, 6); // two epochs of 24

    List<List<Float>> stored =
        centered.stream().map(i -> list(crop(i, MARGIN / 2, MARGIN / 2, false))).toList();
    List<List<Float>> read =
        batches.stream().flatMap(b -> b.images.stream()).map(InputPipelineTest::list).toList();
    assertThat(read.subList(0, 24)).containsExactlyInAnyOrderElementsOf(stored);
    assertThat(read.subList(24, 48)).containsExactlyInAnyOrderElementsOf(stored);
    assertThat(read.subList(0, 24)).isNotEqualTo(read.subList(24, 48)).isNotEqualTo(stored);
  }

  @Test
  void theStreamIsAFunctionOfSeedAndPosition() throws IOException {
    List<Batch> whole = train(TrainingStream.PAPER, 5, 0, 8);

    for (int from : new int[] {1, 3, 5}) { // within an epoch, at its end, in the next
      List<Batch> resumed = train(TrainingStream.PAPER, 5, from * 8L, 8 - from);
      for (int i = 0; i < resumed.size(); i++) {
        assertSame(resumed.get(i), whole.get(from + i));
      }
    }
    assertThat(list(train(TrainingStream.PAPER, 6, 0, 1).get(0).images.get(0)))
        .isNotEqualTo(list(whole.get(0).images.get(0)));
  }

  @Test
  void startsAgainWhereItIsTold() throws IOException {
    try (Graph graph = new Graph()) {
      InputPipeline input =
          InputPipeline.training(
              Ops.create(graph), dataset, new TrainingInput(CROP, 8, TrainingStream.PAPER, 5));
      try (Session session = new Session(graph)) {
        start(session, input, 0);
        Batch first = next(session, input);
        next(session, input);
        start(session, input, 0);
        assertSame(next(session, input), first);
      }
    }
  }

  @Test
  void aStreamEndsWithAnEpochWhereverItBegan() {
    assertThat(InputPipeline.endFrom(0, 40)).isEqualTo(640);
    assertThat(InputPipeline.endFrom(39, 40)).isEqualTo(640);
    assertThat(InputPipeline.endFrom(40, 40)).isEqualTo(680);
  }

  private static void assertSame(Batch found, Batch expected) {
    assertThat(found.labels).isEqualTo(expected.labels);
    for (int i = 0; i < found.images.size(); i++) {
      assertThat(list(found.images.get(i))).isEqualTo(list(expected.images.get(i)));
    }
  }

  @Test
  void cropsAndFlipsAreExactCropsLessTheMeanThatBelongsToThem() throws IOException {
    Augmentation noColor = TrainingStream.PAPER.withPcaStd(0);
    Set<List<Float>> crops = new HashSet<>();
    Set<List<Float>> flipped = new HashSet<>();
    List<Set<List<Float>>> byCorner = new ArrayList<>();
    for (int top = 0; top <= MARGIN; top++) {
      for (int left = 0; left <= MARGIN; left++) {
        Set<List<Float>> here = new HashSet<>();
        for (float[] image : centered) {
          crops.add(list(crop(image, top, left, false)));
          flipped.add(list(crop(image, top, left, true)));
          here.add(list(crop(image, top, left, false)));
          here.add(list(crop(image, top, left, true)));
        }
        byCorner.add(here);
      }
    }

    List<List<Float>> drawn =
        train(noColor, 3, 0, 30).stream()
            .flatMap(b -> b.images.stream())
            .map(InputPipelineTest::list)
            .toList();

    assertThat(drawn).allMatch(image -> crops.contains(image) || flipped.contains(image));
    assertThat(drawn.stream().filter(flipped::contains).count()).isBetween(90L, 150L); // of 240
    assertThat(byCorner).allMatch(corner -> drawn.stream().anyMatch(corner::contains));
  }

  @Test
  void withoutCropsEveryCropIsTheCenter() throws IOException {
    Augmentation flipOnly = Augmentation.none().withFlip(true);
    Set<List<Float>> allowed = new HashSet<>();
    for (float[] image : centered) {
      allowed.add(list(crop(image, MARGIN / 2, MARGIN / 2, false)));
      allowed.add(list(crop(image, MARGIN / 2, MARGIN / 2, true)));
    }

    for (Batch batch : train(flipOnly, 3, 0, 6)) {
      assertThat(batch.images).allMatch(image -> allowed.contains(list(image)));
    }
  }

  @Test
  void pcaColorIsOneShiftAlongThePrincipalComponentsWithTheirScale() throws IOException {
    PixelStatistics colors = dataset.statistics();
    for (PcaScale noise : List.of(PcaScale.EIGENVALUE, PcaScale.STANDARD_DEVIATION)) {
      Augmentation colorOnly =
          new Augmentation(false, false, noise, 0.1)
              .withPcaDivided(noise == PcaScale.STANDARD_DEVIATION);
      List<Batch> plain = train(Augmentation.none(), 3, 0, 48);
      List<Batch> colored = train(colorOnly, 3, 0, 48);
      double[] squares = new double[3];
      int count = 0;
      for (int b = 0; b < plain.size(); b++) {
        for (int n = 0; n < 8; n++) {
          double by = noise == PcaScale.EIGENVALUE ? 1 : 1.1; // what the crop is divided by
          double[] shift = shift(plain.get(b).images.get(n), colored.get(b).images.get(n), by);
          for (int pair = 0; pair < 3; pair++) {
            double along = 0;
            for (int channel = 0; channel < 3; channel++) {
              along += shift[channel] * colors.eigenvectors().get(3 * pair + channel);
            }
            squares[pair] += along * along;
          }
          count++;
        }
      }
      for (int pair = 0; pair < 3; pair++) {
        double eigenvalue = colors.eigenvalues().get(pair);
        double expected =
            0.1 * (noise == PcaScale.EIGENVALUE ? eigenvalue / 255 : Math.sqrt(eigenvalue));
        assertThat(Math.sqrt(squares[pair] / count))
            .as("%s, component %s", noise, pair)
            .isCloseTo(expected, within(0.15 * expected + 1e-4));
      }
    }
  }

  /** The shift, which must be the same in every pixel. */
  private static double[] shift(float[] plain, float[] colored, double by) {
    double[] shift = new double[3];
    for (int i = 0; i < plain.length; i++) {
      double here = by * colored[i] - plain[i];
      if (i < 3) {
        shift[i] = here;
      }
      assertThat(here).isCloseTo(shift[i % 3], within(1e-3));
    }
    return shift;
  }

  @Test
  void evaluationReadsEveryImageOnceInOrderAndThenEnds() throws IOException {
    List<float[]> stored = centered(Split.VALIDATION);
    try (Graph graph = new Graph()) {
      InputPipeline input =
          InputPipeline.evaluation(
              Ops.create(graph), dataset, Split.VALIDATION, CROP, 4, Crops.CENTER);
      try (Session session = new Session(graph)) {
        start(session, input, 0);
        Batch first = next(session, input);
        Batch last = next(session, input);
        assertThat(first.labels).hasSize(4);
        assertThat(last.labels).hasSize(2);
        List<float[]> read = new ArrayList<>(first.images);
        read.addAll(last.images);
        for (int i = 0; i < read.size(); i++) {
          assertThat(list(read.get(i)))
              .isEqualTo(list(crop(stored.get(i), MARGIN / 2, MARGIN / 2, false)));
        }
        assertThatThrownBy(() -> next(session, input)).isInstanceOf(TFOutOfRangeException.class);
      }
    }
  }

  @Test
  void theTenCropsAreFourCornersAndTheCenterAndTheirReflections() throws IOException {
    float[] image = centered(Split.VALIDATION).get(0);
    int middle = MARGIN / 2;
    int[][] corners = {{0, 0}, {0, MARGIN}, {MARGIN, 0}, {MARGIN, MARGIN}, {middle, middle}};
    try (Graph graph = new Graph()) {
      InputPipeline input =
          InputPipeline.evaluation(
              Ops.create(graph), dataset, Split.VALIDATION, CROP, 2, Crops.TEN);
      try (Session session = new Session(graph)) {
        start(session, input, 0);
        Batch batch = next(session, input);
        assertThat(batch.images).hasSize(20);
        assertThat(batch.labels).hasSize(2);
        for (int crop = 0; crop < 10; crop++) {
          int[] corner = corners[crop % 5];
          assertThat(list(batch.images.get(crop)))
              .as("crop %s", crop)
              .isEqualTo(list(crop(image, corner[0], corner[1], crop >= 5)));
        }
      }
    }
  }

  @Test
  void labelsBelongToTheirImages() throws IOException {
    var examples = PreparationTest.examples(dataset, Split.TRAIN);
    for (Batch batch : train(Augmentation.none(), 9, 0, 3)) {
      for (int i = 0; i < batch.labels.size(); i++) {
        List<Float> image = list(batch.images.get(i));
        int stored = 0;
        while (!list(crop(centered.get(stored), MARGIN / 2, MARGIN / 2, false)).equals(image)) {
          stored++;
        }
        String name =
            examples
                .get(stored)
                .getFeatures()
                .getFeatureOrThrow("image/class/text")
                .getBytesList()
                .getValue(0)
                .toStringUtf8();
        assertThat(dataset.labels().label(batch.labels.get(i))).isEqualTo(name);
      }
    }
  }

  @Test
  void refusesACropThatIsLargerThanTheImages() {
    try (Graph graph = new Graph()) {
      assertThatThrownBy(
              () ->
                  InputPipeline.training(
                      Ops.create(graph), dataset, new TrainingInput(17, 8, Augmentation.none(), 0)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage(
              "cropSize must be between 1 and 16, the image size of "
                  + dataset.directory()
                  + ", found 17");
    }
  }
}

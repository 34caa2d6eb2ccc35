package org.alexnet.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.primitives.Floats;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.alexnet.data.image.Crops;
import org.alexnet.data.image.TestImages;
import org.alexnet.data.source.ClassFolders;
import org.alexnet.data.source.Split;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tensorflow.Graph;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.exceptions.TFOutOfRangeException;
import org.tensorflow.exceptions.TensorFlowException;
import org.tensorflow.op.Ops;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.TInt64;

/** The smallest and largest sizes, the last images, and what is damaged. */
class PipelineEdgesTest {
  private static final int SIZE = 9;

  @TempDir private static Path folder;
  private static Dataset dataset;

  @BeforeAll
  static void prepare() throws IOException {
    TestImages.classFolders(folder.resolve("images/train"), 4, "cat", "dog");
    TestImages.classFolders(folder.resolve("images/validation"), 2, "cat", "dog");
    dataset =
        Preparation.of(ClassFolders.in(folder.resolve("images")))
            .withImageSize(SIZE)
            .write(folder.resolve("out"));
  }

  private record Seen(List<Float> image, int label) {}

  /** Makes an input in a graph. */
  @FunctionalInterface
  private interface Input {
    InputPipeline in(Ops tf) throws IOException;
  }

  private static Input training(int crop, Augmentation augmentation) {
    return tf -> InputPipeline.training(tf, dataset, new TrainingInput(crop, 1, augmentation, 3));
  }

  private static Input evaluation(Split split, int crop) {
    return tf -> InputPipeline.evaluation(tf, dataset, split, crop, 3, Crops.CENTER);
  }

  /** All that a stream gives until it ends. */
  private static List<Seen> all(Input input, int crop, long from) throws IOException {
    List<Seen> seen = new ArrayList<>();
    try (Graph graph = new Graph()) {
      InputPipeline pipeline = input.in(Ops.create(graph));
      try (Session session = new Session(graph);
          TInt64 position = TInt64.scalarOf(from)) {
        session
            .runner()
            .feed(pipeline.position(), position)
            .addTarget(pipeline.start())
            .run()
            .close();
        while (true) {
          try (Result next =
              session.runner().fetch(pipeline.images()).fetch(pipeline.labels()).run()) {
            float[] values = new float[(int) next.get(0).size()];
            ((TFloat32) next.get(0)).asRawTensor().data().asFloats().read(values);
            for (int i = 0; i < next.get(1).size(); i++) {
              int each = crop * crop * 3;
              seen.add(
                  new Seen(
                      Floats.asList(values).subList(i * each, (i + 1) * each),
                      ((TInt32) next.get(1)).getInt(i)));
            }
          }
        }
      }
    } catch (TFOutOfRangeException e) {
      return seen;
    }
  }

  private static List<Float> cropped(List<Float> image, int top, int left, int size) {
    List<Float> cropped = new ArrayList<>();
    for (int i = 0; i < size * size * 3; i++) {
      int y = top + i / (3 * size);
      int x = left + i / 3 % size;
      cropped.add(image.get((y * SIZE + x) * 3 + i % 3));
    }
    return cropped;
  }

  @Test
  void bothSplitsAreEvaluatedInTheOrderOfTheirRecords() throws IOException {
    for (Split split : Split.values()) {
      List<Long> labels = new ArrayList<>();
      for (var example : PreparationTest.examples(dataset, split)) {
        labels.add(
            example
                .getFeatures()
                .getFeatureOrThrow("image/class/label")
                .getInt64List()
                .getValue(0));
      }

      List<Seen> seen = all(evaluation(split, SIZE), SIZE, 0);

      assertThat(seen).extracting(each -> each.label + 1L).isEqualTo(labels);
      assertThat(seen).extracting(Seen::image).doesNotHaveDuplicates();
      assertThat(all(evaluation(split, SIZE), SIZE, 2)).isEqualTo(seen.subList(2, seen.size()));
    }
  }

  @Test
  void aPatchOfTheWholeImageIsTheImage() throws IOException {
    List<Seen> whole = all(evaluation(Split.TRAIN, SIZE), SIZE, 0);

    List<Seen> drawn =
        all(training(SIZE, Augmentation.none().withRandomCrop(true)), SIZE, 0).subList(0, 8);

    assertThat(drawn).containsExactlyInAnyOrderElementsOf(whole);
  }

  @Test
  void theMiddleOfAnOddMarginIsRoundedDownEverywhere() throws IOException {
    int crop = 4;
    List<Seen> expected =
        all(evaluation(Split.TRAIN, SIZE), SIZE, 0).stream()
            .map(seen -> new Seen(cropped(seen.image, 2, 2, crop), seen.label))
            .toList();

    assertThat(all(evaluation(Split.TRAIN, crop), crop, 0)).isEqualTo(expected);
    assertThat(all(training(crop, Augmentation.none()), crop, 0).subList(0, 8))
        .containsExactlyInAnyOrderElementsOf(expected);
  }

  @Test
  void aTrainingStreamEndsWhereItSays() throws IOException {
    for (long from : new long[] {3, 135}) {
      assertThat((long) all(training(1, Augmentation.none()), 1, from).size())
          .isEqualTo(InputPipeline.endFrom(from, 8) - from);
    }
  }

  @Test
  void refusesSizesThatCannotBe() {
    try (Graph graph = new Graph()) {
      Ops tf = Ops.create(graph);
      for (int crop : new int[] {-1, 0, SIZE + 1}) {
        String message =
            "cropSize must be between 1 and 9, the image size of "
                + folder.resolve("out")
                + ", found "
                + crop;
        assertRefused(() -> training(crop, Augmentation.none()).in(tf), message);
        assertRefused(() -> evaluation(Split.TRAIN, crop).in(tf), message);
      }
      for (int batch : new int[] {-1, 0}) {
        String message = "batchSize must be positive, found " + batch;
        assertRefused(
            () ->
                InputPipeline.training(
                    tf, dataset, new TrainingInput(1, batch, Augmentation.none(), 3)),
            message);
        assertRefused(
            () -> InputPipeline.evaluation(tf, dataset, Split.TRAIN, 1, batch, Crops.TEN), message);
      }
    }
  }

  private static void assertRefused(ThrowingCallable adding, String message) {
    assertThatThrownBy(adding).isInstanceOf(IllegalArgumentException.class).hasMessage(message);
  }

  @Test
  void everyOperationIsOnTheCpu() throws IOException {
    try (Graph graph = new Graph()) {
      Ops tf = Ops.create(graph);
      training(4, TrainingStream.PAPER).in(tf);
      evaluation(Split.VALIDATION, 4).in(tf);

      List<NodeDef> nodes = graph.toGraphDef().getNodeList();

      assertThat(nodes)
          .extracting(node -> node.getName().split("/", -1)[0])
          .contains("training_input", "evaluation_input");
      assertThat(nodes)
          .filteredOn(node -> node.getName().contains("_input/"))
          .extracting(NodeDef::getDevice)
          .allMatch(device -> device.toUpperCase(java.util.Locale.ROOT).endsWith("CPU:0"));
    }
  }

  @Test
  void eachStreamReadsTheFilesOfItsSplitBeforeAnythingElse(@TempDir Path copies)
      throws IOException {
    for (Split damaged : Split.values()) {
      Path copy = TestImages.copy(dataset.directory(), copies.resolve(damaged.prefix()));
      Path shard = damage(copy, damaged);
      for (Split read : Split.values()) {
        try (Graph graph = new Graph()) {
          Ops tf = Ops.create(graph);
          Dataset opened = Dataset.open(copy);
          if (read == damaged) {
            assertThatThrownBy(() -> InputPipeline.evaluation(tf, opened, read, 4, 1, Crops.CENTER))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith(shard + " is damaged: ");
          } else {
            InputPipeline.evaluation(tf, opened, read, 4, 1, Crops.CENTER);
          }
        }
      }
      try (Graph graph = new Graph()) {
        Ops tf = Ops.create(graph);
        ThrowingCallable adding =
            () ->
                InputPipeline.training(
                    tf, Dataset.open(copy), new TrainingInput(4, 1, Augmentation.none(), 3));
        if (damaged == Split.TRAIN) {
          assertThatThrownBy(adding).hasMessageStartingWith(shard + " is damaged: ");
        } else {
          org.assertj.core.api.Assertions.assertThatCode(adding).doesNotThrowAnyException();
        }
      }
    }
  }

  private static Path damage(Path directory, Split split) throws IOException {
    Path shard = directory.resolve(split.prefix() + "-00000-of-00001");
    byte[] bytes = Files.readAllBytes(shard);
    bytes[bytes.length / 2] ^= 1;
    return Files.write(shard, bytes);
  }

  @Test
  void whatBreaksUnderAStreamIsExplained(@TempDir Path copies) throws IOException {
    Path copy = TestImages.copy(dataset.directory(), copies.resolve("out"));
    Dataset opened = Dataset.open(copy);
    Path[] shard = new Path[1];

    assertThatThrownBy(
            () ->
                all(
                    tf -> {
                      var pipeline =
                          InputPipeline.training(
                              tf, opened, new TrainingInput(4, 1, Augmentation.none(), 3));
                      shard[0] = damage(copy, Split.TRAIN);
                      return pipeline;
                    },
                    4,
                    0))
        .isInstanceOf(TensorFlowException.class)
        .satisfies(
            e ->
                assertThatThrownBy(() -> opened.explain((RuntimeException) e))
                    .isInstanceOf(IOException.class)
                    .hasMessageStartingWith(shard[0] + " is damaged at byte "));
  }
}

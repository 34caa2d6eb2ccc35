package org.alexnet.export.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.alexnet.common.FolderLock;
import org.alexnet.common.cli.CommandLineTool;
import org.alexnet.data.Dataset;
import org.alexnet.data.Preparation;
import org.alexnet.data.StoredRecords;
import org.alexnet.data.source.ClassFolders;
import org.alexnet.data.source.Split;
import org.alexnet.export.Classifier;
import org.alexnet.export.HandMadeCheckpoint;
import org.alexnet.export.ModelExport;
import org.alexnet.export.PaintedImages;
import org.alexnet.export.ResponsiveNetwork;
import org.alexnet.export.cli.ExportCommand;
import org.alexnet.graph.device.Placement;
import org.alexnet.train.Checkpoint;
import org.alexnet.train.Training;
import org.alexnet.train.TrainingRecipe;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FeatureIndexTest {
  @TempDir private static Path shared;
  private static Dataset dataset;
  private static Path model;
  private static Classifier classifier;
  private static FeatureIndex index;
  private static List<byte[]> images;

  @TempDir private Path folder;

  @BeforeAll
  static void makeAnIndex() throws IOException {
    dataset =
        Preparation.of(
                ClassFolders.in(
                    PaintedImages.classFolders(
                        shared.resolve("images"), 24, List.of("auk", "crow", "owl"))))
            .withImageSize(80)
            .write(shared.resolve("data"));
    int[] steps = {0};
    Checkpoint checkpoint =
        Training.of(TrainingRecipe.paper().withBatchSize(12))
            .withPlacement(Placement.onOneDevice("/CPU:0", 2))
            .withStop(() -> steps[0]++ >= 2)
            .run(ResponsiveNetwork.spec(3), dataset, shared.resolve("run"))
            .checkpoint();
    model = shared.resolve("model");
    ModelExport.of(checkpoint).write(model);
    classifier = Classifier.load(model);
    index =
        FeatureIndex.build(
            shared.resolve("index"), classifier, dataset, Split.TRAIN, Search.EXACT, done -> {});
    images = new ArrayList<>();
    StoredRecords.visit(
        dataset, Split.TRAIN, (place, image) -> images.add(image.encoded().toByteArray()));
  }

  @AfterAll
  static void close() throws IOException {
    index.close();
    classifier.close();
  }

  /** By plain Java, of the features of each image asked for alone. */
  @Test
  void theNearestAreThoseOfTheSmallestDistance() throws IOException {
    List<float[]> all = new ArrayList<>();
    for (byte[] image : images) {
      all.add(classifier.features(List.of(image)).get(0));
    }
    float[] query =
        classifier.features(List.of(PaintedImages.png(PaintedImages.picture(90, 80, 1, 3)))).get(0);
    List<Double> distances =
        all.stream()
            .map(
                each ->
                    Math.sqrt(
                        IntStream.range(0, each.length)
                            .mapToDouble(i -> Math.pow((double) each[i] - query[i], 2))
                            .sum()))
            .toList();
    List<Integer> order =
        IntStream.range(0, all.size())
            .boxed()
            .sorted(Comparator.comparing(distances::get))
            .toList();

    List<Neighbor> nearest = index.nearest(query, 6);

    assertThat(index.imageCount()).isEqualTo(72);
    assertThat(nearest)
        .extracting(each -> (int) each.image())
        .containsExactlyElementsOf(order.subList(0, 6));
    for (Neighbor each : nearest) {
      assertThat(each.distance()).isCloseTo(distances.get((int) each.image()), within(1e-4));
    }
  }

  @Test
  void approximateSearchOfFewFindsTheSame() throws IOException {
    Path target = folder.resolve("approximate");
    float[] query = classifier.features(List.of(images.get(40))).get(0);
    try (FeatureIndex built =
        FeatureIndex.build(
            target, classifier, dataset, Split.TRAIN, Search.APPROXIMATE, done -> {})) {
      assertThat(built.nearest(query, 6)).isEqualTo(index.nearest(query, 6));
    }
    try (FeatureIndex opened = FeatureIndex.open(target)) {
      assertThat(opened.search()).isEqualTo(Search.APPROXIMATE);
      assertThat(opened.nearest(query, 100)).isEqualTo(index.nearest(query, 100));
    }
    assertThat(target.resolve("features.npy")).doesNotExist();
  }

  @Test
  void manyAreSearchedApproximately() {
    assertThat(Search.usual(100_000)).isEqualTo(Search.EXACT);
    assertThat(Search.usual(100_001)).isEqualTo(Search.APPROXIMATE);
  }

  @Test
  void anImageOfTheDataSetIsNearestToItself() throws IOException {
    for (int i : new int[] {0, 31, 71}) {
      List<Neighbor> nearest =
          index.nearest(classifier.features(List.of(images.get(i))).get(0), 100);
      assertThat(nearest)
          .hasSize(72)
          .isSortedAccordingTo(Comparator.comparingDouble(Neighbor::distance));
      assertThat(nearest.get(0).image()).isEqualTo(i);
      assertThat(nearest.get(0).distance()).isCloseTo(0, within(1e-4));
    }
  }

  @Test
  void isOpenedAgainAndKnowsWhatItIsOf() throws IOException {
    FeatureIndex again = FeatureIndex.open(shared.resolve("index"));
    float[] query = classifier.features(List.of(images.get(5))).get(0);

    assertThat(again.nearest(query, 6)).isEqualTo(index.nearest(query, 6));
    again.requireOf(classifier);
    again.requireOf(dataset);
    assertThat(again.split()).isEqualTo(Split.TRAIN);

    Path other =
        ModelExport.of(HandMadeCheckpoint.looking(folder.resolve("other"), List.of("auk", "owl")))
            .write(folder.resolve("model"));
    try (Classifier another = Classifier.load(other)) {
      assertThatThrownBy(() -> again.requireOf(another))
          .isInstanceOf(IOException.class)
          .hasMessage("the index was made with another model than " + other + "; make it again");
    }
    assertThatThrownBy(() -> again.nearest(new float[3], 6))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("features must be ");
    assertThatThrownBy(() -> again.nearest(query, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("count must be positive, found 0");
  }

  @Test
  @SuppressWarnings("try") // the lock is held, not asked
  void oneProcessAtATimeMakesAnIndex() throws IOException {
    Path target = folder.resolve("index");
    try (FolderLock lock = FolderLock.beside(target)) {
      assertThatThrownBy(
              () ->
                  FeatureIndex.build(
                      target, classifier, dataset, Split.TRAIN, Search.EXACT, done -> {}))
          .isInstanceOf(IOException.class)
          .hasMessageStartingWith(target + " is being written by this process");
    }
    assertThat(target).doesNotExist();
  }

  @Test
  void aDamagedIndexIsRefused() throws IOException {
    Path copy = Files.createDirectory(folder.resolve("copy"));
    for (String name : List.of("index.json", "features.npy")) {
      Files.copy(shared.resolve("index").resolve(name), copy.resolve(name));
    }
    byte[] bytes = Files.readAllBytes(copy.resolve("features.npy"));
    bytes[bytes.length / 2] ^= 1;
    Files.write(copy.resolve("features.npy"), bytes);

    assertThatThrownBy(() -> FeatureIndex.open(copy))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith(copy.resolve("features.npy") + " is damaged: ");
  }

  @Test
  void thePageShowsQueriesPredictionsAndNeighbors() throws IOException {
    Path queries = Files.createDirectory(folder.resolve("queries"));
    for (int i = 0; i < 5; i++) {
      Files.write(queries.resolve("query" + i + ".png"), images.get(10 * i));
    }
    Path page = folder.resolve("page.html");

    int code =
        CommandLineTool.execute(
            new ExportCommand(),
            "nearest",
            "--model=" + model,
            "--index=" + shared.resolve("index"),
            "--data=" + dataset.directory(),
            "--page=" + page,
            queries.toString());

    assertThat(code).isZero();
    String html = Files.readString(page);
    assertThat(html.split("<tr>", -1)).hasSize(1 + 5);
    assertThat(html.split("<img src=\"data:image/", -1)).hasSize(1 + 5 * (1 + 6));
    assertThat(html.split("class=\"bar\"", -1)).hasSize(1 + 5 * 3);
  }
}

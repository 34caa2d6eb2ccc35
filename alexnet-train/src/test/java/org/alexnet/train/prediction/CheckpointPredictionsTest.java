package org.alexnet.train.prediction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.alexnet.data.Dataset;
import org.alexnet.data.FileNames;
import org.alexnet.data.image.Crops;
import org.alexnet.data.source.Split;
import org.alexnet.graph.device.PlacedNetwork;
import org.alexnet.graph.device.Placement;
import org.alexnet.train.Checkpoint;
import org.alexnet.train.Evaluator;
import org.alexnet.train.FewImages;
import org.alexnet.train.evaluation.EvaluationCounter;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two networks of different layers and inputs on the same images. */
class CheckpointPredictionsTest {
  @TempDir private static Path shared;
  private static Dataset dataset;
  private static Checkpoint narrow;
  private static Checkpoint shallow;

  @TempDir private Path folder;

  @BeforeAll
  static void train() throws IOException {
    dataset = FewImages.sevenClasses(shared, 70, 6, 4);
    narrow = FewImages.responsive(dataset, shared.resolve("narrow"));
    shallow = FewImages.shallow(dataset, shared.resolve("shallow"));
  }

  private static CheckpointPredictions predictions(Checkpoint checkpoint, Crops crops) {
    return new CheckpointPredictions(
        checkpoint, placed(checkpoint), dataset, Split.VALIDATION, crops);
  }

  private static PlacedNetwork placed(Checkpoint checkpoint) {
    return new PlacedNetwork(checkpoint.spec(), Placement.onOneDevice("/CPU:0", 2));
  }

  private static List<float[]> all(PredictionSource source) throws IOException {
    List<float[]> all = new ArrayList<>();
    source.forEach((label, probabilities) -> all.add(probabilities));
    return all;
  }

  @Test
  void areWhatAnEvaluatorCounts() throws IOException {
    EvaluationCounter counter = new EvaluationCounter();
    predictions(narrow, Crops.TEN).forEach(counter);

    try (Evaluator evaluator =
        new Evaluator(placed(narrow), dataset, Split.VALIDATION, Crops.TEN)) {
      assertThat(counter.evaluation()).isEqualTo(evaluator.evaluate(narrow));
    }
    assertThat(counter.evaluation().imageCount()).isEqualTo(28);
  }

  @Test
  void theAverageOfCheckpointsIsTheMeanOfTheirFolders() throws IOException {
    CheckpointPredictions one = predictions(narrow, Crops.TEN);
    CheckpointPredictions two = predictions(shallow, Crops.CENTER);
    List<String> files = FileNames.of(dataset, Split.VALIDATION);

    List<float[]> average = all(Averaging.of(List.of(one, two)).withWeights(List.of(0.75, 0.25)));

    List<float[]> first = all(PredictionFolder.write(folder.resolve("one"), one, files));
    List<float[]> second = all(PredictionFolder.write(folder.resolve("two"), two, files));
    assertThat(average).hasSize(28);
    for (int image = 0; image < 28; image++) {
      assertThat(first.get(image)).isNotEqualTo(second.get(image));
      for (int c = 0; c < 7; c++) {
        assertThat((double) average.get(image)[c])
            .isCloseTo(0.75 * first.get(image)[c] + 0.25 * second.get(image)[c], within(1e-7));
      }
    }
  }

  @Test
  void sayWhoseTheyAre() {
    CheckpointPredictions source = predictions(narrow, Crops.TEN);

    assertThat(source.networks())
        .containsExactly(
            new PredictedBy(narrow.fingerprint(), narrow.spec().name(), narrow.step(), 10, 1));
    assertThat(source.images())
        .isEqualTo(
            new PredictedImages(dataset.fingerprint(), Split.VALIDATION, dataset.labels(), 28));
    assertThat(source.name()).isEqualTo(narrow.directory().toString());
  }

  @Test
  void refuseOtherClassesBeforeAnythingIsBuilt() throws IOException {
    Dataset others = FewImages.someClasses(folder, 70, 3);

    assertThatThrownBy(
            () ->
                new CheckpointPredictions(
                    narrow, placed(narrow), others, Split.VALIDATION, Crops.CENTER))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            narrow.directory()
                + " was trained on other classes than those of "
                + others.directory()
                + ": [class0, class1, class2, class3, class4, class5, class6]");
  }
}

package org.alexnet.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.alexnet.data.Dataset;
import org.alexnet.data.Preparation;
import org.alexnet.data.image.Crops;
import org.alexnet.data.source.IdxFiles;
import org.alexnet.data.source.Split;
import org.alexnet.graph.device.PlacedNetwork;
import org.alexnet.graph.spec.AlexNetSpec;
import org.alexnet.train.evaluation.Evaluation;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Top-1 and top-5 of Fashion-MNIST, ten classes, against counts made here. */
class CountedByHandTest {
  @TempDir private static Path shared;
  private static Dataset dataset;
  private static AlexNetSpec spec;
  private static Checkpoint checkpoint;
  private static HandMadeNumbers validation;
  private static Map<Crops, List<double[]>> probabilities;

  @BeforeAll
  static void trainALittle() throws IOException {
    dataset =
        Preparation.of(IdxFiles.in(Path.of(System.getProperty("testdata"), "fashion-mnist")))
            .withImageSize(72)
            .write(shared.resolve("dataset"));
    spec = TestData.narrow(dataset);
    int[] steps = {0};
    checkpoint =
        Training.of(TrainingRecipe.paper().withBatchSize(32))
            .withPlacement(TestData.ONE_CPU)
            .withStop(() -> steps[0]++ >= 120)
            .run(spec, dataset, shared.resolve("run"))
            .checkpoint();
    validation = HandMadeNumbers.of(dataset.directory(), "validation", 72);
    probabilities =
        Map.of(
            Crops.CENTER, validation.probabilities(checkpoint, 1),
            Crops.TEN, validation.probabilities(checkpoint, 10));
  }

  @ParameterizedTest
  @EnumSource
  void evaluationCountsWhatIsCountedHere(Crops crops) throws IOException {
    long top1 = validation.correct(probabilities.get(crops), 1);
    long top5 = validation.correct(probabilities.get(crops), 5);
    assertThat(top1).isBetween(150L, 950L);
    assertThat(top5).isBetween(top1 + 20, 998L);

    Evaluation found = evaluated(crops);

    validation.assertCounts(found, probabilities.get(crops));
    assertThat(found.imageCount()).isEqualTo(1000);
    assertThat(found.top1Error()).isEqualTo(1 - top1 / 1000.0);
    assertThat(found.top5Error()).isEqualTo(1 - top5 / 1000.0);
  }

  @Test
  void tenCropsAreNotTheFirstOfThem() throws IOException {
    assertThat(validation.correct(probabilities.get(Crops.TEN), 1))
        .isNotEqualTo(validation.correct(probabilities.get(Crops.CENTER), 1));
    assertThat(evaluated(Crops.TEN)).isNotEqualTo(evaluated(Crops.CENTER));
  }

  private static Evaluation evaluated(Crops crops) throws IOException {
    try (Evaluator evaluator =
        new Evaluator(
            new PlacedNetwork(spec, TestData.ONE_CPU), dataset, Split.VALIDATION, crops)) {
      return evaluator.evaluate(checkpoint);
    }
  }
}

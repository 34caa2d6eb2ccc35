package org.alexnet.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableList;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.alexnet.data.Augmentation;
import org.alexnet.data.Dataset;
import org.alexnet.data.image.Crops;
import org.alexnet.data.source.Split;
import org.alexnet.graph.device.PlacedNetwork;
import org.alexnet.graph.optimizer.MultiStep;
import org.alexnet.graph.spec.AlexNetSpec;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a run reports of itself against what was heard while it ran. */
class MetricsByHandTest {
  /** 70 images, 16 in a step: the epochs end after 4.375, 8.75 and 13.125 steps. */
  private static final List<Integer> LAST_STEPS = List.of(5, 9, 14);

  private static final List<Double> RATES = List.of(0.02, 0.02, 0.005);

  @TempDir private static Path shared;
  private static Dataset dataset;
  private static AlexNetSpec spec;
  private static Path run;
  private static TrainingResult result;
  private static final List<Double> LOSSES = new ArrayList<>();
  private static final List<Double> ERRORS = new ArrayList<>();
  private static final List<Integer> EPOCHS = new ArrayList<>();
  private static final Map<Long, Checkpoint> CHECKPOINTS = new HashMap<>();

  @BeforeAll
  static void train() throws IOException {
    dataset = FewImages.sevenClasses(shared, 70, 10, 6);
    spec = TestData.narrow(dataset);
    run = shared.resolve("run");
    TrainingListener listener =
        new TrainingListener() {
          @Override
          public void stepped(StepSummary summary) {
            EPOCHS.add(summary.epoch());
            LOSSES.add(summary.loss());
            ERRORS.add(summary.error());
            assertThat(summary.step()).isEqualTo(LOSSES.size());
          }

          @Override
          public void saved(Checkpoint checkpoint) {
            CHECKPOINTS.put(checkpoint.step(), checkpoint);
          }
        };
    TrainingRecipe recipe =
        TrainingRecipe.paper()
            .withBatchSize(16)
            .withEpochs(3)
            .withLearningRate(0.02)
            .withSchedule(new MultiStep(ImmutableList.of(2), 0.25));
    result =
        Training.of(recipe)
            .withPlacement(TestData.ONE_CPU)
            .withCheckpoints(CheckpointPolicy.DEFAULT.withKeep(100))
            .withListener(listener)
            .run(spec, dataset, run);
  }

  private static List<String> column(String name) throws IOException {
    List<List<String>> lines =
        Files.readAllLines(run.resolve("metrics.csv")).stream()
            .map(Splitter.on(',')::splitToList)
            .toList();
    int index = lines.get(0).indexOf(name);
    assertThat(lines).hasSize(4).allMatch(line -> line.size() == 9);
    return lines.stream().skip(1).map(line -> line.get(index)).toList();
  }

  @Test
  void everyStepBelongsToTheEpochOfItsFirstImage() {
    assertThat(EPOCHS).containsExactly(1, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 3);
  }

  @Test
  void trainingLossAndErrorAreTheMeansOfTheEpochsSteps() throws IOException {
    int from = 0;
    for (int epoch = 0; epoch < 3; epoch++) {
      int to = LAST_STEPS.get(epoch);
      double loss = mean(LOSSES.subList(from, to));
      double error = mean(ERRORS.subList(from, to));
      assertThat(result.epochs().get(epoch).trainingLoss()).isCloseTo(loss, within(1e-9));
      assertThat(result.epochs().get(epoch).trainingError()).isCloseTo(error, within(1e-9));
      assertThat(Double.parseDouble(column("training_loss").get(epoch)))
          .isCloseTo(loss, within(6e-7));
      assertThat(Double.parseDouble(column("training_error").get(epoch)))
          .isCloseTo(error, within(6e-7));
      from = to;
    }
  }

  private static double mean(List<Double> values) {
    return values.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
  }

  @Test
  void epochsStepsAndRatesAreThoseOfTheRecipe() throws IOException {
    assertThat(result.epochs()).extracting(EpochSummary::epoch).containsExactly(1, 2, 3);
    assertThat(result.epochs())
        .extracting(epoch -> (int) epoch.step())
        .containsExactlyElementsOf(LAST_STEPS);
    assertThat(result.epochs())
        .extracting(EpochSummary::learningRate)
        .containsExactlyElementsOf(RATES);
    List<String> header =
        Splitter.on(',').splitToList(Files.readAllLines(run.resolve("metrics.csv")).get(0));
    assertThat(column(header.get(0))).containsExactly("1", "2", "3");
    assertThat(column(header.get(1))).containsExactly("5", "9", "14");
    assertThat(column("learning_rate")).extracting(Double::valueOf).isEqualTo(RATES);
    assertThat(column(header.get(5))).containsOnly("42");
  }

  @Test
  void top1AndTop5AreThoseOfTheEpochsLastCheckpoint() throws IOException {
    HandMadeNumbers validation = HandMadeNumbers.of(dataset.directory(), "validation", 70);
    assertThat(validation.labels()).hasSize(42);
    List<Long> counts = new ArrayList<>();
    for (int epoch = 0; epoch < 3; epoch++) {
      Checkpoint checkpoint = CHECKPOINTS.get((long) LAST_STEPS.get(epoch));
      List<double[]> probabilities = validation.probabilities(checkpoint, 1);
      long top1 = validation.correct(probabilities, 1);
      long top5 = validation.correct(probabilities, 5);
      validation.assertCounts(result.epochs().get(epoch).evaluation(), probabilities);
      assertThat(Double.parseDouble(column("top1_error").get(epoch)))
          .isCloseTo(1 - top1 / 42.0, within(6e-7));
      assertThat(Double.parseDouble(column("top5_error").get(epoch)))
          .isCloseTo(1 - top5 / 42.0, within(6e-7));
      assertThat(Double.parseDouble(column("log_probability").get(epoch)))
          .isCloseTo(validation.logProbability(probabilities), within(1e-5));
      var written = result.checkpoint().manifest().getEpochs(epoch).getEvaluation();
      assertThat(written.getTop1Correct()).isEqualTo((double) top1);
      assertThat(written.getTop5Correct()).isEqualTo((double) top5);
      assertThat(written.getImages()).isEqualTo(42);
      counts.add(top1);
      assertThat(top1).isLessThan(top5);
    }
    assertThat(counts.stream().distinct().count()).as("top-1 changes").isGreaterThan(1);
  }

  @Test
  void theTenCropsAreThoseOfTheLastCheckpoint() throws IOException {
    HandMadeNumbers validation = HandMadeNumbers.of(dataset.directory(), "validation", 70);
    List<double[]> probabilities = validation.probabilities(result.checkpoint(), 10);

    validation.assertCounts(result.tenCrops().orElseThrow(), probabilities);
  }

  @Test
  void theTrainingImagesAreAskedAboutIfToldTo() throws IOException {
    HandMadeNumbers training = HandMadeNumbers.of(dataset.directory(), "train", 70);
    List<double[]> probabilities = training.probabilities(result.checkpoint(), 1);

    try (Evaluator evaluator =
        new Evaluator(
            new PlacedNetwork(spec, TestData.ONE_CPU), dataset, Split.TRAIN, Crops.CENTER)) {
      training.assertCounts(evaluator.evaluate(result.checkpoint()), probabilities);
    }
  }

  @Test
  void lossAndErrorOfTheFirstStepAreThoseBeforeIt() throws IOException {
    List<StepSummary> heard = new ArrayList<>();
    TrainingListener listener =
        new TrainingListener() {
          @Override
          public void stepped(StepSummary summary) {
            heard.add(summary);
          }
        };
    AlexNetSpec plain = spec.withoutDropout();
    Training training =
        Training.of(
                TrainingRecipe.paper()
                    .withBatchSize(70)
                    .withEpochs(1)
                    .withAugmentation(Augmentation.none()))
            .withPlacement(TestData.ONE_CPU)
            .withListener(listener);
    Checkpoint first =
        training.withStop(() -> true).run(plain, dataset, shared.resolve("plain")).checkpoint();
    HandMadeNumbers images = HandMadeNumbers.of(dataset.directory(), "train", 70);
    List<double[]> probabilities = images.probabilities(first, 1);
    double expected = 0;
    for (int i = 0; i < 70; i++) {
      expected -= Math.log(probabilities.get(i)[images.labels().get(i)]) / 70;
    }

    training.run(plain, dataset, shared.resolve("plain"));

    assertThat(heard).singleElement().satisfies(step -> assertThat(step.loss()).isPositive());
    assertThat(heard.get(0).loss()).isCloseTo(expected, within(1e-4));
    assertThat(heard.get(0).error())
        .isCloseTo(1 - images.correct(probabilities, 1) / 70.0, within(1e-12));
  }
}

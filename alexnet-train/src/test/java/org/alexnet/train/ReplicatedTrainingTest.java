package org.alexnet.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.alexnet.data.Dataset;
import org.alexnet.graph.device.Placement;
import org.alexnet.graph.spec.AlexNetSpec;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Replicas that share each batch of a training, against one network with all of it. */
class ReplicatedTrainingTest {
  /** 36 images, 8 in a step: 14 steps, of which two read into the next epoch. */
  private static final TrainingRecipe RECIPE = TestData.recipe();

  private static final List<Placement> TWO =
      List.of(TestData.ONE_CPU, Placement.of("/CPU:1", "/CPU:1"));

  @TempDir private static Path shared;
  private static Dataset dataset;
  private static AlexNetSpec spec;
  private static TrainingResult one;
  private static TrainingResult two;

  @BeforeAll
  static void train() throws IOException {
    dataset = TestData.colors(shared);
    spec = TestData.shallow(dataset);
    one =
        Training.of(RECIPE)
            .withPlacement(TestData.ONE_CPU)
            .run(spec, dataset, shared.resolve("one"));
    two = Training.of(RECIPE).withReplicas(TWO).run(spec, dataset, shared.resolve("two"));
  }

  @Test
  void theyLearnWhatOneNetworkDoes() {
    assertThat(two.isFinished()).isTrue();
    assertThat(two.checkpoint().step()).isEqualTo(14);
    assertClose(two.checkpoint(), one.checkpoint());
    assertThat(two.epochs())
        .extracting(EpochSummary::trainingError)
        .isEqualTo(one.epochs().stream().map(EpochSummary::trainingError).toList());
  }

  @Test
  void theRecipeIsThatOfOneAndTheDevicesAreThoseOfAll() {
    assertThat(two.checkpoint().recipe()).isEqualTo(one.checkpoint().recipe());
    assertThat(two.checkpoint().manifest().getProvenance().getTowerDevicesList())
        .containsExactly("/CPU:0", "/CPU:0", "/CPU:1", "/CPU:1");
  }

  @Test
  void aRunIsResumedWithAnotherNumberOfThem() throws IOException {
    Path run = shared.resolve("resumed");
    List<String> warnings = new ArrayList<>();
    long[] steps = {0};
    TrainingListener listener =
        new TrainingListener() {
          @Override
          public void stepped(StepSummary summary) {
            steps[0] = summary.step();
          }

          @Override
          public void warned(String warning) {
            warnings.add(warning);
          }
        };
    Training.of(RECIPE)
        .withReplicas(TWO)
        .withListener(listener)
        .withStop(() -> steps[0] >= 3)
        .run(spec, dataset, run);
    Training.of(RECIPE)
        .withPlacement(TestData.ONE_CPU)
        .withListener(listener)
        .withStop(() -> steps[0] >= 7)
        .run(spec, dataset, run);

    // when
    TrainingResult resumed =
        Training.of(RECIPE)
            .withReplicas(
                List.of(TestData.ONE_CPU, TestData.ONE_CPU, TestData.ONE_CPU, TestData.ONE_CPU))
            .withListener(listener)
            .run(spec, dataset, run);

    // then
    assertThat(resumed.checkpoint().step()).isEqualTo(14);
    assertClose(resumed.checkpoint(), one.checkpoint());
    assertThat(warnings)
        .filteredOn(warning -> warning.contains("tower devices"))
        .hasSize(2)
        .first()
        .isEqualTo(
            "warning: the weights will not be bit for bit those of an unbroken run: tower devices"
                + " [/CPU:0, /CPU:0, /CPU:1, /CPU:1] before, [/CPU:0, /CPU:0] now");
  }

  @Test
  void aBatchThatTheyCannotShareIsRefusedBeforeAnythingIsWritten() {
    Path run = shared.resolve("refused");

    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> Training.of(RECIPE.withBatchSize(9)).withReplicas(TWO).run(spec, dataset, run))
        .withMessage("batchSize must be a multiple of 2, the number of replicas, found 9");
    assertThat(run).doesNotExist();
  }

  private static void assertClose(Checkpoint found, Checkpoint expected) {
    assertClose(TrainingTest.variables(found), TrainingTest.variables(expected));
  }

  /** Sums over images are rounded otherwise; all else is the same, dropout included. */
  static void assertClose(Map<String, float[]> found, Map<String, float[]> expected) {
    assertThat(found.keySet()).isEqualTo(expected.keySet());
    expected.forEach(
        (name, values) -> {
          double[] squares = new double[2];
          for (int i = 0; i < values.length; i++) {
            squares[0] += Math.pow(found.get(name)[i] - values[i], 2);
            squares[1] += Math.pow(values[i], 2);
          }
          assertThat(Math.sqrt(squares[0] / squares[1]))
              .as("relative error of %s", name)
              .isLessThan(1e-5);
        });
  }
}

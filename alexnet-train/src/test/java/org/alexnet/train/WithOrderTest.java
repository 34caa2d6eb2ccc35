package org.alexnet.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.alexnet.data.Dataset;
import org.alexnet.graph.spec.AlexNetSpec;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** No option of a training forgets another one, in whatever order they are given. */
class WithOrderTest {
  @TempDir private static Path shared;
  private static Dataset dataset;
  private static AlexNetSpec spec;

  @BeforeAll
  static void prepare() throws IOException {
    dataset = TestData.colors(shared);
    spec = TestData.shallow(dataset);
  }

  @Test
  void everyOptionKeepsTheOthers() throws IOException {
    Checkpoint start =
        Training.of(TestData.recipe().withEpochs(1))
            .withPlacement(TestData.ONE_CPU)
            .run(spec, dataset, shared.resolve("start"))
            .checkpoint();
    List<Long> heard = new ArrayList<>();
    TrainingListener listener =
        new TrainingListener() {
          @Override
          public void stepped(StepSummary summary) {
            heard.add(summary.step());
          }
        };
    List<UnaryOperator<Training>> options =
        List.of(
            training -> training.withPlacement(TestData.ONE_CPU),
            training -> training.withListener(listener),
            training -> training.withStop(() -> heard.size() >= 4),
            training -> training.withCheckpoints(new CheckpointPolicy(1, 3)),
            Training::startingOver,
            training -> training.initializedFrom(start));
    for (int first = 0; first < options.size(); first++) {
      heard.clear();
      Training training = Training.of(TestData.recipe());
      for (int i = 0; i < options.size(); i++) {
        training = options.get((first + i) % options.size()).apply(training);
      }
      Path run = Files.createDirectories(shared.resolve("run"));
      Files.writeString(run.resolve("run.json"), "of a run before");

      TrainingResult result = training.run(spec, dataset, run);

      assertThat(heard).as("beginning with option %s", first).containsExactly(1L, 2L, 3L, 4L);
      assertThat(Checkpoints.of(run).all())
          .extracting(Checkpoint::step)
          .containsExactly(2L, 3L, 4L);
      assertThat(result.checkpoint().manifest().getStart().getCheckpointSha256())
          .isEqualTo(start.fingerprint());
      assertThat(result.checkpoint().manifest().getProvenance().getTowerDevicesList())
          .containsExactly("/CPU:0", "/CPU:0");
    }
  }

  @Test
  void continuingTakesBackStartingOver() throws IOException {
    Path run = shared.resolve("continued");
    Training training =
        Training.of(TestData.recipe().withEpochs(1)).withPlacement(TestData.ONE_CPU);
    training.run(spec, dataset, run);
    long[] first = {-1};
    TrainingListener listener =
        new TrainingListener() {
          @Override
          public void started(AlexNetSpec network, long firstStep, long totalSteps) {
            first[0] = firstStep;
            assertThat(totalSteps).isEqualTo(5);
          }
        };

    training.startingOver().resuming().withListener(listener).run(spec, dataset, run);

    assertThat(first[0]).isEqualTo(5);
  }

  @Test
  void twoListenersHearEverythingInTheirOrder() {
    List<String> heard = new ArrayList<>();
    TrainingListener both = recorder("first", heard).andThen(recorder("second", heard));

    both.opened(null);
    both.started(spec, 1, 2);
    both.stepped(new StepSummary(3, 4, 5, 0.5));
    both.evaluated(null);
    both.saving(5);
    both.saved(null);
    both.ended();
    both.diverged(new DivergedException("it did", 6, "loss", 0.5));

    assertThat(heard)
        .containsExactly(
            "first opened",
            "second opened",
            "first started 1 2",
            "second started 1 2",
            "first StepSummary[epoch=3, step=4, loss=5.0, error=0.5]",
            "second StepSummary[epoch=3, step=4, loss=5.0, error=0.5]",
            "first evaluated",
            "second evaluated",
            "first saving 5",
            "second saving 5",
            "first saved",
            "second saved",
            "first ended",
            "second ended",
            "first it did",
            "second it did");
  }

  private static TrainingListener recorder(String name, List<String> heard) {
    return new TrainingListener() {
      @Override
      public void started(AlexNetSpec network, long firstStep, long totalSteps) {
        heard.add(name + " started " + firstStep + " " + totalSteps);
      }

      @Override
      public void stepped(StepSummary summary) {
        heard.add(name + " " + summary);
      }

      @Override
      public void evaluated(EpochSummary epoch) {
        heard.add(name + " evaluated");
      }

      @Override
      public void opened(TrainingStart start) {
        heard.add(name + " opened");
      }

      @Override
      public void saving(long step) {
        heard.add(name + " saving " + step);
      }

      @Override
      public void saved(Checkpoint checkpoint) {
        heard.add(name + " saved");
      }

      @Override
      public void ended() {
        heard.add(name + " ended");
      }

      @Override
      public void diverged(DivergedException end) {
        heard.add(name + " " + end.getMessage());
      }
    };
  }
}

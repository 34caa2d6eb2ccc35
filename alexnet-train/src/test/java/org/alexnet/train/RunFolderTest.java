package org.alexnet.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.collect.ImmutableList;
import com.google.common.io.MoreFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.alexnet.data.Dataset;
import org.alexnet.data.Preparation;
import org.alexnet.data.image.Crops;
import org.alexnet.data.source.ClassFolders;
import org.alexnet.data.source.Split;
import org.alexnet.graph.device.PlacedNetwork;
import org.alexnet.graph.device.Placement;
import org.alexnet.graph.optimizer.MultiStep;
import org.alexnet.graph.spec.Activation;
import org.alexnet.graph.spec.AlexNetSpec;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is in a run's folder, whatever happened to it before. */
class RunFolderTest {
  @TempDir private static Path shared;
  private static Dataset dataset;
  private static AlexNetSpec spec;

  @TempDir private Path folder;

  /** All 36 images in one step. */
  private static final TrainingRecipe ONE_STEP = TestData.recipe().withBatchSize(36).withEpochs(1);

  @BeforeAll
  static void prepare() throws IOException {
    dataset = TestData.colors(shared);
    spec = TestData.shallow(dataset);
  }

  private static Training training(TrainingRecipe recipe) {
    return Training.of(recipe).withPlacement(TestData.ONE_CPU);
  }

  /** Does something when a step is done. */
  private interface AtStep {
    void at(long step) throws IOException;
  }

  private static TrainingListener listener(AtStep action) {
    return new TrainingListener() {
      @Override
      public void stepped(StepSummary summary) {
        try {
          action.at(summary.step());
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      }
    };
  }

  @Test
  void isWrittenByOneTrainingAtATime() throws IOException {
    Path run = folder.resolve("run");
    List<String> refused = new ArrayList<>();

    training(ONE_STEP)
        .withListener(
            listener(
                step ->
                    assertThatThrownBy(() -> training(ONE_STEP).run(spec, dataset, run))
                        .isInstanceOf(IOException.class)
                        .satisfies(e -> refused.add(e.getMessage()))))
        .run(spec, dataset, run);

    assertThat(refused)
        .containsExactly(
            run
                + " is being written by this process; wait until it has ended, or name another"
                + " folder");
    assertThat(Checkpoint.open(run).step()).isOne();
  }

  @Test
  void isClearedOfWhatAKilledRunLeft() throws IOException {
    Path run = folder.resolve("run");
    for (String left : List.of("step-00000009.partial", "step-00000003.deleted")) {
      Path half = Files.createDirectories(run.resolve("checkpoints/." + left));
      Files.writeString(half.resolve("tensors"), "half");
    }

    training(ONE_STEP).run(spec, dataset, run);

    try (Stream<Path> all = Files.walk(run)) {
      assertThat(all.map(path -> path.getFileName().toString()))
          .filteredOn(name -> name.startsWith("."))
          .isEmpty();
    }
  }

  @Test
  void isFreeIfARunWasKilledBeforeItWasDescribed() throws IOException {
    Path run = Files.createDirectory(folder.resolve("run"));
    Files.writeString(run.resolve(".lock"), "1");
    Files.writeString(run.resolve(".run.json.new"), "{");

    assertThat(Training.isIn(run)).isFalse();
    training(ONE_STEP).run(spec, dataset, run);
    assertThat(Training.isIn(run)).isTrue();

    Path other = Files.createDirectory(folder.resolve("other"));
    Files.writeString(other.resolve("thesis"), "x");
    assertThatThrownBy(() -> Training.isIn(other))
        .isInstanceOf(FileAlreadyExistsException.class)
        .hasMessage(other + " is not a run's folder and is not empty");
  }

  @Test
  void goesOnUnderAnotherOrderOfTheSameVariations() throws IOException {
    Path run = folder.resolve("run");
    training(ONE_STEP)
        .run(spec.withActivation(Activation.Kind.TANH).withoutDropout(), dataset, run);

    TrainingResult again =
        training(ONE_STEP)
            .run(spec.withoutDropout().withActivation(Activation.Kind.TANH), dataset, run);

    assertThat(again.checkpoint().step()).isOne();
  }

  @Test
  void isStartedOverFromItsOwnCheckpoint() throws IOException {
    Path run = folder.resolve("run");
    Checkpoint before = training(ONE_STEP).run(spec, dataset, run).checkpoint();

    Checkpoint begun =
        training(ONE_STEP.withSeed(9))
            .withStop(() -> true)
            .startingOver()
            .initializedFrom(before)
            .run(spec, dataset, run)
            .checkpoint();

    assertThat(begun.step()).isZero();
    assertThat(begun.manifest().getStart().getStep()).isOne();
  }

  @Test
  void keepsItsCheckpointsUntilANewRunHasItsFirstValues() throws IOException {
    Path run = folder.resolve("run");
    training(ONE_STEP).run(spec, dataset, run);
    Checkpoint start = training(ONE_STEP).run(spec, dataset, folder.resolve("x")).checkpoint();
    Path tensors = start.directory().resolve("tensors.data-00000-of-00002");
    damage(tensors);

    assertThatThrownBy(
            () ->
                training(ONE_STEP)
                    .startingOver()
                    .initializedFrom(Checkpoint.open(start.directory()))
                    .run(spec, dataset, run))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith(tensors + " is damaged: ");
    assertThat(Checkpoint.open(run).step()).isOne();
  }

  private static void damage(Path file) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    bytes[bytes.length / 2] ^= 1;
    Files.write(file, bytes);
  }

  @Test
  void remembersWhatItBeganWithThoughItIsNotNamedAgain() throws IOException {
    Checkpoint start = training(ONE_STEP).run(spec, dataset, folder.resolve("x")).checkpoint();
    Path run = folder.resolve("run");
    training(ONE_STEP).initializedFrom(start).run(spec, dataset, run);

    Checkpoint goneOn = training(ONE_STEP.withEpochs(2)).run(spec, dataset, run).checkpoint();

    assertThat(goneOn.manifest().getStart().getCheckpointSha256()).isEqualTo(start.fingerprint());
    training(ONE_STEP.withEpochs(2)).initializedFrom(start).run(spec, dataset, run);
  }

  @Test
  void isStoppedInItsLastEvaluationToo() throws IOException {
    Path run = folder.resolve("run");
    boolean[] evaluated = {false};
    TrainingListener listener =
        new TrainingListener() {
          @Override
          public void evaluated(EpochSummary epoch) {
            evaluated[0] = true;
          }
        };

    TrainingResult stopped =
        training(ONE_STEP)
            .withListener(listener)
            .withStop(() -> evaluated[0])
            .run(spec, dataset, run);

    assertThat(stopped.epochs()).hasSize(1);
    assertThat(stopped.isFinished()).isFalse();
    assertThat(training(ONE_STEP).run(spec, dataset, run).isFinished()).isTrue();
  }

  @Test
  void aDamagedCheckpointIsRefusedHoweverOftenItIsAskedFor() throws IOException {
    Path one =
        training(ONE_STEP).run(spec, dataset, folder.resolve("run")).checkpoint().directory();
    damage(one.resolve("tensors.data-00000-of-00002"));
    Checkpoint damaged = Checkpoint.open(one);

    for (int i = 0; i < 2; i++) {
      assertThatThrownBy(damaged::verify)
          .isInstanceOf(IOException.class)
          .hasMessageContaining(" is damaged: it has SHA-256 ");
    }
  }

  @Test
  void isNotEvaluatedOnOtherClasses() throws IOException {
    Checkpoint checkpoint =
        training(ONE_STEP).run(spec, dataset, folder.resolve("run")).checkpoint();
    Path images = shared.resolve("images");
    Path renamed = folder.resolve("renamed");
    for (String split : List.of("train", "validation")) {
      for (String name : List.of("blue", "green", "red")) {
        Path to = Files.createDirectories(renamed.resolve(split).resolve(name.replace("d", "d-")));
        for (Path file : MoreFiles.listFiles(images.resolve(split).resolve(name))) {
          Files.copy(file, to.resolve(file.getFileName()));
        }
      }
    }
    Dataset other =
        Preparation.of(ClassFolders.in(renamed)).withImageSize(70).write(folder.resolve("other"));

    try (Evaluator evaluator =
        new Evaluator(
            new PlacedNetwork(spec, TestData.ONE_CPU), other, Split.VALIDATION, Crops.CENTER)) {
      assertThatThrownBy(() -> evaluator.evaluate(checkpoint))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage(
              checkpoint.directory()
                  + " was trained on other classes than those of "
                  + other.directory()
                  + ": [blue, green, red]");
    }
  }

  @Test
  void goesOnElsewhereWithAWarning() throws IOException {
    Path run = folder.resolve("run");
    training(ONE_STEP).run(spec, dataset, run);
    List<String> warnings = new ArrayList<>();
    TrainingListener listener =
        new TrainingListener() {
          @Override
          public void warned(String warning) {
            warnings.add(warning);
          }
        };

    training(ONE_STEP).withListener(listener).run(spec, dataset, run);
    assertThat(warnings).isEmpty();

    training(ONE_STEP)
        .withPlacement(Placement.of("/CPU:0", "/CPU:1"))
        .withListener(listener.andThen(listener))
        .run(spec, dataset, run);
    assertThat(warnings)
        .hasSize(2)
        .containsOnly(
            "warning: the weights will not be bit for bit those of an unbroken run: tower devices"
                + " [/CPU:0, /CPU:0] before, [/CPU:0, /CPU:1] now");
  }

  @Test
  void getsBackTheMetricsThatAKillLost() throws IOException {
    Path run = folder.resolve("run");
    training(ONE_STEP).run(spec, dataset, run);
    Path metrics = run.resolve("metrics.csv");
    List<String> whole = Files.readAllLines(metrics);
    Files.write(metrics, whole.subList(0, 1));

    training(ONE_STEP).run(spec, dataset, run);

    assertThat(Files.readAllLines(metrics)).hasSize(2).isEqualTo(whole);
  }

  @Test
  void keepsItsCheckpointsInTheOrderOfTheirNumbers() throws IOException {
    Path run = folder.resolve("run");
    Path one = training(ONE_STEP).run(spec, dataset, run).checkpoint().directory();
    Path late = run.resolve("checkpoints/step-99999999");
    Path later = run.resolve("checkpoints/step-100000000");
    for (Path copy : List.of(later, late)) {
      Files.createDirectory(copy);
      for (Path file : MoreFiles.listFiles(one)) {
        Files.copy(file, copy.resolve(file.getFileName()));
      }
    }

    assertThat(Checkpoints.of(run).all())
        .extracting(Checkpoint::directory)
        .containsExactly(one, late, later);
    assertThat(Checkpoint.open(run).directory()).isEqualTo(later);
  }

  @Test
  void savesNothingOfADataSetThatWasReplacedMeanwhile() throws IOException {
    Path images = shared.resolve("images");
    Dataset own =
        Preparation.of(ClassFolders.in(images)).withImageSize(70).write(folder.resolve("own"));
    Path run = folder.resolve("run");
    Training replaced =
        training(TestData.recipe())
            .withCheckpoints(CheckpointPolicy.DEFAULT.withEverySteps(2))
            .withListener(
                listener(
                    step -> {
                      if (step == 3) {
                        Preparation.of(ClassFolders.in(images))
                            .withImageSize(70)
                            .withSeed(1)
                            .replace(own.directory());
                      }
                    }));

    assertThatThrownBy(() -> replaced.run(spec, own, run))
        .isInstanceOf(IOException.class)
        .hasMessage(
            own.directory()
                + " was replaced while it was in use; what was made of it since the last checkpoint"
                + " is not kept");

    Checkpoint latest = Checkpoint.open(run);
    assertThat(latest.step()).isEqualTo(2);
    assertThat(latest.manifest().getDataset().getFingerprint()).isEqualTo(own.fingerprint());
  }

  @Test
  void holdsTheSameWeightsHoweverOftenTheInputIsStartedAnew() throws IOException {
    TrainingRecipe long20 =
        ONE_STEP.withEpochs(20).withSchedule(new MultiStep(ImmutableList.of(), 0.1));
    TrainingResult unbroken = training(long20).run(spec, dataset, folder.resolve("unbroken"));
    Path run = folder.resolve("run");
    long[] done = {0};
    training(long20)
        .withListener(listener(step -> done[0] = step))
        .withStop(() -> done[0] >= 9)
        .run(spec, dataset, run);

    TrainingResult resumed = training(long20).run(spec, dataset, run);

    assertThat(unbroken.checkpoint().step()).isEqualTo(20);
    TrainingTest.assertSameBits(resumed.checkpoint(), unbroken.checkpoint(), 20);
  }

  @Test
  void isBegunAtOnceHoweverManyEpochsAreAllowed() throws IOException {
    long[] done = {0};

    TrainingResult result =
        training(ONE_STEP.withEpochs(Integer.MAX_VALUE))
            .withListener(listener(step -> done[0] = step))
            .withStop(() -> done[0] >= 1)
            .run(spec, dataset, folder.resolve("run"));

    assertThat(result.checkpoint().step()).isOne();
  }

  @Test
  void isNotBegunWithABatchThatTheDataSetCannotFill() {
    assertThatThrownBy(
            () -> training(ONE_STEP.withBatchSize(37)).run(spec, dataset, folder.resolve("run")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "batchSize must be at most 36, the number of training images of "
                + dataset.directory()
                + ", found 37");
    assertThat(folder.resolve("run")).doesNotExist();
  }

  /** The runtime would end the whole process where memory ends. */
  @Test
  void isNotBegunWithABatchThatNoMachineCanHold() {
    assertThatThrownBy(
            () ->
                training(ONE_STEP.withBatchSize(2_000_000_000))
                    .run(spec, dataset, folder.resolve("run")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("batchSize 2000000000 is too large: ");
    assertThat(folder.resolve("run")).doesNotExist();
  }

  @Test
  void holdsNoCheckpointOfAnExplodedUpdate() {
    Path run = folder.resolve("run");

    assertThatThrownBy(() -> training(ONE_STEP.withLearningRate(1e39)).run(spec, dataset, run))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageMatching(
            "\\w+/tower\\d/(weights|biases) is no longer finite, at step 1 with learning rate 1.0E39;"
                + " a lower one helps: start over");
    assertThat(run.resolve("checkpoints"))
        .satisfiesAnyOf(
            checkpoints -> assertThat(checkpoints).doesNotExist(),
            checkpoints -> assertThat(checkpoints).isEmptyDirectory());
  }
}

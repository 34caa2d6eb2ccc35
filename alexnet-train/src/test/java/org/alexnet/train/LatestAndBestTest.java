package org.alexnet.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.collect.ImmutableList;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.alexnet.data.Dataset;
import org.alexnet.graph.spec.AlexNetSpec;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The checkpoints that {@code latest} and {@code best} name. */
class LatestAndBestTest {
  private static final TrainingRecipe RECIPE =
      TestData.recipe().withBatchSize(7).withEpochs(5).withLearningRate(0.002);

  @TempDir private static Path shared;
  private static Dataset dataset;
  private static AlexNetSpec spec;
  private static Path unbroken;
  private static List<EpochSummary> epochs;

  @TempDir private Path folder;

  @BeforeAll
  static void train() throws IOException {
    dataset = FewImages.sevenClasses(shared, 70, 2, 3);
    spec = TestData.shallow(dataset);
    unbroken = shared.resolve("run");
    epochs = training(1, new TrainingListener() {}).run(spec, dataset, unbroken).epochs();
  }

  private static Training training(int kept, TrainingListener listener) {
    return Training.of(RECIPE)
        .withPlacement(TestData.ONE_CPU)
        .withCheckpoints(new CheckpointPolicy(1, kept))
        .withListener(listener);
  }

  /** The step of the lowest error, the first of equals, by a loop. */
  private static long bestStep(List<EpochSummary> epochs) {
    EpochSummary best = epochs.get(0);
    for (EpochSummary epoch : epochs) {
      if (epoch.evaluation().top1Correct() > best.evaluation().top1Correct()) {
        best = epoch;
      }
    }
    return best.step();
  }

  private static SortedSet<String> folders(Path run) throws IOException {
    try (Stream<Path> all = Files.list(run.resolve("checkpoints"))) {
      return all.map(path -> path.getFileName().toString())
          .collect(java.util.stream.Collectors.toCollection(TreeSet::new));
    }
  }

  @Test
  void theBestIsThatOfTheLowestErrorAndStaysWhereOneIsKept() throws IOException {
    long best = bestStep(epochs);
    assertThat(best).as("not the last epoch").isLessThan(epochs.get(4).step());

    assertThat(unbroken.resolve("latest")).hasContent("checkpoints/step-00000010\n");
    assertThat(unbroken.resolve("best")).hasContent("checkpoints/step-0000000" + best + "\n");
    assertThat(folders(unbroken)).containsExactly("step-0000000" + best, "step-00000010");
    assertThat(Checkpoint.open(unbroken.resolve("best")).step()).isEqualTo(best);
    assertThat(Checkpoint.open(unbroken.resolve("latest")).step()).isEqualTo(10);
    assertThat(Checkpoint.open(unbroken).step()).isEqualTo(10);
    Checkpoint.open(unbroken.resolve("best")).verify();
  }

  /** An end at which nothing is saved. */
  private static final class Death extends Error {
    private static final long serialVersionUID = 1;
  }

  private static TrainingListener dying(long lastStep, boolean evaluated) {
    return new TrainingListener() {
      @Override
      public void stepped(StepSummary summary) {
        if (!evaluated && summary.step() == lastStep) {
          throw new Death();
        }
      }

      @Override
      public void evaluated(EpochSummary epoch) {
        if (evaluated && epoch.step() == lastStep) {
          throw new Death();
        }
      }
    };
  }

  @Test
  void aRunThatDiedAtEveryStepAndEvaluationHasTheSameOnes() throws IOException {
    Path run = folder.resolve("run");
    for (int step : new int[] {1, 2, 3, 4, 6, 7, 8, 10}) {
      for (boolean evaluated : new boolean[] {false, true}) {
        TrainingListener listener = dying(step, evaluated);
        if (!evaluated || step % 2 == 0) {
          assertThatThrownBy(() -> training(1, listener).run(spec, dataset, run))
              .isInstanceOf(Death.class);
        }
      }
    }
    training(1, new TrainingListener() {}).run(spec, dataset, run);

    assertThat(folders(run)).isEqualTo(folders(unbroken));
    for (String name : ImmutableList.of("latest", "best")) {
      assertThat(run.resolve(name)).hasSameTextualContentAs(unbroken.resolve(name));
      assertThat(Checkpoint.open(run.resolve(name)).fingerprint())
          .isEqualTo(Checkpoint.open(unbroken.resolve(name)).fingerprint());
    }
  }

  @Test
  void namesThatAKillPreventedAreWrittenWhenTheRunGoesOn() throws IOException {
    Path run = folder.resolve("run");
    training(5, new TrainingListener() {}).run(spec, dataset, run);
    Files.delete(run.resolve("best"));
    Files.writeString(run.resolve("latest"), "checkpoints/step-00000009\n");

    training(5, new TrainingListener() {}).run(spec, dataset, run);

    assertThat(run.resolve("best")).hasSameTextualContentAs(unbroken.resolve("best"));
    assertThat(run.resolve("latest")).hasSameTextualContentAs(unbroken.resolve("latest"));
  }

  @Test
  void aRunThatStartsOverHasNoneOfTheOldNames() throws IOException {
    Path run = folder.resolve("run");
    training(1, new TrainingListener() {}).run(spec, dataset, run);

    training(1, new TrainingListener() {})
        .withStop(() -> true)
        .startingOver()
        .run(spec, dataset, run);

    assertThat(run.resolve("best")).doesNotExist();
    assertThat(run.resolve("latest")).hasContent("checkpoints/step-00000000\n");
  }

  @Test
  void aNameOfACheckpointThatIsGoneSaysSo() throws IOException {
    Path best = Files.writeString(folder.resolve("best"), "checkpoints/step-00000007\n");

    assertThatThrownBy(() -> Checkpoint.open(best))
        .isInstanceOf(NoSuchFileException.class)
        .hasMessage(best + " is damaged: it names checkpoints/step-00000007, which is not there");
  }

  @Test
  void aDamagedNameSaysWhatIsThere() throws IOException {
    Path run = folder.resolve("run");
    training(5, new TrainingListener() {}).run(spec, dataset, run);
    for (String name : List.of("latest", "best")) {
      Path file = run.resolve(name);
      assertNamesNone(file, "", "");
      assertNamesNone(file, "\n", "");
      assertNamesNone(file, "../../etc\n", "../../etc");
      assertNamesNone(file, "checkpoints/../../etc", "checkpoints/../../etc");
      assertNamesNone(file, "checkpoints/step-x", "checkpoints/step-x");
      assertNamesNone(file, "one\u0007\ntwo", "one  two");
      assertNamesNone(file, "x".repeat(1000), "x".repeat(64));
    }

    assertThat(Checkpoint.open(run).step()).as("the latest one without the file").isEqualTo(10);
  }

  private static void assertNamesNone(Path file, String text, String shown) throws IOException {
    Files.writeString(file, text);

    assertThatThrownBy(() -> Checkpoint.open(file))
        .isInstanceOf(IOException.class)
        .hasMessage(
            file
                + " is damaged: it must name a checkpoint, checkpoints/step-00000047 for example,"
                + " found '"
                + shown
                + "'");
  }

  @Test
  void aFileThatNamesNoCheckpointIsNone() throws IOException {
    for (String text : List.of("", "../other/checkpoints/step-1", "checkpoints/step-x", "step-1")) {
      Path file = Files.writeString(folder.resolve("file"), text);

      assertThatThrownBy(() -> Checkpoint.open(file))
          .isInstanceOf(NoSuchFileException.class)
          .hasMessage(file + " is not a folder with a checkpoint");
    }
  }
}

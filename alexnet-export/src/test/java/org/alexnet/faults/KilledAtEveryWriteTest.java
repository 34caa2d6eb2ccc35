package org.alexnet.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.io.MoreFiles;
import com.google.common.io.RecursiveDeleteOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.alexnet.data.Dataset;
import org.alexnet.export.Classifier;
import org.alexnet.export.ModelExport;
import org.alexnet.faults.FaultyDisk.Fault;
import org.alexnet.faults.FaultyDisk.Killed;
import org.alexnet.train.Checkpoint;
import org.alexnet.train.TrainingResult;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Every write of a data set, a run and a model, killed at each of its changes of the disk, or
 * failed there for want of space: what a reader finds is what was there before or what should
 * become, whole; and the next attempt makes it as if nothing had happened.
 */
class KilledAtEveryWriteTest {
  @TempDir private static Path shared;
  private static Dataset dataset;
  private static TrainingResult unbroken;

  @TempDir private Path folder;

  /** A write on a disk that may fail. */
  private interface Write {
    void on(FaultyDisk disk) throws IOException;
  }

  /** What must hold after a failed write. */
  private interface Check {
    void check() throws IOException;
  }

  @BeforeAll
  static void make() throws IOException {
    dataset = Small.dataset(shared);
    unbroken = Small.training(Small.recipe()).run(Small.spec(), dataset, shared.resolve("run"));
  }

  /** Fails at the first change, the second and so on, until a write gets through. */
  private static int atEvery(Fault fault, Write write, Check check) throws IOException {
    for (int n = 1; ; n++) {
      FaultyDisk disk = new FaultyDisk(fault, n);
      try {
        write.on(disk);
        if (!disk.hasFailed()) {
          return n - 1;
        }
      } catch (Killed e) {
        assertThat(fault).isEqualTo(Fault.KILL);
      } catch (IOException e) {
        assertThat(fault).as("%s at change %s", e, n).isEqualTo(Fault.FULL);
      }
      try {
        check.check();
      } catch (IOException | RuntimeException | AssertionError e) {
        throw new AssertionError(fault + " at change " + n + ": " + e.getMessage(), e);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void aNewDataSetIsThereWholeOrNotAtAll(Fault fault) throws IOException {
    Path out = folder.resolve("out");

    int changes =
        atEvery(
            fault,
            disk -> Small.preparation(shared.resolve("images")).write(disk.path(out)),
            () -> {
              if (Files.exists(out)) {
                Dataset.open(out).verify();
              }
              assertThat(Small.preparation(shared.resolve("images")).replace(out).fingerprint())
                  .isEqualTo(dataset.fingerprint());
              assertThat(Small.leftovers(folder)).isEmpty();
              MoreFiles.deleteRecursively(out, RecursiveDeleteOption.ALLOW_INSECURE);
            });

    assertThat(changes).isGreaterThan(20);
  }

  @ParameterizedTest
  @EnumSource
  void aDataSetThatIsReplacedIsTheOldOrTheNew(Fault fault) throws IOException {
    Path out = folder.resolve("out");
    Path images = shared.resolve("images");
    String old = Small.preparation(images).write(out).fingerprint();
    String next = Small.preparation(images).withSeed(1).write(folder.resolve("next")).fingerprint();
    MoreFiles.deleteRecursively(folder.resolve("next"), RecursiveDeleteOption.ALLOW_INSECURE);

    int changes =
        atEvery(
            fault,
            disk -> Small.preparation(images).withSeed(1).replace(disk.path(out)),
            () -> {
              Dataset found = Dataset.open(out);
              found.verify();
              assertThat(found.fingerprint()).isIn(old, next);
              assertThatThrownBy(() -> Small.preparation(images).write(out))
                  .hasMessage(out + " exists already");
              assertThat(Small.leftovers(folder)).isEmpty();
              Small.preparation(images).replace(out);
            });

    assertThat(changes).isGreaterThan(20);
  }

  @ParameterizedTest
  @EnumSource
  void aRunGoesOnToTheSameEnd(Fault fault) throws IOException {
    Path run = folder.resolve("run");
    long[] last = {0};

    int changes =
        atEvery(
            fault,
            disk -> Small.training(Small.recipe()).run(Small.spec(), dataset, disk.path(run)),
            () -> {
              last[0] = Math.max(last[0], stepOfWholeCheckpoint(run));
              assertEndsAsUnbroken(run);
              MoreFiles.deleteRecursively(run, RecursiveDeleteOption.ALLOW_INSECURE);
            });

    assertThat(changes).isGreaterThan(60);
    assertThat(last[0]).isEqualTo(2);
  }

  @ParameterizedTest
  @EnumSource
  void aRunThatIsStartedOverIsTheOldOrTheNew(Fault fault) throws IOException {
    Path run = folder.resolve("run");
    Small.training(Small.recipe().withSeed(1)).run(Small.spec(), dataset, run);

    int changes =
        atEvery(
            fault,
            disk ->
                Small.training(Small.recipe())
                    .withStop(() -> true)
                    .startingOver()
                    .run(Small.spec(), dataset, disk.path(run)),
            () -> {
              long step = stepOfWholeCheckpoint(run);
              assertThat(step).isIn(-1L, 0L, 2L);
              long seed = step < 0 ? 0 : Checkpoint.open(run).recipe().seed();
              assertThat(seed).isEqualTo(step == 2 ? 1 : 0);
              Small.training(Small.recipe().withSeed(1))
                  .startingOver()
                  .run(Small.spec(), dataset, run);
              assertThat(Small.leftovers(folder)).isEmpty();
            });

    assertThat(changes).isGreaterThan(20);
  }

  /** The step of the latest checkpoint, which is whole; -1 if there is none. */
  private static long stepOfWholeCheckpoint(Path run) throws IOException {
    Path checkpoints = run.resolve("checkpoints");
    boolean any;
    try (Stream<Path> entries =
        Files.isDirectory(checkpoints) ? Files.list(checkpoints) : Stream.empty()) {
      any =
          entries.anyMatch(path -> path.getFileName().toString().startsWith("step-"))
              || (!Files.exists(checkpoints) && Files.exists(run.resolve(".checkpoints.old")));
    }
    if (!any) {
      return -1;
    }
    Checkpoint latest = Checkpoint.open(run);
    latest.verify();
    return latest.step();
  }

  private static void assertEndsAsUnbroken(Path run) throws IOException {
    TrainingResult resumed = Small.training(Small.recipe()).run(Small.spec(), dataset, run);
    assertThat(resumed.checkpoint().fingerprint()).isEqualTo(unbroken.checkpoint().fingerprint());
    assertThat(resumed.epochs()).isEqualTo(unbroken.epochs());
    assertThat(resumed.tenViews()).isEqualTo(unbroken.tenViews());
    assertThat(run.resolve("metrics.csv"))
        .hasSameTextualContentAs(shared.resolve("run/metrics.csv"));
    assertThat(Small.leftovers(run)).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void aModelIsTheVersionBeforeOrTheNext(Fault fault) throws IOException {
    Path model = folder.resolve("model");
    ModelExport export = ModelExport.of(unbroken.checkpoint());
    export.write(model);

    int changes =
        atEvery(
            fault,
            disk -> export.write(disk.path(model)),
            () -> {
              try (Classifier classifier = Classifier.load(model)) {
                assertThat(classifier.labels()).isEqualTo(List.of("a", "b"));
                assertThat(classifier.directory().getFileName().toString()).isIn("1", "2");
              }
              Path next = export.write(model);
              assertThat(Small.leftovers(model)).isEmpty();
              for (Path version : List.of(model.resolve("2"), next)) {
                if (Files.exists(version)) {
                  MoreFiles.deleteRecursively(version, RecursiveDeleteOption.ALLOW_INSECURE);
                }
              }
            });

    assertThat(changes).isGreaterThan(10);
  }
}

package org.alexnet.faults;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.io.MoreFiles;
import com.google.common.io.RecursiveDeleteOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.alexnet.data.Dataset;
import org.alexnet.faults.FaultyDisk.Fault;
import org.alexnet.train.Checkpoint;
import org.alexnet.train.TrainingResult;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Every write of a run, killed at each of its changes of the disk, or failed there for want of
 * space: what a reader finds is what was there before or what should become, whole; and a killed
 * run goes on as if nothing had happened.
 */
class RunKilledAtEveryWriteTest {
  @TempDir private static Path shared;
  private static Dataset dataset;
  private static TrainingResult unbroken;

  @TempDir private Path folder;

  @BeforeAll
  static void make() throws IOException {
    dataset = Small.dataset(shared);
    unbroken = Small.training(Small.recipe()).run(Small.spec(), dataset, shared.resolve("run"));
  }

  @ParameterizedTest
  @EnumSource
  void aRunGoesOnToTheSameEnd(Fault fault) throws IOException {
    Path run = folder.resolve("run");
    long[] last = {0};

    int changes =
        EveryChange.of(
            fault,
            disk -> Small.training(Small.recipe()).run(Small.spec(), dataset, disk.path(run)),
            () -> {
              last[0] = Math.max(last[0], stepOfWholeCheckpoint(run));
              if (fault == Fault.KILL) {
                assertEndsAsUnbroken(run);
              } else { // what could not be deleted is cleared away by the next training
                assertThat(Small.leftovers(folder))
                    .allMatch(path -> path.toString().matches(".*\\.(deleted|lock)"));
              }
              if (Files.exists(run)) {
                MoreFiles.deleteRecursively(run, RecursiveDeleteOption.ALLOW_INSECURE);
              }
            });

    assertThat(changes).isGreaterThan(60);
    assertThat(last[0]).isEqualTo(2);
  }

  @ParameterizedTest
  @EnumSource
  void aRunThatIsStartedOverIsTheOldOrTheNew(Fault fault) throws IOException {
    Path before = folder.resolve("before");
    Small.training(Small.recipe().withSeed(1)).run(Small.spec(), dataset, before);
    Path begun = folder.resolve("begun");
    begin(begun);
    Path run = folder.resolve("run");
    copy(before, run);

    int changes =
        EveryChange.of(
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
              begin(run);
              assertThat(Checkpoint.open(run).recipe().seed()).isOne();
              assertThat(filesIn(run)).isEqualTo(filesIn(begun));
              assertThat(Small.leftovers(folder)).isEmpty();
              MoreFiles.deleteRecursively(run, RecursiveDeleteOption.ALLOW_INSECURE);
              copy(before, run);
            });

    assertThat(changes).isGreaterThan(20);
  }

  /** Starts a run over, up to its first step. */
  private static void begin(Path run) throws IOException {
    Small.training(Small.recipe().withSeed(1))
        .withStop(() -> true)
        .startingOver()
        .run(Small.spec(), dataset, run);
  }

  private static Set<String> filesIn(Path run) throws IOException {
    try (Stream<Path> all = Files.walk(run)) {
      return all.map(path -> run.relativize(path).toString()).collect(Collectors.toSet());
    }
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> all = Files.walk(from)) {
      for (Path path : all.toList()) {
        Files.copy(path, to.resolve(from.relativize(path).toString()));
      }
    }
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
    assertThat(resumed.tenCrops()).isEqualTo(unbroken.tenCrops());
    assertThat(run.resolve("metrics.csv"))
        .hasSameTextualContentAs(shared.resolve("run/metrics.csv"));
    assertThat(Small.leftovers(run)).isEmpty();
  }
}

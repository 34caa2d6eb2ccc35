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
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Every write of a run that replaces another, killed at its changes of the disk, or failed there
 * for want of space: a reader finds the old run or the new one.
 */
class StartingOverKilledAtEveryWriteTest {
  @TempDir private static Path shared;
  private static Dataset dataset;

  @TempDir private Path folder;

  @BeforeAll
  static void make() throws IOException {
    dataset = Small.dataset(shared);
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
              long step = Small.stepOfWholeCheckpoint(run);
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
}

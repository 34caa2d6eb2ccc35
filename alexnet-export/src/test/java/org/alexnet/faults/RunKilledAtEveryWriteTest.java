package org.alexnet.faults;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.io.MoreFiles;
import com.google.common.io.RecursiveDeleteOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.alexnet.data.Dataset;
import org.alexnet.faults.FaultyDisk.Fault;
import org.alexnet.train.TrainingResult;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Every write of a run, killed at its changes of the disk, or failed there for want of space: what
 * a reader finds is what was there before or what should become, whole; and a killed run goes on as
 * if nothing had happened.
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
              last[0] = Math.max(last[0], Small.stepOfWholeCheckpoint(run));
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

package org.alexnet.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.alexnet.data.Dataset;
import org.alexnet.faults.FaultyDisk.Fault;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a loss of power could leave: a name may reach the disk only after what it names. */
class SyncOrderTest {
  private static final int NEVER = Integer.MAX_VALUE;

  @TempDir private Path folder;

  private static void assertInOrder(List<String> log, String... expected) {
    assertThat(log).containsSubsequence(expected);
  }

  @Test
  void aDataSetIsOnTheDiskBeforeItHasItsName() throws IOException {
    FaultyDisk disk = new FaultyDisk(Fault.KILL, NEVER);
    Path images = Small.images(folder.resolve("images"));

    Small.preparation(images).write(disk.path(folder.resolve("out")));

    String named = "move .out.partial to out";
    assertInOrder(disk.log(), "sync .dataset.json.new", "move .dataset.json.new to dataset.json");
    for (String file :
        List.of(
            "dataset.json",
            "mean.pb",
            "train-00000-of-00001",
            "validation-00000-of-00001",
            ".out.partial")) {
      assertInOrder(disk.log(), "sync " + file, named);
    }
    assertInOrder(disk.log(), named, "sync " + folder.getFileName());
  }

  @Test
  void aCheckpointIsOnTheDiskBeforeItHasItsName() throws IOException {
    FaultyDisk disk = new FaultyDisk(Fault.KILL, NEVER);
    Dataset dataset = Small.dataset(folder);

    Small.training(Small.recipe()).run(Small.spec(), dataset, disk.path(folder.resolve("run")));

    String named = "move .step-00000002.partial to step-00000002";
    assertInOrder(disk.log(), "sync .run.json.new", "move .run.json.new to run.json", "sync run");
    assertInOrder(disk.log(), "sync tensors.data-00000-of-00002", named, "sync checkpoints");
    assertInOrder(disk.log(), "sync checkpoint.json", named);
    assertInOrder(disk.log(), named, "move step-00000001 to .step-00000001.deleted");
  }
}

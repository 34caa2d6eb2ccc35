package org.alexnet.train.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Timeout.ThreadMode.SEPARATE_THREAD;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.alexnet.data.Dataset;
import org.alexnet.train.Checkpoint;
import org.alexnet.train.FewImages;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A training in a process of its own that is told to end. */
@EnabledOnOs({OS.LINUX, OS.MAC})
class SignalTest {
  /** Far above a step and a checkpoint of this network, far below the handler's own bound. */
  private static final long PATIENCE_SECONDS = 60;

  @TempDir private Path folder;

  @Test
  @Timeout(value = 200, threadMode = SEPARATE_THREAD)
  void endsWithACheckpointThatTrainingGoesOnFrom() throws Exception {
    Dataset dataset = FewImages.sevenClasses(folder, 70, 3, 1);
    Path out = folder.resolve("run");
    Path log = folder.resolve("log");

    Process process = start(dataset, out, log, "--epochs=200", "--checkpoint-every=1000000");
    try {
      while (text(out.resolve("metrics.csv")).lines().count() < 2) { // one epoch is made
        assertThat(process.isAlive()).as(() -> text(log)).isTrue();
        Thread.sleep(50);
      }
      new ProcessBuilder("kill", "-TERM", Long.toString(process.pid())).start().waitFor();

      assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).as("ended").isTrue();
      assertThat(process.exitValue()).isEqualTo(128 + 15);
      assertThat(text(log)).contains("Stopped after ").doesNotContain("no last checkpoint");
    } finally {
      process.destroyForcibly();
    }
    Checkpoint stopped = Checkpoint.open(out);
    stopped.verify();
    assertThat(stopped.step()).isPositive();
    long epochs = stopped.step() / 3 + 1;

    Process further = start(dataset, out, log, "--if-exists=resume", "--epochs=" + epochs);
    try {
      assertThat(further.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).as("ended").isTrue();
      assertThat(further.exitValue()).as(() -> text(log)).isZero();
    } finally {
      further.destroyForcibly();
    }
    assertThat(Checkpoint.open(out).step()).isEqualTo(3 * epochs);
  }

  /** 21 images, 7 in a step. */
  private static Process start(Dataset dataset, Path out, Path log, String... more)
      throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1", // it lives for seconds
                "-Dorg.bytedeco.javacpp.maxphysicalbytes=0",
                "-cp",
                System.getProperty("java.class.path"),
                TrainCommand.class.getName(),
                "train",
                "--data=" + dataset.directory(),
                "--out=" + out,
                "--input-size=67",
                "--width-divided-by=16",
                "--batch-size=7",
                "--schedule=multi-step:milestones=1000000",
                "--devices=/CPU:0,/CPU:0"));
    command.addAll(List.of(more));
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
        .start();
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      return e.toString();
    }
  }
}

package org.alexnet.train.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.alexnet.data.Dataset;
import org.alexnet.data.Preparation;
import org.alexnet.data.source.IdxFiles;
import org.alexnet.train.FewImages;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What {@code evaluate} and {@code average} leave when they are told to stop. */
@EnabledOnOs({OS.LINUX, OS.MAC})
@Timeout(120)
class StoppedEvaluationTest {
  @TempDir private static Path shared;
  private static Dataset dataset;

  @TempDir private Path folder;

  /** Two checkpoints of one training,a checkpoint, and images for a minute. */
  @BeforeAll
  static void prepare() throws IOException {
    dataset =
        Preparation.of(
                IdxFiles.in(Path.of(System.getProperty("testdata")).resolve("fashion-mnist")))
            .withImageSize(70)
            .write(shared.resolve("dataset"));
    FewImages.begun(dataset, shared.resolve("run"));
  }

  @Test
  void evaluateLeavesNoPredictions() throws Exception {
    Path out = Files.createDirectory(folder.resolve("out"));

    Process process =
        start(
            "evaluate", "--checkpoint=" + shared.resolve("run"), "--predictions=" + out + "/kept");

    assertStops(process, out, ".kept.partial");
  }

  @Test
  void averageLeavesNoTemporaryFolder() throws Exception {
    Path out = Files.createDirectory(folder.resolve("out"));

    Process process =
        start(
            "-Djava.io.tmpdir=" + out,
            "average",
            shared.resolve("run").toString(),
            "--search-weights=top-1");

    assertStops(process, out, "alexnet-predictions");
  }

  /** Sends a signal as soon as there is something that is to go. */
  private void assertStops(Process process, Path out, String temporary) throws Exception {
    try {
      while (process.isAlive() && entries(out).noneMatch(name -> name.startsWith(temporary))) {
        Thread.sleep(20);
      }
      process.destroy(); // SIGTERM
      assertThat(process.waitFor(20, TimeUnit.SECONDS)).as("ended").isTrue();
    } finally {
      process.destroyForcibly();
    }
    assertThat(folder.resolve("err"))
        .content()
        .endsWith("Stopped before the end; nothing incomplete is left\n");
    assertThat(process.exitValue()).as("128 + SIGTERM").isEqualTo(143);
    assertThat(entries(out).filter(name -> name.contains("kept") || name.contains("alexnet")))
        .isEmpty();
  }

  private static Stream<String> entries(Path folder) throws IOException {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.map(path -> path.getFileName().toString()).toList().stream();
    }
  }

  private Process start(String... words) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-XX:TieredStopAtLevel=1"); // it lives for seconds
    command.add("-Dorg.bytedeco.javacpp.maxphysicalbytes=0");
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    List<String> rest = new ArrayList<>(List.of(words));
    while (rest.get(0).startsWith("-D")) {
      command.add(rest.remove(0));
    }
    command.add(TrainCommand.class.getName());
    command.addAll(rest);
    command.addAll(
        List.of(
            "--data=" + dataset.directory(),
            "--split=train",
            "--crops=10",
            "--devices=/CPU:0,/CPU:0"));
    return new ProcessBuilder(command)
        .redirectOutput(folder.resolve("out.txt").toFile())
        .redirectError(folder.resolve("err").toFile())
        .start();
  }
}

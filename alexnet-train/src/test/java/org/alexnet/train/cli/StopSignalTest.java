package org.alexnet.train.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.alexnet.common.cli.Plain;
import org.alexnet.data.Dataset;
import org.alexnet.data.Preparation;
import org.alexnet.data.source.IdxFiles;
import org.alexnet.data.source.ImageSource;
import org.alexnet.data.source.Subset;
import org.alexnet.train.Checkpoint;
import org.alexnet.train.FewImages;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How a training ends when the process is told to. */
class StopSignalTest {
  @TempDir private Path folder;

  @Test
  void theHookIsReleasedAfterANormalEnd() {
    StopSignal signal = StopSignal.install();

    signal.close();

    assertThat(Runtime.getRuntime().removeShutdownHook(signal.hook())).as("still there").isFalse();
    assertThat(signal.getAsBoolean()).isFalse();
  }

  @Test
  void aTrainingThatDoesNotStopInTimeIsLeft() throws InterruptedException {
    StopSignal signal = StopSignal.install(Duration.ofSeconds(1));
    CommandRun printed;
    try {
      printed =
          CommandRun.printedBy(
              () -> {
                signal.hook().start(); // as the JVM does
                signal.hook().join();
              });
    } finally {
      Runtime.getRuntime().removeShutdownHook(signal.hook());
    }

    assertThat(signal.getAsBoolean()).isTrue();
    assertThat(printed.err())
        .isEqualTo(
            "error: no last checkpoint was written within 1 s of the signal; if there is one from"
                + " before it stays, and --if-exists resume resumes from it\n");
  }

  @Test
  void theWaitEndsBeforeDockerKills() {
    assertThat(StopSignal.LONGEST_WAIT).isLessThanOrEqualTo(Duration.ofSeconds(8));
  }

  @Test
  @EnabledOnOs({OS.LINUX, OS.MAC})
  @Timeout(120)
  void aTerminatedTrainingLeavesACheckpointThatGoesOn() throws Exception {
    // given
    Path testData = Path.of(System.getProperty("testdata"));
    ImageSource images = IdxFiles.in(testData.resolve("fashion-mnist"));
    Preparation.of(new Subset(images, images.labels(), 60))
        .withImageSize(32)
        .write(folder.resolve("dataset"));
    List<String> training =
        List.of(
            "train",
            "--data=" + folder.resolve("dataset"),
            "--out=" + folder.resolve("run"),
            "--preset=cifar10",
            "--width-divided-by=16",
            "--batch-size=50",
            "--checkpoint-every=3",
            "--if-exists=resume");
    Process process = start(training);

    // when
    while (process.isAlive() && !hasCheckpoint()) {
      Thread.sleep(20);
    }
    process.destroy(); // SIGTERM
    boolean ended = process.waitFor(20, TimeUnit.SECONDS);

    // then
    assertThat(ended).isTrue();
    List<String> printed = Files.readAllLines(folder.resolve("out"));
    assertThat(process.exitValue()).as("128 + SIGTERM").isEqualTo(143);
    long step = Checkpoint.open(folder.resolve("run")).step();
    assertThat(step).isPositive();
    assertThat(printed)
        .last()
        .asString()
        .startsWith(
            "Stopped after "
                + Plain.count(step, "step")
                + "; the same command with --if-exists resume");

    // and
    List<String> shorter = new ArrayList<>(training);
    long epoch = (step + 11) / 12;
    shorter.add("--epochs=" + (epoch + 1));
    CommandRun resumed = CommandRun.of(shorter.toArray());
    assertThat(resumed.code()).isZero();
    assertThat(resumed.out())
        .contains("Resuming after " + step + " of " + 12 * (epoch + 1) + " steps");
    assertThat(Checkpoint.open(folder.resolve("run")).step()).isEqualTo(12 * (epoch + 1));
  }

  @ParameterizedTest
  @ValueSource(strings = {"--no-tensorboard", "--watch"})
  @EnabledOnOs({OS.LINUX, OS.MAC})
  @Timeout(120)
  void aTerminatedBenchmarkEndsAfterItsStepAndLeavesNothing(String option) throws Exception {
    // given
    Dataset dataset = FewImages.sevenClasses(folder, 32, 2, 1);
    Process process =
        start(
            List.of(
                "benchmark",
                "--data=" + dataset.directory(),
                "--preset=cifar10",
                "--width-divided-by=16",
                "--batch-size=14",
                "--steps=1000000",
                "--every=1",
                option));

    // when
    while (process.isAlive() && Files.readAllLines(folder.resolve("out")).size() < 3) {
      Thread.sleep(20);
    }
    process.destroy(); // SIGTERM
    boolean ended = process.waitFor(20, TimeUnit.SECONDS);

    // then
    assertThat(ended).isTrue();
    assertThat(process.exitValue()).as("128 + SIGTERM").isEqualTo(143);
    assertThat(folder.resolve("out")).content().doesNotContain("in all").endsWith("\n");
    assertThat(Files.readAllLines(folder.resolve("err")))
        .noneMatch(line -> line.startsWith("error: "));
    assertThat(folder.resolve("tmp")).isEmptyDirectory();
  }

  @Test
  @EnabledOnOs({OS.LINUX, OS.MAC})
  @Timeout(120)
  void aTerminatedPreparationIsCutShortAndLeavesNothing() throws Exception {
    // given: a run of minutes
    Process process =
        start(
            List.of(
                "benchmark",
                "--of=prepare",
                "--preset=cifar10",
                "--width-divided-by=16",
                "--batch-size=100000"));

    // when
    while (process.isAlive() && !isPreparing()) {
      Thread.sleep(20);
    }
    process.destroy(); // SIGTERM
    boolean ended = process.waitFor(20, TimeUnit.SECONDS);

    // then
    assertThat(ended).isTrue();
    assertThat(process.exitValue()).as("128 + SIGTERM").isEqualTo(143);
    assertThat(folder.resolve("out")).content().doesNotContain("prepare");
    assertThat(Files.readAllLines(folder.resolve("err")))
        .noneMatch(line -> line.startsWith("error: "));
    assertThat(folder.resolve("tmp")).isEmptyDirectory();
  }

  private boolean isPreparing() throws IOException {
    try (Stream<Path> files = Files.walk(folder.resolve("tmp"))) {
      return files.anyMatch(file -> file.getFileName().toString().startsWith("train-"));
    } catch (UncheckedIOException e) { // a folder went while it was walked
      return false;
    }
  }

  private Process start(List<String> training) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-XX:TieredStopAtLevel=1"); // it lives for seconds
    command.add("-Dorg.bytedeco.javacpp.maxphysicalbytes=0");
    command.add("-Djava.io.tmpdir=" + Files.createDirectory(folder.resolve("tmp")));
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(TrainCommand.class.getName());
    command.addAll(training);
    return new ProcessBuilder(command)
        .redirectOutput(folder.resolve("out").toFile())
        .redirectError(folder.resolve("err").toFile())
        .start();
  }

  private boolean hasCheckpoint() {
    return Files.exists(folder.resolve("run/checkpoints/step-00000003/checkpoint.json"));
  }
}

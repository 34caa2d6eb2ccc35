package org.alexnet.train.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.google.common.base.Splitter;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.alexnet.data.Dataset;
import org.alexnet.train.Checkpoint;
import org.alexnet.train.FewImages;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is written of a training, how it ends when it diverges, and what watching costs. */
class WatchOptionsTest {
  @TempDir private static Path shared;
  private static Dataset dataset;

  @TempDir private Path folder;

  @BeforeAll
  static void prepare() throws IOException {
    dataset = FewImages.sevenClasses(shared, 32, 3, 1);
  }

  /** Three steps an epoch. */
  private static CommandRun run(String command, Object... more) {
    return CommandRun.of(
        Stream.concat(
                Stream.of(
                    command,
                    "--data=" + dataset.directory(),
                    "--preset=cifar10",
                    "--width-divided-by=16",
                    "--batch-size=7"),
                Stream.of(more))
            .toArray());
  }

  private CommandRun train(Object... more) {
    return run(
        "train",
        Stream.concat(Stream.of("--out=" + folder.resolve("run"), "--epochs=2"), Stream.of(more))
            .toArray());
  }

  private List<Long> loggedSteps() throws IOException {
    return Files.readAllLines(folder.resolve("run/steps.jsonl")).stream()
        .map(line -> JsonParser.parseString(line).getAsJsonObject())
        .filter(line -> line.get("kind").getAsString().equals("step"))
        .map((JsonObject line) -> line.get("step").getAsLong())
        .toList();
  }

  @Test
  void logEverySetsTheStepsBetweenTwoLines() throws IOException {
    CommandRun trained = train("--log-every=2");

    assertThat(trained.err()).isEmpty();
    assertThat(loggedSteps()).containsExactly(2L, 4L, 6L);
    assertThat(folder.resolve("run/tensorboard/train")).isNotEmptyDirectory();
    assertThat(folder.resolve("run/tensorboard/validation")).isNotEmptyDirectory();
  }

  @Test
  void noTensorBoardLeavesTheEventFilesOut() throws IOException {
    CommandRun trained = train("--log-every=3", "--no-tensorboard");

    assertThat(trained.err()).isEmpty();
    assertThat(loggedSteps()).containsExactly(3L, 6L);
    assertThat(folder.resolve("run/tensorboard")).doesNotExist();
  }

  @Test
  void aRunThatDivergesEndsWithACodeOfItsOwnAndOneLine() throws IOException {
    Path run = folder.resolve("run");

    CommandRun diverged = train("--event=step4:conv1.weights=1e39");

    assertThat(diverged.code()).isEqualTo(3);
    assertThat(diverged.err())
        .startsWith(
            "error: conv1/tower0/weights is no longer finite, at step 5 with learning rate 1.0E39;"
                + " a lower one helps: start over")
        .contains(run.resolve("latest") + " (step 3, validation loss ")
        .contains(run.resolve("best") + " (step 3, validation loss ")
        .hasLineCount(1);
    assertThat(diverged.out()).contains("epoch ").doesNotContain("Trained:");
    assertThat(Checkpoint.open(run).step()).isEqualTo(3);
  }

  @Test
  void benchmarkPrintsWhatWatchingCosts() {
    CommandRun measured =
        run("benchmark", "--watch", "--steps=7", "--every=3", "--log-every=2", "--no-tensorboard");

    assertThat(measured.err()).isEmpty();
    assertThat(measured.code()).isZero();
    List<String> lines = measured.out().lines().toList();
    assertThat(lines.get(0))
        .isEqualTo("  steps  images/s  watched images/s  time of watched / plain");
    List<List<Double>> pairs =
        lines.subList(1, lines.size() - 1).stream()
            .map(Splitter.on(' ').omitEmptyStrings()::splitToList)
            .map(cells -> cells.stream().map(Double::valueOf).toList())
            .toList();
    assertThat(pairs).extracting(pair -> pair.get(0)).containsExactly(3.0, 6.0, 7.0);
    for (List<Double> pair : pairs) {
      double ratio = pair.get(1) / pair.get(2);
      assertThat(pair.get(3)).isCloseTo(ratio, within(0.01 * ratio));
    }
    List<Double> ratios = pairs.stream().map(pair -> pair.get(3)).sorted().toList();
    assertThat(lines.get(lines.size() - 1)).matches("in all: \\d+\\.\\d{4}");
    assertThat(Double.parseDouble(lines.get(lines.size() - 1).substring("in all: ".length())))
        .as("a mean of the pairs, by their times")
        .isBetween(ratios.get(0) - 1e-4, ratios.get(2) + 1e-4);
  }
}

package org.alexnet.train.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.google.common.base.Splitter;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.alexnet.common.ResidentMemory;
import org.alexnet.data.Dataset;
import org.alexnet.data.source.Split;
import org.alexnet.graph.device.LoopCompilation;
import org.alexnet.graph.device.Placement;
import org.alexnet.graph.preset.Preset;
import org.alexnet.graph.report.NetworkCost;
import org.alexnet.graph.report.PeakMemory;
import org.alexnet.graph.report.TrainingMemory;
import org.alexnet.graph.spec.AlexNetSpec;
import org.alexnet.graph.spec.Precision;
import org.alexnet.train.FewImages;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code benchmark} without watching. */
class BenchmarkRunTest {
  private static final List<String> SMALL =
      List.of("--preset=cifar10", "--width-divided-by=8", "--devices=/CPU:0");

  @TempDir private Path folder;

  private static CommandRun benchmark(String... options) {
    List<Object> all = new ArrayList<>(List.of("benchmark"));
    all.addAll(SMALL);
    all.addAll(List.of(options));
    return CommandRun.of(all.toArray());
  }

  private static List<List<String>> table(CommandRun run) {
    return run.out().lines().map(Splitter.on(' ').omitEmptyStrings()::splitToList).toList();
  }

  @Test
  void needsNoData() throws IOException {
    // given
    Path json = folder.resolve("out.json");

    // when
    CommandRun run =
        benchmark("--of=training,inference", "--steps=3", "--precision=bfloat16", "--json=" + json);

    // then
    assertThat(run.err()).isEmpty();
    assertThat(run.code()).isZero();
    assertThat(run.out())
        .matches("(?s)cifar10, width / 8 in bfloat16; (a product|\\d+ products) of .*")
        .hasLineCount(6);
    assertThat(table(run).subList(2, 6))
        .extracting(row -> row.subList(0, 3))
        .containsExactly(
            List.of("training", "128", "3"),
            List.of("inference", "1", "3"),
            List.of("inference", "32", "3"),
            List.of("inference", "128", "3"));
    assertThatTheNumbersBelongTogether(json);
    assertThatMemoryIsThatOfTheFirstLine(json);
  }

  /** TensorFlow holds what the first line took, so that the others would seem to take less. */
  private static void assertThatMemoryIsThatOfTheFirstLine(Path json) throws IOException {
    var results =
        JsonParser.parseString(Files.readString(json)).getAsJsonObject().getAsJsonArray("results");
    JsonObject training = results.get(0).getAsJsonObject();
    AlexNetSpec spec = Preset.CIFAR10.spec().withWidthDividedBy(8);
    boolean compilesLoops = LoopCompilation.isFor(Placement.of("/CPU:0"));
    assertThat(training.get("estimated_peak_mebibytes").getAsLong())
        .isEqualTo(
            new TrainingMemory(spec, 128, 1, Precision.BFLOAT16, compilesLoops).bytes() >> 20);
    assertThat(training.has("peak_mebibytes"))
        .isEqualTo(ResidentMemory.peakMebibytes().isPresent());
    assertThat(results.get(3).getAsJsonObject().get("estimated_peak_mebibytes").getAsLong())
        .isEqualTo(PeakMemory.atTest(spec, Precision.BFLOAT16, compilesLoops).bytes(128) >> 20);
    assertThat(results.get(3).getAsJsonObject().has("peak_mebibytes")).isFalse();
  }

  /** GFLOP/s from images a second, and its share of the product. */
  private static void assertThatTheNumbersBelongTogether(Path json) throws IOException {
    JsonObject document = JsonParser.parseString(Files.readString(json)).getAsJsonObject();
    double product = document.getAsJsonObject("matrix_product").get("gigaflops").getAsDouble();
    NetworkCost cost = NetworkCost.of(Preset.CIFAR10.spec().withWidthDividedBy(8));
    assertThat(document.get("precision").getAsString()).isEqualTo("bfloat16");
    assertThat(document.getAsJsonArray("results")).hasSize(4);
    for (var element : document.getAsJsonArray("results")) {
      JsonObject result = element.getAsJsonObject();
      boolean training = result.get("what").getAsString().equals("training");
      double multiplyAdds = training ? cost.trainingMultiplyAdds() : cost.multiplyAdds();
      double gigaflops = result.get("gigaflops").getAsDouble();
      assertThat(gigaflops)
          .isCloseTo(
              result.get("images_per_second").getAsDouble() * 2 * multiplyAdds / 1e9,
              within(1e-9 * gigaflops));
      assertThat(result.get("share_of_product").getAsDouble())
          .isCloseTo(gigaflops / product, within(1e-9));
      assertThat(result.get("median_seconds").getAsDouble())
          .isPositive()
          .isLessThanOrEqualTo(result.get("percentile99_seconds").getAsDouble());
    }
  }

  @Test
  void takesTheBatchThatIsGivenAndTheInputAlone() throws IOException {
    // given
    Dataset dataset = FewImages.sevenClasses(folder, 32, 2, 1);

    // when
    CommandRun run =
        benchmark(
            "--of=input,inference", "--data=" + dataset.directory(), "--batch-size=5", "--steps=9");

    // then: further than 14 images, from the beginning again
    assertThat(run.err()).isEmpty();
    List<String> input = table(run).get(2);
    assertThat(input).startsWith("input", "5", "9").hasSize(11);
    assertThat(input.subList(5, 7)).isEqualTo(List.of("-", "-"));
    assertThat(input.get(9)).matches("\\d+"); // MiB that the process grew by
    assertThat(input.get(10)).isEqualTo("0"); // of so small a stream
    assertThat(table(run).get(3)).startsWith("inference", "5", "9");
    assertThat(table(run).get(3).get(4)).isEqualTo("-");
    assertThat(run.out()).hasLineCount(4);
  }

  @Test
  void theInputIsReadAtTheSizeOfItsShards() throws IOException {
    // given
    Dataset dataset = FewImages.sevenClasses(folder, 32, 2, 1);
    Path json = folder.resolve("out.json");
    long bytes = 0;
    for (Path shard : dataset.shards(Split.TRAIN)) {
      bytes += Files.size(shard);
    }

    // when
    CommandRun run =
        benchmark(
            "--of=input",
            "--data=" + dataset.directory(),
            "--batch-size=5",
            "--steps=3",
            "--json=" + json);

    // then
    assertThat(run.err()).isEmpty();
    assertThatBytesOfAnImageAre(json, bytes / 14.0);
  }

  @Test
  void preparesTheImagesOfAFolder() throws IOException {
    // given
    FewImages.sevenClasses(folder, 32, 2, 1);
    Path json = folder.resolve("out.json");
    long bytes = 0;
    try (Stream<Path> files = Files.walk(folder.resolve("images/train"))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        bytes += Files.size(file);
      }
    }

    // when: 14 images, all of them in each run
    CommandRun run =
        benchmark(
            "--of=prepare",
            "--images=" + folder.resolve("images"),
            "--batch-size=14",
            "--steps=3",
            "--json=" + json);

    // then
    assertThat(run.err()).isEmpty();
    assertThat(run.code()).isZero();
    List<String> row = table(run).get(2);
    assertThat(row).startsWith("prepare", "14", "3").hasSize(11).endsWith("-", "-");
    assertThat(row.subList(5, 7)).isEqualTo(List.of("-", "-"));
    assertThatBytesOfAnImageAre(json, bytes / 14.0);
  }

  @Test
  void preparesNoiseAsLargeAsThePhotographsOfImageNet() throws IOException {
    // given
    Path json = folder.resolve("out.json");

    // when
    CommandRun run = benchmark("--of=prepare", "--batch-size=3", "--steps=1", "--json=" + json);

    // then
    assertThat(run.err()).isEmpty();
    JsonObject result = onlyResult(json);
    assertThat(
            result.get("megabytes_per_second").getAsDouble()
                / result.get("images_per_second").getAsDouble())
        .as("megabytes of an image")
        .isBetween(0.09, 0.12);
  }

  private static JsonObject onlyResult(Path json) throws IOException {
    JsonObject document = JsonParser.parseString(Files.readString(json)).getAsJsonObject();
    assertThat(document.getAsJsonArray("results")).hasSize(1);
    return document.getAsJsonArray("results").get(0).getAsJsonObject();
  }

  private static void assertThatBytesOfAnImageAre(Path json, double bytes) throws IOException {
    JsonObject result = onlyResult(json);
    assertThat(result.has("gigaflops")).isFalse();
    assertThat(
            1e6
                * result.get("megabytes_per_second").getAsDouble()
                / result.get("images_per_second").getAsDouble())
        .isCloseTo(bytes, within(1e-6 * bytes));
  }

  @Test
  void aFileThatCannotBeWrittenIsSaidBeforeAnythingIsMeasured() {
    CommandRun refused = benchmark("--json=" + folder);

    CommandRun.assertRefused(refused, 1, folder + " is a folder; give the name of a file");
    assertThat(refused.out()).isEmpty();
  }

  @Test
  void refusesWhatNeedsDataWithoutAny() {
    CommandRun.assertRefused(benchmark("--of=input"), 2, "--of input needs --data");
    CommandRun.assertRefused(benchmark("--watch"), 2, "--watch needs --data");
    CommandRun.assertRefused(benchmark("--images=none"), 2, "--images is for --of prepare");
    CommandRun.assertRefused(
        benchmark("--of=prepare", "--batch-size=2"),
        2,
        "--of prepare needs --batch-size 3 at least, found 2");
    CommandRun.assertRefused(
        benchmark("--watch", "--of=inference", "--data=none"),
        2,
        "--watch is of training, found [inference]");
  }
}

package org.alexnet.data.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.alexnet.data.Dataset;
import org.alexnet.data.PixelStatistics;
import org.alexnet.data.image.TestImages;
import org.alexnet.data.source.Split;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole text of what is shown. */
class InspectTextTest {
  @TempDir private Path folder;

  private static String two(Stream<Double> values) {
    return values
        .map(value -> String.format(Locale.ROOT, "%.2f", value))
        .collect(Collectors.joining("  "));
  }

  @Test
  void showsEveryClassAndTheColors() throws IOException {
    Path idx = Path.of(System.getProperty("testdata"), "fashion-mnist");
    Path out = folder.resolve("out");
    CommandRun prepared =
        CommandRun.of("prepare", "--idx", idx, "--out", out, "--image-size=1", "--seed=7");
    assertThat(prepared)
        .isEqualTo(
            new CommandRun(
                0,
                out
                    + ": 6,000 training images in 5 shards, 1,000 validation images in 1 shard, 1x1"
                    + " pixels, 10 classes\n",
                ""));

    CommandRun inspected = CommandRun.of("inspect", out);

    Dataset dataset = Dataset.open(out);
    PixelStatistics colors = dataset.statistics();
    StringBuilder rows = new StringBuilder();
    int label = 0;
    for (String name : Files.readAllLines(idx.resolve("labels.txt"))) {
      rows.append(name)
          .append(" ".repeat("ankle-boot".length() - name.length()))
          .append(
              String.format(
                  Locale.ROOT,
                  "  %9d  %10d%n",
                  count(idx, "train", label),
                  count(idx, "t10k", label)));
      label++;
    }
    assertThat(inspected.err()).isEmpty();
    assertThat(inspected.code()).isZero();
    assertThat(inspected.out())
        .isEqualTo(
            out
                + ": IDX files fashion-mnist, 1x1 pixels, seed 7\n\n"
                + "class           train  validation\n"
                + rows
                + "all             6,000       1,000\n\n"
                + files(dataset, Split.TRAIN, "train       5 shards, ")
                + files(dataset, Split.VALIDATION, "validation  1 shard, ")
                + "\nstored as  1x1 pixels, fit crop, filter triangle, JPEG of quality 95, chroma"
                + " 4:4:4\n"
                + "7,000 images gray, stored as RGB\n"
                + "\nmean of red, green, blue  "
                + two(colors.rgbMean().stream())
                + "\nstandard deviation along the principal components  "
                + two(colors.eigenvalues().stream().map(v -> Math.sqrt(Math.max(0, v))))
                + "\nlibrary "
                + dataset.manifest().getLibraryVersion()
                + ", TensorFlow "
                + dataset.manifest().getTensorflowVersion()
                + "\nfingerprint  "
                + dataset.fingerprint()
                + "\n");
  }

  @Test
  void drawsSheetsOfCropsOfTheSizeThatIsGiven() throws IOException {
    TestImages.classFolders(folder.resolve("images/train"), 2, "cat", "dog");
    TestImages.classFolders(folder.resolve("images/validation"), 1, "cat", "dog");
    Path out = folder.resolve("small");
    CommandRun.of("prepare", "--images", folder.resolve("images"), "--out", out, "--image-size=8");
    Path sheets = folder.resolve("deep/sheets");

    CommandRun drawn = CommandRun.of("inspect", out, "--draw", sheets, "--crop-size=7", "--seed=3");

    assertThat(drawn.code()).isZero();
    assertThat(drawn.err()).isEmpty();
    assertThat(drawn.out())
        .contains(
            "\n\ndrawn: "
                + String.join(
                    ", ",
                    sheets.resolve("samples.png").toString(),
                    sheets.resolve("augmentation.png").toString(),
                    sheets.resolve("ten-crops.png").toString(),
                    sheets.resolve("colors.png").toString())
                + "\n");
    assertThat(sheets.resolve("ten-crops.png")).isRegularFile();
    assertThat(CommandRun.of("inspect", out, "--draw", sheets, "--crop-size=9"))
        .isEqualTo(
            new CommandRun(
                2,
                "",
                "error: --crop-size must be between 1 and 8, the image size of "
                    + out
                    + ", found 9\n"));
  }

  private static String files(Dataset dataset, Split split, String before) throws IOException {
    long bytes = 0;
    for (Path shard : dataset.shards(split)) {
      bytes += Files.size(shard);
    }
    return String.format(
        Locale.ROOT,
        "%s%.1f MB, %,.0f bytes an image%n",
        before,
        bytes / 1e6,
        (double) bytes / dataset.imageCount(split));
  }

  private static int count(Path idx, String prefix, int label) throws IOException {
    byte[] labels;
    try (var in =
        new java.util.zip.GZIPInputStream(
            Files.newInputStream(idx.resolve(prefix + "-labels-idx1-ubyte.gz")))) {
      labels = in.readAllBytes();
    }
    int count = 0;
    for (int i = 8; i < labels.length; i++) {
      count += labels[i] == label ? 1 : 0;
    }
    return count;
  }
}

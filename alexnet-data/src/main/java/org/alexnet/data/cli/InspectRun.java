package org.alexnet.data.cli;

import com.google.common.collect.Streams;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.alexnet.common.cli.Plain;
import org.alexnet.data.Dataset;
import org.alexnet.data.PixelStatistics;
import org.alexnet.data.proto.ImageNoteCount;
import org.alexnet.data.proto.ShardManifest;
import org.alexnet.data.proto.SkippedImage;
import org.alexnet.data.sheet.ContactSheets;
import org.alexnet.data.source.Split;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "inspect", description = "Shows what a data set holds.")
final class InspectRun implements Callable<Integer> {
  /** Images left out that are printed. */
  private static final int MOST_SKIPPED = 20;

  @Parameters(paramLabel = "DATASET", description = "Folder of the data set.")
  private Path directory;

  @Option(
      names = "--draw",
      paramLabel = "FOLDER",
      description = "Draw contact sheets into this folder, as PNG files.")
  private Path sheets;

  @Option(
      names = "--crop-size",
      paramLabel = "PIXELS",
      description = "Side of the crops that are drawn (default: 227 of 256 pixels).")
  private Integer cropSize;

  @Option(
      names = "--seed",
      paramLabel = "SEED",
      description = "Of the images and augmentations drawn (default: ${DEFAULT-VALUE}).")
  private long seed;

  @Override
  public Integer call() throws IOException {
    Dataset dataset = Dataset.open(directory);
    ContactSheets drawn = ContactSheets.of(dataset).withSeed(seed);
    drawn = cropSize == null ? drawn : drawn.withCropSize(cropSize);
    if (sheets != null) {
      Files.createDirectories(sheets);
    }
    PixelStatistics colors = dataset.statistics();
    System.out.printf(
        Locale.ROOT,
        "%s: %s, %dx%d pixels, seed %d%n%n",
        directory,
        dataset.manifest().getSource(),
        dataset.imageSize(),
        dataset.imageSize(),
        dataset.manifest().getSeed());
    printClasses(dataset);
    printFiles(dataset);
    System.out.printf("%nstored as  %s%n", dataset.storedFormat());
    for (ImageNoteCount note : dataset.manifest().getImageNotesList()) {
      System.out.printf(
          Locale.ROOT, "%s %s%n", Plain.count(note.getImages(), "image"), note.getNote());
    }
    System.out.printf("%nmean of red, green, blue  %s%n", numbers(colors.rgbMean()));
    System.out.printf(
        "standard deviation along the principal components  %s%n",
        numbers(colors.eigenvalues().stream().map(v -> Math.sqrt(Math.max(0, v))).toList()));
    System.out.printf(
        "library %s, TensorFlow %s%nfingerprint  %s%n",
        dataset.manifest().getLibraryVersion(),
        dataset.manifest().getTensorflowVersion(),
        dataset.fingerprint());
    printSkipped(dataset);
    if (sheets != null) {
      draw(drawn);
    }
    return 0;
  }

  private void draw(ContactSheets drawn) throws IOException {
    List<Path> files = drawn.write(sheets);
    System.out.printf(
        "%ndrawn: %s%n", files.stream().map(Path::toString).collect(Collectors.joining(", ")));
    if (!ContactSheets.hasText()) {
      System.out.println("this Java finds no fonts, so the sheets have no text");
    }
  }

  private static void printFiles(Dataset dataset) {
    System.out.println();
    for (Split split : Split.values()) {
      List<ShardManifest> shards = dataset.manifest(split).getShardsList();
      long bytes = shards.stream().mapToLong(shard -> shard.getFile().getByteCount()).sum();
      System.out.printf(
          Locale.ROOT,
          "%-10s  %s, %.1f MB, %,.0f bytes an image%n",
          split.prefix(),
          Plain.count(shards.size(), "shard"),
          bytes / 1e6,
          (double) bytes / Math.max(1, dataset.imageCount(split)));
    }
  }

  private static void printSkipped(Dataset dataset) {
    List<SkippedImage> skipped = dataset.manifest().getSkippedList();
    if (skipped.isEmpty()) {
      return;
    }
    System.out.printf("%nleft out: %s%n", Plain.count(skipped.size(), "image"));
    skipped.stream()
        .limit(MOST_SKIPPED)
        .forEach(image -> System.out.printf("  %s %s%n", image.getFile(), image.getReason()));
    if (skipped.size() > MOST_SKIPPED) {
      System.out.printf(
          Locale.ROOT,
          "  and %,d more, listed in %s%n",
          skipped.size() - MOST_SKIPPED,
          "dataset.json");
    }
  }

  private static void printClasses(Dataset dataset) {
    List<String> classes =
        Streams.zip(
                dataset.labels().labels().stream(),
                dataset.labels().shortNames().stream(),
                (label, name) ->
                    name.equals(label)
                        ? label
                        : label + "  " + name.replace(" (" + label + ")", ""))
            .toList();
    int width =
        Math.max("class".length(), classes.stream().mapToInt(String::length).max().orElse(0));
    System.out.printf("%-" + width + "s  %9s  %10s%n", "class", "train", "validation");
    for (int label = 0; label < dataset.classCount(); label++) {
      System.out.printf(
          Locale.ROOT,
          "%-" + width + "s  %,9d  %,10d%n",
          classes.get(label),
          dataset.manifest(Split.TRAIN).getImagesPerClass(label),
          dataset.manifest(Split.VALIDATION).getImagesPerClass(label));
    }
    System.out.printf(
        Locale.ROOT,
        "%-" + width + "s  %,9d  %,10d%n",
        "all",
        dataset.imageCount(Split.TRAIN),
        dataset.imageCount(Split.VALIDATION));
  }

  private static String numbers(List<Double> values) {
    return values.stream()
        .map(value -> String.format(Locale.ROOT, "%.2f", value))
        .collect(Collectors.joining("  "));
  }
}

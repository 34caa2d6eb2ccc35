package org.alexnet.data.cli;

import com.google.common.collect.Streams;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.alexnet.common.cli.Plain;
import org.alexnet.data.Dataset;
import org.alexnet.data.PixelStatistics;
import org.alexnet.data.proto.ImageNoteCount;
import org.alexnet.data.source.Split;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(name = "inspect", description = "Shows what a data set holds.")
final class InspectRun implements Callable<Integer> {
  @Parameters(paramLabel = "DATASET", description = "Folder of the data set.")
  private Path directory;

  @Override
  public Integer call() throws IOException {
    Dataset dataset = Dataset.open(directory);
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
    System.out.printf("%nstored as  %s%n", dataset.storedFormat());
    for (ImageNoteCount note : dataset.manifest().getImageNotesList()) {
      System.out.printf(
          Locale.ROOT, "%s %s%n", Plain.count(note.getImages(), "image"), note.getNote());
    }
    System.out.printf("%nmean of red, green, blue  %s%n", numbers(colors.rgbMean()));
    System.out.printf(
        "standard deviation along the principal components  %s%n",
        numbers(colors.eigenvalues().stream().map(v -> Math.sqrt(Math.max(0, v))).toList()));
    System.out.printf("fingerprint  %s%n", dataset.fingerprint());
    return 0;
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

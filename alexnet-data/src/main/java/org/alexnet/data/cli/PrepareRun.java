package org.alexnet.data.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.alexnet.common.AtomicDirectory;
import org.alexnet.common.cli.OutputOptions;
import org.alexnet.common.cli.Plain;
import org.alexnet.data.Dataset;
import org.alexnet.data.Preparation;
import org.alexnet.data.Preparation.BadImages;
import org.alexnet.data.source.ImageSource;
import org.alexnet.data.source.Split;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(name = "prepare", description = "Makes a data set of images.")
final class PrepareRun implements Callable<Integer> {
  @Mixin private SourceOptions source;

  @Mixin private OutputOptions output;

  @Option(
      names = "--image-size",
      paramLabel = "PIXELS",
      description = "Side of the stored squares in pixels (default: ${DEFAULT-VALUE}).")
  private int imageSize = 256;

  @Option(
      names = "--seed",
      paramLabel = "SEED",
      description = "Seed of the order and of the validation share (default: ${DEFAULT-VALUE}).")
  private long seed;

  @Option(
      names = "--bad-images",
      paramLabel = "ACTION",
      description =
          "What to do with images that cannot be read: ${COMPLETION-CANDIDATES} (default:"
              + " ${DEFAULT-VALUE}).")
  private BadImages badImages = BadImages.REFUSE;

  @Override
  public Integer call() throws IOException {
    ImageSource images = source.source(seed);
    Path out = output.folder();
    boolean exists = Files.exists(out) || AtomicDirectory.isInterrupted(out);
    output.requirePolicy(exists, "exists already");
    if (exists && output.isResume()) {
      Dataset found = Dataset.open(out);
      requireSame(found, images);
      System.out.printf("%s is prepared already%n", out);
      describe(found);
      return 0;
    }
    describe(prepare(images));
    return 0;
  }

  private Dataset prepare(ImageSource images) throws IOException {
    try (PreparationProgress progress = new PreparationProgress()) {
      Preparation preparation =
          Preparation.of(images)
              .withImageSize(imageSize)
              .withSeed(seed)
              .withBadImages(badImages)
              .withListener(progress);
      return output.isReplace()
          ? preparation.replace(output.folder())
          : preparation.write(output.folder());
    }
  }

  private void requireSame(Dataset found, ImageSource images) {
    if (found.imageSize() != imageSize
        || found.manifest().getSeed() != seed
        || !found.labels().equals(images.labels())
        || !found.manifest().getSource().equals(images.description())) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "%s was made with other options (%s, %d pixels, seed %d); choose --if-exists replace",
              output.folder(),
              found.manifest().getSource(),
              found.imageSize(),
              found.manifest().getSeed()));
    }
  }

  private static void describe(Dataset dataset) {
    System.out.printf(
        Locale.ROOT,
        "%s: %s in %s, %s in %s, %dx%d pixels, %d classes%n",
        dataset.directory(),
        Plain.count(dataset.imageCount(Split.TRAIN), "training image"),
        Plain.count(dataset.shards(Split.TRAIN).size(), "shard"),
        Plain.count(dataset.imageCount(Split.VALIDATION), "validation image"),
        Plain.count(dataset.shards(Split.VALIDATION).size(), "shard"),
        dataset.imageSize(),
        dataset.imageSize(),
        dataset.classCount());
    if (dataset.manifest().getSkippedCount() > 0) {
      System.out.printf(
          "%s could not be read:%n", Plain.count(dataset.manifest().getSkippedCount(), "image"));
      dataset
          .manifest()
          .getSkippedList()
          .forEach(bad -> System.out.println(bad.getFile() + " " + bad.getReason()));
    }
  }
}

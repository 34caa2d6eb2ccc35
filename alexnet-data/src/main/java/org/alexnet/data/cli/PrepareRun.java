package org.alexnet.data.cli;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.alexnet.common.AtomicDirectory;
import org.alexnet.common.cli.Existing;
import org.alexnet.common.cli.Plain;
import org.alexnet.data.ClassFolders;
import org.alexnet.data.Dataset;
import org.alexnet.data.IdxFiles;
import org.alexnet.data.ImageSource;
import org.alexnet.data.Preparation;
import org.alexnet.data.Preparation.BadImages;
import org.alexnet.data.Split;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(name = "prepare", description = "Makes a data set of images.")
final class PrepareRun implements Callable<Integer> {
  @ArgGroup(multiplicity = "1")
  private Source source;

  /** Where the images come from: one of these. */
  private static final class Source {
    @Option(names = "--images", description = "Folder with a folder of images for each class.")
    private Path folders;

    @Option(names = "--idx", description = "Folder with the IDX files of MNIST and labels.txt.")
    private Path idx;
  }

  @Option(names = "--out", required = true, description = "Folder of the data set to make.")
  private Path out;

  @Option(
      names = "--image-size",
      description = "Side of the stored squares in pixels (default: ${DEFAULT-VALUE}).")
  private int imageSize = 256;

  @Option(
      names = "--held-out",
      description =
          "Share of each class to hold out where there is no folder for validation (default:"
              + " ${DEFAULT-VALUE}).")
  private double heldOut = 0.1;

  @Option(
      names = "--seed",
      description = "Seed of the order and of the held-out share (default: ${DEFAULT-VALUE}).")
  private long seed;

  @Option(
      names = "--bad-images",
      description =
          "What to do with images that cannot be read: ${COMPLETION-CANDIDATES} (default:"
              + " ${DEFAULT-VALUE}).")
  private BadImages badImages = BadImages.REFUSE;

  @Option(
      names = "--existing",
      description =
          "What to do with a data set that is there already: ${COMPLETION-CANDIDATES} (default:"
              + " ${DEFAULT-VALUE}).")
  private Existing existing = Existing.FAIL;

  @Override
  public Integer call() throws IOException {
    ImageSource images =
        source.idx != null
            ? IdxFiles.in(source.idx)
            : ClassFolders.in(source.folders).withHeldOutShare(heldOut).withSeed(seed);
    boolean exists = Files.exists(out) || AtomicDirectory.isInterrupted(out);
    if (exists && existing == Existing.CONTINUE) {
      Dataset found = Dataset.open(out);
      requireSame(found, images);
      System.out.printf("%s is prepared already%n", out);
      describe(found);
      return 0;
    }
    if (exists && existing == Existing.FAIL) {
      throw new FileAlreadyExistsException(
          out + " exists already; choose --existing continue or --existing replace");
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
      return existing == Existing.REPLACE ? preparation.replace(out) : preparation.write(out);
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
              "%s was made with other options (%s, %d pixels, seed %d); choose --existing replace",
              out,
              found.manifest().getSource(),
              found.imageSize(),
              found.manifest().getSeed()));
    }
  }

  private static void describe(Dataset dataset) {
    System.out.printf(
        Locale.ROOT,
        "%s: %s in %s, %,d held out in %s, %dx%d pixels, %d classes%n",
        dataset.directory(),
        Plain.count(dataset.imageCount(Split.TRAIN), "training image"),
        Plain.count(dataset.shards(Split.TRAIN).size(), "shard"),
        dataset.imageCount(Split.VALIDATION),
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

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
import org.alexnet.data.SkipBudget;
import org.alexnet.data.source.ImageSource;
import org.alexnet.data.source.Split;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** A command that makes a data set of images, somehow. */
public abstract class PrepareCommand implements Callable<Integer> {
  @Mixin private SourceOptions source;

  @Mixin private OutputOptions output;

  @Mixin private StoredFormatOptions stored;

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
  private BadImages badImages = BadImages.FAIL;

  @Option(
      names = "--skip-at-most",
      paramLabel = "COUNT|PERCENT%",
      converter = SkipBudgetConverter.class,
      description = "More skipped images than this are an error (default: ${DEFAULT-VALUE}).")
  private SkipBudget skipAtMost = SkipBudget.ofCount(100);

  /** Reads a budget. */
  private static final class SkipBudgetConverter implements ITypeConverter<SkipBudget> {
    @Override
    public SkipBudget convert(String text) {
      try {
        return SkipBudget.parse(text);
      } catch (IllegalArgumentException e) {
        throw new TypeConversionException(e.getMessage());
      }
    }
  }

  /** Returns a copy that makes the data set as the options of the subclass say. */
  protected abstract Preparation how(Preparation preparation);

  @Override
  public final Integer call() throws IOException {
    ImageSource images = source.source(seed);
    Path out = output.folder();
    source.requireOutside(out);
    boolean exists = Files.exists(out) || AtomicDirectory.isInterrupted(out);
    int complete = Preparation.completeShards(out);
    output.requirePolicy(exists, "exists already");
    output.requirePolicy(
        complete > 0, "is not finished, " + Plain.count(complete, "shard") + " of it complete");
    try {
      describe(prepare(images, exists && complete == 0));
    } catch (IOException e) {
      tellProgress();
      throw e;
    }
    return 0;
  }

  private void tellProgress() throws IOException {
    int complete = Preparation.completeShards(output.folder());
    if (complete > 0) {
      System.out.printf(
          "%s complete; the same command with --if-exists resume goes on from there%n",
          Plain.count(complete, "shard") + (complete == 1 ? " is" : " are"));
    }
  }

  private Dataset prepare(ImageSource images, boolean isThere) throws IOException {
    try (PreparationProgress progress = new PreparationProgress()) {
      Preparation preparation =
          how(
              Preparation.of(images)
                  .withFormat(stored.format())
                  .withSeed(seed)
                  .withBadImages(badImages)
                  .withSkipAtMost(skipAtMost)
                  .withListener(progress));
      if (output.isReplace()) {
        return preparation.replace(output.folder());
      }
      if (!output.isResume()) {
        return preparation.write(output.folder());
      }
      Dataset dataset = preparation.resume(output.folder());
      if (isThere) {
        System.out.printf("%s is prepared already%n", output.folder());
      }
      return dataset;
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

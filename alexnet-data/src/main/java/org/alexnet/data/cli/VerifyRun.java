package org.alexnet.data.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.alexnet.common.ErrorMessages;
import org.alexnet.common.cli.Plain;
import org.alexnet.data.Dataset;
import org.alexnet.data.VerificationListener;
import org.alexnet.data.source.Split;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
    name = "verify",
    description = "Reads every record of a data set and compares it with its manifest.")
final class VerifyRun implements Callable<Integer> {
  /** Faults that are printed. */
  private static final int MOST_FAULTS = 100;

  @Parameters(paramLabel = "DATASET", description = "Folder of the data set.")
  private Path directory;

  @Override
  public Integer call() throws IOException {
    List<IOException> faults = new ArrayList<>();
    Dataset dataset = verify(faults);
    if (faults.size() == 1) {
      throw faults.get(0);
    }
    if (!faults.isEmpty()) {
      faults.stream()
          .limit(MOST_FAULTS)
          .forEach(fault -> System.out.println(ErrorMessages.firstLine(fault)));
      if (faults.size() > MOST_FAULTS) {
        System.out.printf(Locale.ROOT, "and %,d more%n", faults.size() - MOST_FAULTS);
      }
      throw new IOException(
          directory
              + " is damaged, with "
              + Plain.count(faults.size(), "fault")
              + "; prepare the images again");
    }
    System.out.printf(
        "%s is whole: %s read%n",
        directory,
        Plain.count(
            dataset.imageCount(Split.TRAIN) + dataset.imageCount(Split.VALIDATION), "image"));
    return 0;
  }

  private Dataset verify(List<IOException> faults) throws IOException {
    try (PreparationProgress progress = new PreparationProgress()) {
      return Dataset.verify(
          directory,
          new VerificationListener() {
            @Override
            public void verified(Split split, long done, long total) {
              progress.stored(split, done, total);
            }

            @Override
            public void faulty(IOException fault) {
              faults.add(fault);
            }
          });
    }
  }
}

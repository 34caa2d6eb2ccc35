package org.alexnet.data.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.alexnet.common.cli.Plain;
import org.alexnet.data.Dataset;
import org.alexnet.data.source.Split;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
    name = "verify",
    description = "Reads every record of a data set and compares it with its manifest.")
final class VerifyRun implements Callable<Integer> {
  @Parameters(paramLabel = "DATASET", description = "Folder of the data set.")
  private Path directory;

  @Override
  public Integer call() throws IOException {
    Dataset dataset = Dataset.open(directory);
    try (PreparationProgress progress = new PreparationProgress()) {
      dataset.verify(progress::stored);
    }
    System.out.printf(
        "%s is whole: %s read%n",
        directory,
        Plain.count(
            dataset.imageCount(Split.TRAIN) + dataset.imageCount(Split.VALIDATION), "image"));
    return 0;
  }
}

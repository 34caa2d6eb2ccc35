package org.alexnet.data.cli;

import org.alexnet.data.Preparation;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(name = "prepare", description = "Makes a data set of images.")
final class PrepareRun extends PrepareCommand {
  @Option(
      names = "--threads",
      paramLabel = "COUNT",
      description = "Images that are converted at once (default: as many as cores).")
  private int threads = Runtime.getRuntime().availableProcessors();

  @Override
  protected Preparation how(Preparation preparation) {
    return preparation.withThreads(threads);
  }
}

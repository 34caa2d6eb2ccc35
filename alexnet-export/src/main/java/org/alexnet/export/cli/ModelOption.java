package org.alexnet.export.cli;

import java.nio.file.Path;
import picocli.CommandLine.Option;

/** The model that a command asks. */
final class ModelOption {
  @Option(
      names = "--model",
      paramLabel = "FOLDER",
      required = true,
      description = "Folder of a model's versions, or of one of them.")
  private Path folder;

  Path folder() {
    return folder;
  }
}

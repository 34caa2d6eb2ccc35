package org.alexnet.export.cli;

import org.alexnet.common.cli.CommandLineTool;
import picocli.CommandLine.Command;

/** Exports checkpoints as SavedModels, and classifies images with them. */
@Command(
    name = "alexnet-export",
    description = "Exports checkpoints as SavedModels, and classifies images with them.",
    subcommands = {
      ExportRun.class,
      ImportRun.class,
      ClassifyRun.class,
      IndexRun.class,
      NearestRun.class,
      ShowRun.class,
      BenchmarkRun.class
    })
public final class ExportCommand {
  /** Runs the command. */
  public static void main(String[] args) {
    CommandLineTool.run(new ExportCommand(), args);
  }
}

package org.alexnet.export.cli;

import org.alexnet.common.cli.CommandLineTool;
import picocli.CommandLine.Command;

/** Exports checkpoints to SavedModels, and asks them. */
@Command(
    name = "alexnet-export",
    description = "Exports checkpoints to SavedModels, and asks them about images.",
    subcommands = {ExportRun.class, ClassifyRun.class})
public final class ExportCommand {
  /** Runs the command. */
  public static void main(String[] args) {
    CommandLineTool.run(new ExportCommand(), args);
  }
}

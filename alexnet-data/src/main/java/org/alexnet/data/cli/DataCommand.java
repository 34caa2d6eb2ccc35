package org.alexnet.data.cli;

import org.alexnet.common.cli.CommandLineTool;
import picocli.CommandLine.Command;

/** Prepares data sets, verifies and shows them. */
@Command(
    name = "alexnet-data",
    description = "Prepares data sets of images, verifies and shows them.",
    subcommands = {PrepareRun.class, VerifyRun.class, InspectRun.class})
public final class DataCommand {
  /** Runs the command. */
  public static void main(String[] args) {
    CommandLineTool.run(new DataCommand(), args);
  }
}

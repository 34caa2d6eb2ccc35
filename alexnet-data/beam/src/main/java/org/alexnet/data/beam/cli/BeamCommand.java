package org.alexnet.data.beam.cli;

import org.alexnet.common.cli.CommandLineTool;
import picocli.CommandLine.Command;

/** Prepares data sets on Apache Beam. */
@Command(
    name = "alexnet-data-beam",
    description = "Prepares data sets of images on Apache Beam.",
    subcommands = BeamPrepareRun.class)
public final class BeamCommand {
  /** Runs the command. */
  public static void main(String[] args) {
    CommandLineTool.run(new BeamCommand(), args);
  }
}

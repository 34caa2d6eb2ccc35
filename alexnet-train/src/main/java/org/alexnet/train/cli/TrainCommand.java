package org.alexnet.train.cli;

import org.alexnet.common.cli.CommandLineTool;
import picocli.CommandLine.Command;

/** Trains and evaluates networks. */
@Command(
    name = "alexnet-train",
    description = "Trains networks on prepared data sets and evaluates them.",
    subcommands = {
      TrainRun.class,
      ReplayRun.class,
      EvaluateRun.class,
      AverageRun.class,
      ReportRun.class,
      BenchmarkRun.class,
      ClaimsRun.class,
      ExperimentRun.class
    })
public final class TrainCommand {
  /** Runs the command. */
  public static void main(String[] args) {
    CommandLineTool.run(new TrainCommand(), args);
  }
}

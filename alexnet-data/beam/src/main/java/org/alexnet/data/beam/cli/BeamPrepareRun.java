package org.alexnet.data.beam.cli;

import java.util.List;
import org.alexnet.data.Preparation;
import org.alexnet.data.beam.BeamEngine;
import org.alexnet.data.cli.PrepareCommand;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(name = "prepare", description = "Makes a data set of images on Apache Beam.")
final class BeamPrepareRun extends PrepareCommand {
  @Parameters(
      paramLabel = "OPTION",
      description =
          "Options of Beam, after --: --runner=FlinkRunner --flinkMaster=HOST:PORT, for example"
              + " (default: this machine, on Beam's direct runner).")
  private List<String> beam = List.of();

  @Override
  protected Preparation how(Preparation preparation) {
    return preparation.withEngine(
        new BeamEngine(PipelineOptionsFactory.fromArgs(beam.toArray(new String[0])).create()));
  }
}

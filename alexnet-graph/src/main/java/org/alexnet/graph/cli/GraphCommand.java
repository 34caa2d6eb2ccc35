package org.alexnet.graph.cli;

import org.alexnet.common.cli.CommandLineTool;
import org.alexnet.graph.device.PlacedNetwork;
import org.alexnet.graph.report.NetworkTable;
import org.alexnet.graph.spec.AlexNetSpec;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Prints the network, and more of it on request. */
@Command(
    name = "alexnet-graph",
    description = "Prints the network: layers, shapes, parameters and devices.",
    subcommands = {
      CostRun.class,
      DoctorRun.class,
      LinksRun.class,
      DiffRun.class,
      DrawRun.class,
      RunsRun.class,
      ServeRun.class
    })
public final class GraphCommand implements Runnable {
  @Mixin private StandaloneNetwork network;

  @Mixin private PlacementOptions placement;

  /** Runs the command. */
  public static void main(String[] args) {
    CommandLineTool.run(new GraphCommand(), args);
  }

  @Override
  public void run() {
    AlexNetSpec spec = network.spec();
    System.out.println(NetworkTable.of(new PlacedNetwork(spec, placement.placement(spec))));
  }
}

package org.alexnet.graph.cli;

import org.alexnet.graph.AlexNetSpec;
import org.alexnet.graph.NetworkTable;
import org.alexnet.graph.Placement;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Prints the network. */
@Command(
    name = "alexnet-graph",
    description = "Prints the network: layers, shapes, parameters and devices.",
    subcommands = ServeRun.class)
public final class GraphCommand implements Runnable {
  @Option(
      names = "--image-size",
      description = "Side of the images in pixels (default: ${DEFAULT-VALUE}).")
  private int imageSize = 227;

  @Option(names = "--classes", description = "Number of classes (default: ${DEFAULT-VALUE}).")
  private int classes = 1000;

  @Option(
      names = "--devices",
      split = ",",
      description = "A device for each tower, /GPU:0,/GPU:1 for example (default: the best found).")
  private String[] devices;

  /** Runs the command. */
  public static void main(String[] args) {
    CommandLineTool.run(new GraphCommand(), args);
  }

  @Override
  public void run() {
    AlexNetSpec spec = AlexNetSpec.paper().withImageSize(imageSize).withClassCount(classes);
    Placement placement = devices == null ? Placement.detect(spec.towers()) : Placement.of(devices);
    System.out.println(NetworkTable.of(spec, placement));
  }
}

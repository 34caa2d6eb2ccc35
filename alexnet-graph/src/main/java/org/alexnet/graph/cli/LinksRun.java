package org.alexnet.graph.cli;

import static com.google.common.base.Preconditions.checkArgument;

import java.util.Locale;
import org.alexnet.common.GraphOps;
import org.alexnet.graph.TrainingStep;
import org.alexnet.graph.device.PlacedNetwork;
import org.alexnet.graph.device.Placement;
import org.alexnet.graph.preset.Preset;
import org.alexnet.graph.report.TowerLinks;
import org.alexnet.graph.spec.AlexNetSpec;
import org.tensorflow.Graph;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
    name = "links",
    description =
        "Builds the graph of training with a GPU for each tower, which need not be there, and lists"
            + " every edge between them.")
final class LinksRun implements Runnable {
  @Mixin private StandaloneNetwork network;

  @Override
  public void run() {
    AlexNetSpec spec = network.spec();
    checkArgument(spec.towers() > 1, "one tower has no links");
    Placement placement = Placement.onGpus(spec.towers());
    try (Graph graph = new Graph()) {
      Ops tf = GraphOps.of(graph);
      Ops host = tf.withDevice(placement.hostDevice());
      Shape images = Shape.of(-1, spec.imageSize(), spec.imageSize(), 3);
      new TrainingStep(
          tf,
          new PlacedNetwork(spec, placement),
          Preset.PAPER.recipe().optimizer(), // any: it crosses nothing
          host.placeholder(TFloat32.class, Placeholder.shape(images)),
          host.placeholder(TInt32.class, Placeholder.shape(Shape.of(-1))));
      print(TowerLinks.of(graph, placement));
    }
  }

  private static void print(TowerLinks links) {
    System.out.printf("%-8s  %14s  edge%n", "pass", "bytes an image");
    for (TowerLinks.Edge edge : links.edges()) {
      System.out.printf(
          Locale.ROOT,
          "%-8s  %,14d  %s -> %s%n",
          edge.isBackward() ? "backward" : "forward",
          edge.bytesPerImage(),
          edge.source(),
          edge.target());
    }
    System.out.printf(
        Locale.ROOT,
        "%n%,d bytes of an image cross forward and %,d backward; nothing else crosses.%n",
        links.forwardBytesPerImage(),
        links.backwardBytesPerImage());
  }
}

package org.alexnet.graph;

import java.util.function.BiConsumer;
import org.alexnet.common.GraphOps;
import org.alexnet.graph.device.PlacedNetwork;
import org.alexnet.graph.device.Placement;
import org.alexnet.graph.preset.Preset;
import org.alexnet.graph.spec.AlexNetSpec;
import org.tensorflow.Graph;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;

/** Training graphs that are looked at and never run. */
public final class TrainingGraphs {
  private TrainingGraphs() {}

  /** Builds a training step and hands it over with its graph, which is closed afterwards. */
  public static void with(
      AlexNetSpec spec, Placement placement, BiConsumer<Graph, TrainingStep> inspection) {
    with(new PlacedNetwork(spec, placement), inspection);
  }

  /** The same of a network that may compute in another precision or have replicas. */
  public static void with(PlacedNetwork placed, BiConsumer<Graph, TrainingStep> inspection) {
    AlexNetSpec spec = placed.spec();
    try (Graph graph = new Graph()) {
      Ops tf = GraphOps.of(graph);
      Ops host = tf.withDevice(placed.placement().hostDevice());
      TrainingStep training =
          new TrainingStep(
              tf,
              placed,
              Preset.PAPER.recipe().optimizer(),
              host.withName("images")
                  .placeholder(
                      TFloat32.class,
                      Placeholder.shape(Shape.of(-1, spec.imageSize(), spec.imageSize(), 3))),
              host.withName("labels").placeholder(TInt32.class));
      inspection.accept(graph, training);
    }
  }
}

package org.alexnet.graph;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.alexnet.common.GraphOps;
import org.alexnet.graph.device.PlacedNetwork;
import org.alexnet.graph.device.Placement;
import org.alexnet.graph.spec.AlexNetSpec;
import org.alexnet.graph.spec.FeatureMap;
import org.alexnet.graph.spec.ParameterTable;
import org.alexnet.graph.spec.ShapeTrace;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.types.TFloat32;

/** Whatever a specification accepts can be built, with the shapes that were computed for it. */
class RandomNetworksTest {

  @Provide
  Arbitrary<AlexNetSpec> specs() {
    return RandomSpecs.any();
  }

  @Property(tries = 60)
  void trainingGraphHasAGradientForEveryParameter(@ForAll("specs") AlexNetSpec spec) {
    TrainingGraphs.with(
        spec,
        Placement.onOneDevice("/CPU:0", spec.towers()),
        (graph, training) -> {
          // then
          List<String> names =
              ParameterTable.of(spec).parameters().stream()
                  .map(ParameterTable.Parameter::name)
                  .toList();
          assertThat(training.parameters().keySet()).containsExactlyElementsOf(names);
          assertThat(training.gradients().keySet()).containsExactlyInAnyOrderElementsOf(names);
        });
  }

  @Property(tries = 60)
  void everyLayerHasTheShapeOfTheTrace(@ForAll("specs") AlexNetSpec spec) {
    try (Graph graph = new Graph()) {
      // given
      Ops tf = GraphOps.of(graph);
      int side = spec.imageSize();
      Placeholder<TFloat32> images =
          tf.placeholder(TFloat32.class, Placeholder.shape(Shape.of(2, side, side, 3)));

      // when
      ForwardPass network = new ForwardPass(tf, PlacedNetwork.onOneDevice(spec, "/CPU:0"), images);

      // then
      for (ShapeTrace.Step step : ShapeTrace.of(spec).steps()) {
        List<Operand<TFloat32>> parts = network.activations().get(step.layer().name());
        assertThat(parts).hasSize(step.outputParts());
        for (int tower = 0; tower < parts.size(); tower++) {
          Shape shape = parts.get(tower).shape();
          assertThat(shape)
              .as(step.layer().name())
              .isEqualTo(shapeOf(step, tower, shape.numDimensions()));
        }
      }
      assertThat(network.logits().shape()).isEqualTo(Shape.of(2, spec.classCount()));
    }
  }

  private static Shape shapeOf(ShapeTrace.Step step, int tower, int dimensions) {
    FeatureMap map = step.output();
    long channels = step.outputChannels(tower);
    return dimensions == 2
        ? Shape.of(2, channels)
        : Shape.of(2, map.height(), map.width(), channels);
  }
}

package org.alexnet.graph;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.alexnet.common.GraphOps;
import org.alexnet.graph.device.PlacedNetwork;
import org.alexnet.graph.device.Placement;
import org.alexnet.graph.preset.Preset;
import org.alexnet.graph.spec.AlexNetSpec;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.types.TBfloat16;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;

/** Builders that do not walk through the graph, against those of TensorFlow, which do. */
class GraphOpsTest {

  static Stream<Named<AlexNetSpec>> networks() {
    return Stream.of(TestSpecs.everyKind(), TestSpecs.unusual(4), TestSpecs.narrowPaper(16))
        .map(spec -> Named.of(spec.name(), spec));
  }

  @ParameterizedTest
  @MethodSource("networks")
  void theyMakeTheSameGraphWithTheSameNames(AlexNetSpec spec) {
    try (Graph ours = new Graph();
        Graph theirs = new Graph()) {
      assertThat(training(GraphOps.of(ours), spec)).isEqualTo(training(Ops.create(theirs), spec));
    }
  }

  /** A training step, with an operation and a scope before and after it. */
  private static GraphDef training(Ops tf, AlexNetSpec spec) {
    tf.withSubScope("scope").constant(1);
    new TrainingStep(
        tf,
        new PlacedNetwork(spec, Placement.onGpus(spec.towers())),
        Preset.PAPER.recipe().optimizer(),
        tf.placeholder(TFloat32.class),
        tf.placeholder(TInt32.class));
    tf.withSubScope("scope").constant(2);
    return GraphOps.graphOf(tf).toGraphDef();
  }

  @Test
  void scopesAndNamesThatAreTakenAreNumbered() {
    try (Graph graph = new Graph()) {
      Ops tf = GraphOps.of(graph);

      assertThat(tf.constant(1).op().name()).isEqualTo("Const");
      assertThat(tf.constant(1).op().name()).isEqualTo("Const_1");
      assertThat(tf.withSubScope("a").withName("x").constant(1).op().name()).isEqualTo("a/x");
      assertThat(tf.withSubScope("a").withName("x").constant(1).op().name()).isEqualTo("a_1/x");
    }
  }

  @Test
  void theGraphOfBuildersIsFound() {
    try (Graph graph = new Graph()) {
      assertThat(GraphOps.graphOf(GraphOps.of(graph).withSubScope("scope"))).isSameAs(graph);
      assertThat(GraphOps.graphOf(Ops.create(graph).withSubScope("scope"))).isSameAs(graph);
    }
  }

  /** Only a cast that loses nothing may be made later. */
  @Test
  void aCastFromBfloat16IsUndone() {
    try (Graph graph = new Graph()) {
      Ops tf = GraphOps.of(graph);
      Operand<TFloat32> values = tf.placeholder(TFloat32.class);
      Operand<TBfloat16> rounded = tf.dtypes.cast(values, TBfloat16.class);

      assertThat(GraphOps.beforeCast(tf.dtypes.cast(rounded, TFloat32.class)).op())
          .isEqualTo(rounded.op());
      assertThat(GraphOps.beforeCast(rounded).op()).isEqualTo(rounded.op());
      assertThat(GraphOps.beforeCast(values).op()).isEqualTo(values.op());
    }
  }
}

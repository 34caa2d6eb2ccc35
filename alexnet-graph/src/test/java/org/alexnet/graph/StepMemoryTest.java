package org.alexnet.graph;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.alexnet.graph.device.Placement;
import org.alexnet.graph.spec.AlexNetSpec;
import org.junit.jupiter.api.Test;
import org.tensorflow.proto.NodeDef;

/** What a graph does so that nothing as large as all parameters lies in memory without need. */
class StepMemoryTest {
  private static final AlexNetSpec SPEC = TestSpecs.narrowPaper(16);

  @Test
  void weightsDecayInTheVelocityWithoutATensorBeside() {
    with(
        (training, nodes) -> {
          // when
          List<NodeDef> updates = ofType(nodes, "ResourceApplyKerasMomentum");

          // then
          Set<String> gradients =
              training.gradients().values().stream()
                  .map(gradient -> gradient.op().name())
                  .collect(Collectors.toSet());
          assertThat(updates).hasSize(training.parameters().size());
          assertThat(updates)
              .allSatisfy(
                  update -> {
                    assertThat(gradients).contains(update.getInput(3));
                    NodeDef decay = onlyOneBefore(update, nodes);
                    assertThat(decay.getOp()).isEqualTo("ResourceApplyGradientDescent");
                    assertThat(decay.getInput(0)).as("velocity").isEqualTo(update.getInput(1));
                    assertThat(decay.getInput(2)).isEqualTo(update.getInput(0) + "_read");
                    assertThat(waitsFor("all_gradients", decay, nodes)).isTrue();
                  });
        });
  }

  @Test
  void aTowerUpdatesOneParameterAfterTheOther() {
    with(
        (training, nodes) -> {
          // when
          long first =
              ofType(nodes, "ResourceApplyGradientDescent").stream()
                  .filter(decay -> decay.getInputList().contains("^all_gradients"))
                  .count();

          // then
          assertThat(first).isEqualTo(SPEC.towers());
        });
  }

  /** Of Fill, TensorFlow would make constants of the graph, which stay. */
  @Test
  void velocitiesBeginAsWhatNobodyCanKnowAhead() {
    with(
        (training, nodes) ->
            assertThat(initialValues(nodes, "_velocity"))
                .hasSize(training.parameters().size())
                .allSatisfy(
                    value -> {
                      assertThat(value.getOp()).isEqualTo("Empty");
                      assertThat(value.getAttrOrThrow("init").getB()).isTrue();
                    }));
  }

  /** Of a key that is a constant, TensorFlow would make constants of all weights, which stay. */
  @Test
  void weightsBeginAsWhatNobodyCanKnowAhead() {
    with(
        (training, nodes) ->
            assertThat(initialValues(nodes, "_weights"))
                .hasSize(training.parameters().size() / 2)
                .allSatisfy(
                    value ->
                        assertThat(ancestors(value, nodes))
                            .extracting(NodeDef::getOp)
                            .contains("StatelessRandomNormal", "Empty")));
  }

  private static void with(BiConsumer<TrainingStep, Map<String, NodeDef>> inspection) {
    TrainingGraphs.with(
        SPEC,
        Placement.twoGpus(),
        (graph, training) ->
            inspection.accept(
                training,
                graph.toGraphDef().getNodeList().stream()
                    .collect(toMap(NodeDef::getName, Function.identity()))));
  }

  /** What the initialization assigns to the variables whose name ends so. */
  private static List<NodeDef> initialValues(Map<String, NodeDef> nodes, String nameEnd) {
    return nodes.get("initialize").getInputList().stream()
        .map(input -> nodes.get(input.substring(1)))
        .filter(assign -> assign.getInput(0).endsWith(nameEnd))
        .map(assign -> nodes.get(assign.getInput(1)))
        .toList();
  }

  private static NodeDef onlyOneBefore(NodeDef node, Map<String, NodeDef> nodes) {
    List<String> before =
        node.getInputList().stream().filter(input -> input.startsWith("^")).toList();
    assertThat(before).hasSize(1);
    return nodes.get(before.get(0).substring(1));
  }

  /** Whether it runs after that, or after an update that does. */
  private static boolean waitsFor(String name, NodeDef node, Map<String, NodeDef> nodes) {
    return node.getInputList().stream()
        .filter(input -> input.startsWith("^"))
        .map(input -> nodes.get(input.substring(1)))
        .anyMatch(before -> before.getName().equals(name) || waitsFor(name, before, nodes));
  }

  private static Set<NodeDef> ancestors(NodeDef node, Map<String, NodeDef> nodes) {
    Set<NodeDef> ancestors = new HashSet<>(Set.of(node));
    for (String input : node.getInputList()) {
      ancestors.addAll(ancestors(nodes.get(input), nodes));
    }
    return ancestors;
  }

  private static List<NodeDef> ofType(Map<String, NodeDef> nodes, String type) {
    return nodes.values().stream().filter(node -> node.getOp().equals(type)).toList();
  }
}

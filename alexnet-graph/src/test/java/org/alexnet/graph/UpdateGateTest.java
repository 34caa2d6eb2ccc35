package org.alexnet.graph;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.Streams;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.alexnet.graph.device.Placement;
import org.alexnet.graph.spec.AlexNetSpec;
import org.junit.jupiter.api.Test;
import org.tensorflow.Graph;
import org.tensorflow.GraphOperation;

/** In what order a step changes things. */
class UpdateGateTest {
  private static final AlexNetSpec SPEC = TestSpecs.narrowPaper(16);

  @Test
  void noParameterChangesBeforeAllGradientsAreKnown() {
    TrainingGraphs.with(
        SPEC,
        Placement.twoGpus(),
        (graph, training) -> {
          // when
          List<GraphOperation> updates = ofType(graph, "ResourceApplyKerasMomentum");

          // then
          Set<String> gradients =
              training.gradients().values().stream()
                  .map(gradient -> gradient.op().name())
                  .collect(Collectors.toSet());
          assertThat(updates).hasSize(training.parameters().size());
          assertThat(updates)
              .allSatisfy(
                  update ->
                      assertThat(firstOfItsTower(update).controlInputs())
                          .extracting(GraphOperation::name)
                          .containsExactly("all_gradients"));
          assertThat(names(graph.operation("all_gradients").controlInputs())).isEqualTo(gradients);
        });
  }

  /** A tower updates one parameter after the other. */
  private static GraphOperation firstOfItsTower(GraphOperation update) {
    GraphOperation first = update;
    for (GraphOperation before = onlyOneBefore(first);
        before.type().startsWith("ResourceApply");
        before = onlyOneBefore(first)) {
      assertThat(tower(before)).isEqualTo(tower(first));
      first = before;
    }
    return first;
  }

  private static GraphOperation onlyOneBefore(GraphOperation operation) {
    assertThat(operation.controlInputs()).hasSize(1);
    return operation.controlInputs().iterator().next();
  }

  private static String tower(GraphOperation update) {
    String variable = update.input(0).op().name();
    return variable.contains("tower0") ? "tower0" : "tower1";
  }

  @Test
  void stepIsCountedAfterItWasReadAndAllParametersChanged() {
    TrainingGraphs.with(
        SPEC,
        Placement.twoGpus(),
        (graph, training) -> {
          // when
          GraphOperation counted = ofType(graph, "AssignAddVariableOp").get(0);

          // then
          assertThat(names(counted.controlInputs()))
              .containsAll(
                  ofType(graph, "ResourceApplyKerasMomentum").stream()
                      .map(GraphOperation::name)
                      .toList())
              .contains("step_read");
          assertThat(names(graph.operation("train_op").controlInputs()))
              .containsExactly(counted.name());
        });
  }

  private static List<GraphOperation> ofType(Graph graph, String type) {
    return Streams.stream(graph.operations()).filter(op -> op.type().equals(type)).toList();
  }

  private static Set<String> names(Set<GraphOperation> operations) {
    return operations.stream().map(GraphOperation::name).collect(Collectors.toSet());
  }
}

package org.alexnet.graph;

import static com.google.common.collect.ImmutableMap.toImmutableMap;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.alexnet.graph.device.Placement;
import org.alexnet.graph.spec.AlexNetSpec;
import org.junit.jupiter.api.Test;
import org.tensorflow.Graph;
import org.tensorflow.proto.NodeDef;

/** On which device every operation of a training graph is put. */
class GraphDevicesTest {
  private static final AlexNetSpec SPEC = TestSpecs.narrowPaper(16);
  private static final Pattern TOWER = Pattern.compile("tower(\\d)");

  @Test
  void everyOperationIsOnTheHostOrATowersGpu() {
    TrainingGraphs.with(
        SPEC,
        Placement.twoGpus(),
        (graph, training) ->
            assertThat(nodes(graph).values())
                .extracting(NodeDef::getDevice)
                .containsOnly("/device:CPU:0", "/device:GPU:0", "/device:GPU:1"));
  }

  @Test
  void whatIsNamedAfterATowerIsOnItsGpu() {
    TrainingGraphs.with(
        SPEC,
        Placement.twoGpus(),
        (graph, training) -> {
          // when
          Map<String, NodeDef> nodes = nodes(graph);

          // then
          nodes.forEach(
              (name, node) -> {
                Matcher tower = TOWER.matcher(name);
                if (tower.find()) {
                  assertThat(node.getDevice()).as(name).isEqualTo("/device:GPU:" + tower.group(1));
                }
              });
          assertThat(nodes.keySet())
              .contains(
                  "conv1/tower1/backward/Conv2dBackpropFilter",
                  "norm2/tower1/backward/Conv2d",
                  "pool5/tower1/backward/MaxPoolGrad",
                  "fc7/tower1/backward/MatMul",
                  "parameters/fc7_tower1_weights",
                  "parameters/fc7_tower1_weights_velocity");
        });
  }

  @Test
  void whatReadsOrWritesAVariableIsOnItsDevice() {
    TrainingGraphs.with(
        SPEC,
        Placement.twoGpus(),
        (graph, training) -> {
          // when
          Map<String, NodeDef> nodes = nodes(graph);

          // then: reads, updates, first values and restoring
          Set<String> kinds =
              nodes.values().stream()
                  .flatMap(
                      node ->
                          node.getInputList().stream()
                              .map(nodes::get)
                              .filter(input -> input != null && input.getOp().equals("VarHandleOp"))
                              .peek(
                                  variable ->
                                      assertThat(node.getDevice())
                                          .as(
                                              "%s, which uses %s",
                                              node.getName(), variable.getName())
                                          .isEqualTo(variable.getDevice()))
                              .map(variable -> node.getOp()))
                  .collect(Collectors.toSet());
          assertThat(kinds)
              .containsExactlyInAnyOrder(
                  "ReadVariableOp",
                  "AssignVariableOp",
                  "AssignAddVariableOp",
                  "ResourceApplyGradientDescent",
                  "ResourceApplyKerasMomentum");
        });
  }

  @Test
  void everyGradientIsOnTheDeviceOfItsParameter() {
    TrainingGraphs.with(
        SPEC,
        Placement.twoGpus(),
        (graph, training) ->
            training
                .gradients()
                .forEach(
                    (name, gradient) ->
                        assertThat(graph.operation(gradient.op().name()).device())
                            .as(name)
                            .isEqualTo(
                                graph
                                    .operation(training.parameters().get(name).op().name())
                                    .device())));
  }

  @Test
  void inputRateAndStepAreOnTheHostAndTheLossOnTheFirstGpu() {
    TrainingGraphs.with(
        SPEC,
        Placement.twoGpus(),
        (graph, training) -> {
          Map<String, NodeDef> nodes = nodes(graph);
          for (String name : new String[] {"learning_rates", "step", "step_read", "train_op"}) {
            assertThat(nodes.get(name).getDevice()).as(name).isEqualTo("/device:CPU:0");
          }
          assertThat(nodes.get(training.loss().op().name()).getDevice()).isEqualTo("/device:GPU:0");
        });
  }

  private static Map<String, NodeDef> nodes(Graph graph) {
    return graph.toGraphDef().getNodeList().stream()
        .collect(toImmutableMap(NodeDef::getName, node -> node));
  }
}

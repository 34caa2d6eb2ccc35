package org.alexnet.graph;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.alexnet.graph.device.PlacedNetwork;
import org.alexnet.graph.device.Placement;
import org.alexnet.graph.spec.AlexNetSpec;
import org.alexnet.graph.spec.ParameterTable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.tensorflow.proto.NodeDef;

/** Where the operations of three replicas are put, each with two GPUs of its own. */
class ReplicaDevicesTest {
  private static final AlexNetSpec SPEC = TestSpecs.narrowPaper(16);
  private static final Pattern TOWER = Pattern.compile("(?:replica(\\d)/)?.*tower(\\d)");
  private static final Pattern GPU = Pattern.compile("/device:GPU:(\\d)");

  private static final Map<String, NodeDef> NODES = new LinkedHashMap<>();

  /** Operations that find the parameters' values and gradients, by the parameters' names. */
  private static final Map<String, NodeDef> VALUES = new LinkedHashMap<>();

  private static final Map<String, NodeDef> GRADIENTS = new LinkedHashMap<>();

  @BeforeAll
  static void buildThreeReplicas() {
    TrainingGraphs.with(
        new PlacedNetwork(SPEC, Placement.twoGpus())
            .withReplicas(
                List.of(
                    Placement.twoGpus(),
                    Placement.of("/GPU:2", "/GPU:3"),
                    Placement.of("/GPU:4", "/GPU:5"))),
        (graph, training) -> {
          graph.toGraphDef().getNodeList().forEach(node -> NODES.put(node.getName(), node));
          training
              .parameters()
              .forEach((name, value) -> VALUES.put(name, NODES.get(value.op().name())));
          training
              .gradients()
              .forEach((name, gradient) -> GRADIENTS.put(name, NODES.get(gradient.op().name())));
        });
  }

  @Test
  void everyOperationIsOnTheHostOrOnItsOwnGpu() {
    assertThat(NODES.values())
        .extracting(NodeDef::getDevice)
        .containsOnly(
            "/device:CPU:0",
            "/device:GPU:0",
            "/device:GPU:1",
            "/device:GPU:2",
            "/device:GPU:3",
            "/device:GPU:4",
            "/device:GPU:5");
    NODES.forEach(
        (name, node) -> {
          Matcher tower = TOWER.matcher(name);
          if (tower.find()) {
            int replica = tower.group(1) == null ? 0 : Integer.parseInt(tower.group(1));
            int gpu = 2 * replica + Integer.parseInt(tower.group(2));
            assertThat(node.getDevice()).as(name).isEqualTo("/device:GPU:" + gpu);
          }
        });
    assertThat(NODES.keySet())
        .contains(
            "replica1/conv1/tower1/backward/Conv2dBackpropFilter",
            "replica2/drop7/tower0/StatelessRandomUniform",
            "replica2/fc7_tower1_weights",
            "parameters/fc7_tower1_weights_gradient");
  }

  @Test
  void variablesAreInTheFirstReplica() {
    assertThat(NODES.values())
        .filteredOn(node -> node.getOp().equals("VarHandleOp"))
        .extracting(NodeDef::getDevice)
        .containsOnly("/device:CPU:0", "/device:GPU:0", "/device:GPU:1");
  }

  @Test
  void replicasSendEachOtherParametersLogitsAndGradientsAndNothingElse() {
    // when: of each edge between replicas, what sends and what reads
    Set<String> crossing = new TreeSet<>();
    for (NodeDef reader : NODES.values()) {
      inputs(reader)
          .filter(sender -> replica(sender) != replica(reader))
          .filter(sender -> !sender.getDevice().equals("/device:CPU:0"))
          .forEach(sender -> crossing.add(kind(sender) + " -> " + kind(reader)));
    }

    // then
    assertThat(crossing)
        .containsExactlyInAnyOrder(
            "0 ReadVariableOp -> 1 Identity", // parameters
            "0 ReadVariableOp -> 2 Identity",
            "1 BiasAdd -> 0 ConcatV2", // logits
            "2 BiasAdd -> 0 ConcatV2",
            "0 StridedSlice -> 1 MatMul", // the gradient of the logits
            "0 StridedSlice -> 2 MatMul",
            "0 StridedSlice -> 1 BiasAddGrad",
            "0 StridedSlice -> 2 BiasAddGrad",
            "1 BiasAddGrad -> 0 AddN", // gradients of parameters
            "2 BiasAddGrad -> 0 AddN",
            "1 Conv2DBackpropFilter -> 0 AddN",
            "2 Conv2DBackpropFilter -> 0 AddN",
            "1 MatMul -> 0 AddN",
            "2 MatMul -> 0 AddN");
  }

  @Test
  void gradientsAreAddedInTheOrderOfTheReplicasWhereTheParameterLives() {
    assertThat(GRADIENTS).hasSize(ParameterTable.of(SPEC).parameters().size());
    GRADIENTS.forEach(
        (name, sum) -> {
          assertThat(replicasAdded(sum)).as(name).containsExactly(0, 1, 2);
          assertThat(sum.getDevice()).as(name).isEqualTo(VALUES.get(name).getDevice());
        });
  }

  /** The replicas of the terms of a sum of sums, from the first to the last. */
  private static List<Integer> replicasAdded(NodeDef term) {
    if (!term.getOp().equals("AddN")) {
      return List.of(replica(term));
    }
    assertThat(term.getInputCount()).as("equal whichever TensorFlow begins with").isEqualTo(2);
    return inputs(term).flatMap(input -> replicasAdded(input).stream()).toList();
  }

  @Test
  void oneReplicaIsTheNetworkAlone() {
    TrainingGraphs.with(
        SPEC,
        Placement.twoGpus(),
        (graph, training) ->
            assertThat(graph.toGraphDef().getNodeList())
                .extracting(NodeDef::getName)
                .noneMatch(name -> name.contains("replica") || name.endsWith("_gradient")));
  }

  private static Stream<NodeDef> inputs(NodeDef node) {
    return node.getInputList().stream()
        .filter(input -> !input.startsWith("^"))
        .map(input -> NODES.get(input.replaceFirst(":\\d+$", "")));
  }

  private static String kind(NodeDef node) {
    return replica(node) + " " + node.getOp();
  }

  /** Which replica's GPU it is on; the host counts as the first's. */
  private static int replica(NodeDef node) {
    Matcher gpu = GPU.matcher(node.getDevice());
    return gpu.matches() ? Integer.parseInt(gpu.group(1)) / 2 : 0;
  }
}

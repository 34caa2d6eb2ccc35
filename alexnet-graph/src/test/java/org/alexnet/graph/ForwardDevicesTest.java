package org.alexnet.graph;

import static com.google.common.collect.ImmutableMap.toImmutableMap;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.alexnet.common.GraphOps;
import org.alexnet.graph.device.Device;
import org.alexnet.graph.device.PlacedNetwork;
import org.alexnet.graph.device.Placement;
import org.alexnet.graph.spec.AlexNetSpec;
import org.alexnet.graph.spec.ParameterTable;
import org.alexnet.graph.spec.WeightTransfer;
import org.junit.jupiter.api.Test;
import org.tensorflow.Graph;
import org.tensorflow.op.Ops;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.types.TFloat32;

/** On which device every operation of a graph is put that is used at test. */
class ForwardDevicesTest {
  private static final AlexNetSpec SPEC = TestSpecs.everyKind();
  private static final Placement PLACEMENT =
      new Placement(Device.cpu(3), ImmutableList.of(Device.gpu(1), Device.gpu(2)));
  private static final Pattern TOWER = Pattern.compile("tower(\\d)");

  @Test
  void towersAreOnTheirGpusAndTheRestOnTheHost() {
    try (Graph graph = new Graph()) {
      ForwardPass network = network(graph);
      network.transfer(WeightTransfer.between(SPEC, SPEC), Path.of("any"));

      Map<String, NodeDef> nodes = nodes(graph);
      nodes.forEach(
          (name, node) -> {
            Matcher tower = TOWER.matcher(name);
            if (tower.find()) {
              int gpu = 1 + Integer.parseInt(tower.group(1));
              assertThat(node.getDevice()).as(name).isEqualTo("/device:GPU:" + gpu);
            }
          });
      assertThat(nodes.get("probabilities").getDevice()).isEqualTo("/device:GPU:1");
      assertThat(nodes.get("initialize").getDevice()).isEqualTo("/device:CPU:3");
      assertThat(nodes.get("save/restore_all").getDevice()).isEqualTo("/device:CPU:3");
      assertThat(nodes.get("transfer/all").getDevice()).isEqualTo("/device:CPU:3");
      assertThat(nodes.values().stream().filter(node -> node.getOp().matches("SaveV2|RestoreV2")))
          .hasSize(3)
          .allMatch(node -> node.getDevice().equals("/device:CPU:3"));
    }
  }

  @Test
  void variablesAreUsedWhereTheyLive() {
    try (Graph graph = new Graph()) {
      network(graph).transfer(WeightTransfer.between(SPEC, SPEC), Path.of("any"));

      Map<String, NodeDef> nodes = nodes(graph);
      nodes.values().stream()
          .filter(node -> node.getOp().matches("(Assign|Read)VariableOp"))
          .forEach(
              node ->
                  assertThat(node.getDevice())
                      .as(node.getName())
                      .isEqualTo(nodes.get(node.getInput(0)).getDevice()));
      assertThat(nodes.values().stream().filter(node -> node.getOp().equals("AssignVariableOp")))
          .as("first values, restored and taken")
          .hasSize(3 * ParameterTable.of(SPEC).parameters().size());
    }
  }

  private static ForwardPass network(Graph graph) {
    Ops tf = GraphOps.of(graph);
    ForwardPass network =
        new ForwardPass(
            tf,
            new PlacedNetwork(SPEC, PLACEMENT),
            tf.withDevice(PLACEMENT.hostDevice()).withName("images").placeholder(TFloat32.class));
    network.initialize();
    return network;
  }

  private static Map<String, NodeDef> nodes(Graph graph) {
    return graph.toGraphDef().getNodeList().stream()
        .collect(toImmutableMap(NodeDef::getName, node -> node));
  }
}

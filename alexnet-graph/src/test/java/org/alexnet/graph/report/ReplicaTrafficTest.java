package org.alexnet.graph.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.alexnet.graph.TestSpecs;
import org.alexnet.graph.TrainingGraphs;
import org.alexnet.graph.device.PlacedNetwork;
import org.alexnet.graph.device.Placement;
import org.alexnet.graph.preset.Preset;
import org.alexnet.graph.spec.AlexNetSpec;
import org.alexnet.graph.spec.ParameterTable;
import org.alexnet.graph.spec.Precision;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.tensorflow.Graph;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.types.TFloat32;

/** What replicas send each other, counted by hand and in a graph. */
class ReplicaTrafficTest {
  private static final Pattern GPU = Pattern.compile("/device:GPU:(\\d)");

  @Test
  void everyOtherReplicaGetsEachParameterAndGivesAGradient() {
    ReplicaTraffic traffic = ReplicaTraffic.of(Preset.PAPER.spec(), 8);

    // conv1: 11 * 11 * 3 * 96 weights and 96 biases
    assertThat(traffic.rows().get(0))
        .isEqualTo(new ReplicaTraffic.Row("conv1", 7 * 4 * (11 * 11 * 3 * 96 + 96)));
    assertThat(traffic.rows())
        .extracting(ReplicaTraffic.Row::layer)
        .containsExactly("conv1", "conv2", "conv3", "conv4", "conv5", "fc6", "fc7", "fc8");
    assertThat(traffic.bytes()).isEqualTo(7 * 4 * 60_965_224L);
    assertThat(ReplicaTraffic.of(Preset.PAPER.spec(), 1).bytes()).isZero();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ReplicaTraffic.of(Preset.PAPER.spec(), 0))
        .withMessage("replicas must be positive, found 0");
  }

  @Test
  void theTableHasALineForEachLayerWithParameters() {
    assertThat(ReplicaTraffic.of(Preset.CIFAR10.spec(), 2))
        .hasToString(
            """
        Bytes between 2 replicas of cifar10 in a step

        layer     parameters copied   gradients gathered
        ------------------------------------------------
        conv1                 9,728                9,728
        conv2               102,528              102,528
        conv3               205,056              205,056
        fc10                 41,000               41,000
        ------------------------------------------------
        total               358,312              358,312""");
  }

  /** Each replica has two GPUs of its own. */
  @ParameterizedTest
  @EnumSource
  void itIsWhatCrossesInTheGraphBothWaysInBfloat16HalfOfTheParameters(Precision precision) {
    AlexNetSpec spec = TestSpecs.narrowPaper(16);
    PlacedNetwork placed = new PlacedNetwork(spec, Placement.onGpus(6).divided(3), precision);
    TrainingGraphs.with(
        placed,
        (graph, training) -> {
          Map<String, Long> expected = new TreeMap<>();
          ReplicaTraffic.of(spec, 3).rows().forEach(row -> expected.put(row.layer(), row.bytes()));

          assertThat(crossing(graph, spec, "parameters/%s_gradient")).isEqualTo(expected);
          expected.replaceAll(
              (layer, bytes) -> precision == Precision.BFLOAT16 ? bytes / 2 : bytes);
          assertThat(crossing(graph, spec, "replica\\d/%s")).isEqualTo(expected);
        });
  }

  /**
   * The bytes by layer that cross to operations.
   *
   * @param readers their names, with those of parameters in them
   */
  private static Map<String, Long> crossing(Graph graph, AlexNetSpec spec, String readers) {
    Map<String, NodeDef> nodes = new HashMap<>();
    graph.toGraphDef().getNodeList().forEach(node -> nodes.put(node.getName(), node));
    Map<String, Long> bytes = new TreeMap<>();
    for (ParameterTable.Parameter parameter : ParameterTable.of(spec).parameters()) {
      String wanted = String.format(readers, parameter.name().replace('/', '_')) + "(_\\d+)?";
      nodes.values().stream()
          .filter(reader -> reader.getName().matches(wanted))
          .flatMap(
              reader ->
                  reader.getInputList().stream()
                      .map(nodes::get)
                      .filter(sender -> replica(sender) != replica(reader)))
          .map(sender -> graph.operation(sender.getName()).output(0).type())
          .forEach(
              type ->
                  bytes.merge(
                      parameter.layer(),
                      parameter.shape().size() * (type.equals(TFloat32.class) ? 4 : 2),
                      Long::sum));
    }
    return bytes;
  }

  /** Which replica's GPU it is on; -1 on the host. */
  private static int replica(NodeDef node) {
    Matcher gpu = GPU.matcher(node.getDevice());
    return gpu.matches() ? Integer.parseInt(gpu.group(1)) / 2 : -1;
  }
}

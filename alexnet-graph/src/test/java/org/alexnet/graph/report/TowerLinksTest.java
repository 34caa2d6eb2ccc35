package org.alexnet.graph.report;

import static com.google.common.collect.ImmutableSet.toImmutableSet;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableList;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.alexnet.graph.TestSpecs;
import org.alexnet.graph.TrainingGraphs;
import org.alexnet.graph.device.Cluster;
import org.alexnet.graph.device.Placement;
import org.alexnet.graph.preset.Preset;
import org.alexnet.graph.report.TowerLinks.Edge;
import org.alexnet.graph.spec.AlexNetSpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tensorflow.Graph;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/** Where data cross from one tower to another: figure 2 of the paper. */
class TowerLinksTest {
  private static final AlexNetSpec SPEC = TestSpecs.narrowPaper(16);

  static ImmutableList<Placement> placements() {
    return ImmutableList.of(
        Placement.twoGpus(),
        Placement.of("/CPU:1", "/CPU:2"),
        Cluster.of("a:1", "b:2").placement("GPU:0"));
  }

  @ParameterizedTest
  @MethodSource("placements")
  void towersMeetInFourLayersForwardAndBackward(Placement placement) {
    TrainingGraphs.with(
        SPEC,
        placement,
        (graph, training) -> {
          // when
          TowerLinks links = TowerLinks.of(graph, placement);

          // then
          assertThat(readers(links, "all_gather")).containsOnly("conv3", "fc6", "fc7", "fc8");
          assertThat(sources(links, "reduce_scatter")).containsOnly("conv3", "fc6", "fc7", "fc8");
          assertThat(links.edges()).allMatch(edge -> isForward(edge) != edge.isBackward());
        });
  }

  @ParameterizedTest
  @MethodSource("placements")
  void bothTowersReadAndAreRead(Placement placement) {
    TrainingGraphs.with(
        SPEC,
        placement,
        (graph, training) ->
            // forward: two towers read in conv3, fc6 and fc7 and one in fc8; backward the same
            assertThat(TowerLinks.of(graph, placement).edges()).hasSize(2 * (2 + 2 + 2 + 1)));
  }

  /** Channels of one tower, 4 bytes a value, and nothing else; as much comes back. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "PAPER | conv3=86528, fc6=18432, fc7=8192, fc8=8192",
        "CUDA_CONVNET | conv3=86528, fc6=18432, fc7=8192, fc8=8192",
        "CAFFE | norm1=580800, norm2=373248, conv3=86528, fc6=18432, fc7=8192, fc8=8192"
      })
  void towersOfEveryPresetSendEachOtherThisAndNothingElse(Preset preset, String perEdge) {
    TrainingGraphs.with(
        preset.spec(),
        Placement.twoGpus(),
        (graph, training) -> {
          // when
          TowerLinks links = TowerLinks.of(graph, Placement.twoGpus());

          // then: two edges a layer, but one into fc8, which lives in the first tower
          Map<String, List<Long>> forward = new LinkedHashMap<>();
          Map<String, List<Long>> backward = new LinkedHashMap<>();
          for (Edge edge : links.edges()) {
            String layer = edge.isBackward() ? readBack(edge) : edge.layer();
            (edge.isBackward() ? backward : forward)
                .computeIfAbsent(layer, any -> new ArrayList<>())
                .add(edge.bytesPerImage());
          }
          Map<String, List<Long>> expected = new LinkedHashMap<>();
          Splitter.on(", ")
              .withKeyValueSeparator('=')
              .split(perEdge)
              .forEach(
                  (layer, bytes) ->
                      expected.put(
                          layer,
                          Collections.nCopies(layer.equals("fc8") ? 1 : 2, Long.valueOf(bytes))));
          assertThat(forward).isEqualTo(expected);
          assertThat(backward).isEqualTo(expected);
        });
  }

  /**
   * Beside what each part of fc8 reads of the other tower, its logits cross, and their gradient.
   */
  @Test
  void thePartsOfTheLastLayerAreJoinedByOneEdge() {
    TrainingGraphs.with(
        TestSpecs.withSpreadLogits(SPEC, 11),
        Placement.twoGpus(),
        (graph, training) ->
            assertThat(TowerLinks.of(graph, Placement.twoGpus()).edges())
                .filteredOn(edge -> edge.target().startsWith("fc8/"))
                .filteredOn(edge -> !edge.target().endsWith("/all_gather"))
                .containsExactly(
                    new Edge("fc8/tower1/BiasAdd", "fc8/tower0/logits", 4 * 6),
                    new Edge(
                        "fc8/tower0/backward/scatter/StridedSlice_1",
                        "fc8/tower1/backward/Identity",
                        4 * 6)));
  }

  /** The layer whose gradients come back over an edge. */
  private static String readBack(Edge edge) {
    String operation = edge.source().contains("/reduce_scatter/") ? edge.source() : edge.target();
    return operation.substring(0, operation.indexOf('/'));
  }

  @ParameterizedTest
  @MethodSource("placements")
  void aPlantedLinkIsFound(Placement placement) {
    TrainingGraphs.with(
        SPEC,
        placement,
        (graph, training) -> {
          // given
          Ops tf = Ops.create(graph).withDevice(placement.towerDevice(1));
          tf.withName("planted").identity(graph.operation("relu2/tower0/Relu").output(0));

          // when
          TowerLinks links = TowerLinks.of(graph, placement);

          // then: 7x7 pixels of 8 channels
          Edge planted = new Edge("relu2/tower0/Relu", "planted", 7 * 7 * 8 * 4);
          assertThat(links.edges()).contains(planted);
          assertThat(planted.layer()).isEqualTo("planted");
        });
  }

  /** The host's device, and none. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aLinkByWayOfAnotherDeviceIsFound(boolean host) {
    TrainingGraphs.with(
        SPEC,
        Placement.twoGpus(),
        (graph, training) -> {
          // given
          Ops tf = Ops.create(graph);
          Ops between = host ? tf.withDevice(Placement.twoGpus().hostDevice()) : tf;
          var detour =
              between.withName("detour").identity(graph.operation("relu2/tower0/Relu").output(0));
          tf.withDevice(Placement.twoGpus().towerDevice(1)).withName("planted").identity(detour);

          // then
          assertThat(TowerLinks.of(graph, Placement.twoGpus()).edges())
              .contains(new Edge("detour", "planted", 7 * 7 * 8 * 4));
        });
  }

  @Test
  void aLinkFromALaterOutputIsFound() {
    try (Graph graph = new Graph()) {
      // given
      Ops first = Ops.create(graph).withDevice(Placement.twoGpus().towerDevice(0));
      Ops second = Ops.create(graph).withDevice(Placement.twoGpus().towerDevice(1));
      var halves =
          first
              .withName("halves")
              .split(first.constant(0), first.constant(new float[] {1, 2}), 2L)
              .output();
      second.withName("reader").identity(halves.get(1));

      // then
      assertThat(TowerLinks.of(graph, Placement.twoGpus()).edges())
          .containsExactly(new Edge("halves", "reader", 4));
    }
  }

  @Test
  void edgesFromTheHostAndControlEdgesAreNotLinks() {
    try (Graph graph = new Graph()) {
      // given
      Placement placement = Placement.twoGpus();
      Ops tf = Ops.create(graph);
      var image = tf.withDevice(placement.hostDevice()).placeholder(TFloat32.class);
      var read = tf.withDevice(placement.towerDevice(0)).identity(image);
      tf.withDevice(placement.towerDevice(1))
          .withControlDependencies(ImmutableList.of(read))
          .identity(image);

      // then
      assertThat(TowerLinks.of(graph, placement).edges()).isEmpty();
    }
  }

  @Test
  void towersThatShareADeviceAreRefused() {
    Placement shared = Placement.onOneDevice("/GPU:0", 2);
    try (Graph graph = new Graph()) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> TowerLinks.of(graph, shared))
          .withMessage(
              "placement must give each tower a device of its own that is not the host's, found "
                  + "host /CPU:0 and towers [/GPU:0, /GPU:0]");
    }
  }

  @Test
  void aTowerOnTheHostIsRefused() {
    Placement onHost = Placement.of("/CPU:0", "/CPU:1");
    try (Graph graph = new Graph()) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> TowerLinks.of(graph, onHost))
          .withMessage(
              "placement must give each tower a device of its own that is not the host's, found "
                  + "host /CPU:0 and towers [/CPU:0, /CPU:1]");
    }
  }

  private static boolean isForward(Edge edge) {
    return edge.target().endsWith("/all_gather");
  }

  private static Set<String> readers(TowerLinks links, String operation) {
    return links.edges().stream()
        .filter(edge -> edge.target().endsWith("/" + operation))
        .map(Edge::layer)
        .collect(toImmutableSet());
  }

  private static Set<String> sources(TowerLinks links, String scope) {
    return links.edges().stream()
        .filter(edge -> edge.source().contains("/" + scope + "/"))
        .map(edge -> edge.source().substring(0, edge.source().indexOf('/')))
        .collect(toImmutableSet());
  }
}

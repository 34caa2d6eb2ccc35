package org.alexnet.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.alexnet.graph.TowerLinks.Edge;
import org.junit.jupiter.api.Test;
import org.tensorflow.Graph;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.RunOptions;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;

class PlacementTest {
  private static final Set<String> LINKED = Set.of("conv3", "fc6", "fc7", "fc8");

  private static TrainingStep addPaper(Graph graph, Placement placement, AlexNetSpec spec) {
    Ops tf = Ops.create(graph);
    Ops host = tf.withDevice(placement.hostDevice());
    return new TrainingStep(
        tf,
        spec,
        placement,
        UpdateRule.paper(),
        host.withName("images").placeholder(TFloat32.class),
        host.withName("labels").placeholder(TInt32.class));
  }

  @Test
  void everyOperationOfATowerIsOnItsGpu() {
    try (Graph graph = new Graph()) {
      addPaper(graph, Placement.twoGpus(), AlexNetSpec.paper());

      Map<String, Integer> seen = new TreeMap<>();
      for (NodeDef node : graph.toGraphDef().getNodeList()) {
        String name = node.getName();
        String device = node.getDevice();
        if (name.contains("/tower0/") || name.contains("_tower0_")) {
          assertThat(device).as(name).isEqualTo("/device:GPU:0");
          seen.merge(name.contains("/backward/") ? "backward 0" : "tower 0", 1, Integer::sum);
        } else if (name.contains("/tower1/") || name.contains("_tower1_")) {
          assertThat(device).as(name).isEqualTo("/device:GPU:1");
          seen.merge(name.contains("/backward/") ? "backward 1" : "tower 1", 1, Integer::sum);
        } else {
          assertThat(device).as(name).isNotEmpty();
        }
      }
      assertThat(seen.keySet()).containsExactly("backward 0", "backward 1", "tower 0", "tower 1");
      assertThat(seen.values()).allMatch(count -> count > 50);
    }
  }

  @Test
  void towersMeetAtConv3AndTheDenseLayersAlone() {
    try (Graph graph = new Graph()) {
      addPaper(graph, Placement.twoGpus(), AlexNetSpec.paper());

      TowerLinks links = TowerLinks.of(graph, Placement.twoGpus());

      Set<String> forward = new TreeSet<>();
      Set<String> backward = new TreeSet<>();
      for (Edge edge : links.edges()) {
        // What comes back from a link is summed where the layer below lives.
        boolean isBackward = edge.source().contains("/link_gradient/");
        String layer =
            isBackward ? edge.source().substring(0, edge.source().indexOf('/')) : edge.layer();
        (isBackward ? backward : forward).add(layer);
      }
      assertThat(forward).isEqualTo(new TreeSet<>(LINKED));
      assertThat(backward).isEqualTo(new TreeSet<>(LINKED));
    }
  }

  @Test
  void aPlantedLinkIsFound() {
    try (Graph graph = new Graph()) {
      addPaper(graph, Placement.twoGpus(), AlexNetSpec.paper());
      Ops tf = Ops.create(graph);
      tf.withSubScope("conv2")
          .withDevice(Placement.twoGpus().towerDevice(1))
          .withName("planted")
          .identity(graph.operationOrThrow("pool1/tower0/MaxPool").<TFloat32>output(0));

      assertThat(TowerLinks.of(graph, Placement.twoGpus()).edges())
          .contains(new Edge("pool1/tower0/MaxPool", "conv2_1/planted"));
    }
  }

  @Test
  void anAuditNeedsADeviceForEachTower() {
    Placement placement = Placement.onOneDevice("/CPU:0", 2);
    try (Graph graph = new Graph()) {
      assertThatThrownBy(() -> TowerLinks.of(graph, placement))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageStartingWith("placement must give each tower a device of its own");
    }
  }

  @Test
  void aFullWidthStepRunsOnTwoDevicesAndGivesTheSameAsOnOne() {
    AlexNetSpec spec = AlexNetSpec.paper().withImageSize(67).withClassCount(10);
    Map<String, double[]> one = gradients(spec, Placement.onOneDevice("/CPU:0", 2));
    Map<String, double[]> two = gradients(spec, Placement.of("/CPU:0", "/CPU:1"));

    assertThat(two.keySet()).isEqualTo(one.keySet());
    two.forEach((name, values) -> assertThat(values).as(name).isEqualTo(one.get(name)));
  }

  private static Map<String, double[]> gradients(AlexNetSpec spec, Placement placement) {
    try (GraphUnderTest graph = new GraphUnderTest(spec, placement, UpdateRule.paper(), 4, 2)) {
      graph.update(0.01);
      Map<String, double[]> all = new TreeMap<>(graph.fetch(graph.step.parameters()));
      graph.fetch(graph.step.gradients()).forEach((name, g) -> all.put("gradient of " + name, g));
      return all;
    }
  }

  @Test
  void bothDevicesReallyWork() {
    Placement placement = Placement.of("/CPU:0", "/CPU:1");
    try (Graph graph = new Graph()) {
      TrainingStep step = addPaper(graph, placement, SmallNetworks.narrowPaper());
      RunOptions trace =
          RunOptions.newBuilder().setTraceLevel(RunOptions.TraceLevel.FULL_TRACE).build();
      try (Session session = new Session(graph, placement.sessionConfig());
          TFloat32 images = TFloat32.tensorOf(Shape.of(2, 67, 67, 3));
          TInt32 labels = TInt32.vectorOf(0, 1);
          TFloat32 rate = TFloat32.scalarOf(0.01f)) {
        session.run(step.initialise());
        try (Result result =
            session
                .runner()
                .setOptions(trace)
                .feed("images", images)
                .feed("labels", labels)
                .feed(step.learningRate(), rate)
                .addTarget(step.update())
                .runAndFetchMetadata()) {
          Set<String> devices =
              result.getMetadata().orElseThrow().getStepStats().getDevStatsList().stream()
                  .filter(
                      device ->
                          device.getNodeStatsList().stream()
                              .anyMatch(node -> node.getNodeName().contains("Conv2DBackprop")))
                  .map(device -> device.getDevice())
                  .collect(Collectors.toCollection(TreeSet::new));
          assertThat(devices)
              .containsExactly(
                  "/job:localhost/replica:0/task:0/device:CPU:0",
                  "/job:localhost/replica:0/task:0/device:CPU:1");
        }
      }
    }
  }

  @Test
  void findsADeviceForEachTowerOrOneForAll() {
    Placement found = Placement.detect(2);

    // On two GPUs one each; on a machine with one, or none, a single device.
    assertThat(found.towers()).hasSize(2);
    assertThat(found.towers().toString())
        .isIn("[/GPU:0, /GPU:1]", "[/GPU:0, /GPU:0]", "[/CPU:0, /CPU:0]");
  }

  @Test
  void refusesWhatIsNoDevice() {
    assertThatThrownBy(() -> Placement.of("/TPU:0"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "device must look like /GPU:0, /CPU:0 or /job:tower/task:1/GPU:0, found /TPU:0");
    assertThatThrownBy(() -> Placement.of("/CPU:0").requireFits(AlexNetSpec.paper()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("placement has 1 devices, but the network has 2 towers");
    assertThatThrownBy(() -> Placement.onOneDevice("/CPU:0", 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("towers must be positive, found 0");
  }
}

package org.alexnet.graph.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import com.google.common.collect.ImmutableList;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.alexnet.graph.AlexNet;
import org.alexnet.graph.TestSpecs;
import org.alexnet.graph.preset.Preset;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tensorflow.Graph;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.op.Ops;
import org.tensorflow.proto.ConfigProto;
import org.tensorflow.types.TFloat32;

/** Where towers live. */
class PlacementTest {

  @Test
  void factoriesNameTheDevices() {
    assertThat(Placement.twoGpus())
        .isEqualTo(new Placement("/CPU:0", ImmutableList.of("/GPU:0", "/GPU:1")));
    assertThat(Placement.of("/CPU:1", "/CPU:2"))
        .isEqualTo(new Placement("/CPU:0", ImmutableList.of("/CPU:1", "/CPU:2")));
    assertThat(Placement.onOneDevice("/GPU:0", 3))
        .isEqualTo(new Placement("/CPU:0", ImmutableList.of("/GPU:0", "/GPU:0", "/GPU:0")));
  }

  @Test
  void theBestPlaceHereRunsTheNetwork() {
    // when
    Placement found = Placement.detect(2);

    // then
    assertThat(found)
        .isIn(
            Placement.onOneDevice("/CPU:0", 2),
            Placement.onOneDevice("/GPU:0", 2),
            Placement.twoGpus());
    try (AlexNet network = AlexNet.build(TestSpecs.narrowPaper(16), found)) {
      assertThat(network.placement()).isEqualTo(found);
    }
  }

  @Test
  void numbersOfTowersMustAgree() {
    Placement two = Placement.twoGpus();

    assertThat(two.requireFits(Preset.PAPER.spec())).isSameAs(two);
    assertMessage(
        () -> Placement.of("/GPU:0").requireFits(Preset.PAPER.spec()),
        "placement has 1 devices, but the network has 2 towers");
    assertMessage(
        () -> AlexNet.build(Preset.PAPER.spec(), Placement.onOneDevice("/CPU:0", 4)),
        "placement has 4 devices, but the network has 2 towers");
  }

  @Test
  void thereIsATower() {
    assertMessage(Placement::of, "towers must not be empty");
    assertMessage(
        () -> Placement.of("/CPU:0", "/CPU:64"),
        "a CPU must be one of /CPU:0 to /CPU:63, found /CPU:64");
    assertMessage(() -> Placement.onOneDevice("/CPU:0", 0), "towers must be positive, found 0");
    assertMessage(() -> Placement.detect(-1), "towers must be positive, found -1");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "GPU:0",
        "/GPU",
        "/gpu:0",
        "/TPU:0",
        "/job:a/GPU:0",
        "/GPU:0 ",
        "/GPU:99999999999"
      })
  void whatIsNoDeviceIsRefused(String device) {
    assertMessage(
        () -> Placement.of("/GPU:0", device),
        "device must look like /GPU:0, /CPU:0 or /job:tower/task:1/GPU:0, found " + device);
    assertMessage(
        () -> new Placement(device, ImmutableList.of("/GPU:0")),
        "device must look like /GPU:0, /CPU:0 or /job:tower/task:1/GPU:0, found " + device);
  }

  @Test
  void devicesAreTensorFlows() {
    Placement placement =
        new Placement("/CPU:3", ImmutableList.of("/GPU:7", "/job:tower/task:1/GPU:0"));

    assertThat(placement.hostDevice()).hasToString("/device:CPU:3");
    assertThat(placement.towerDevice(0)).hasToString("/device:GPU:7");
    assertThat(placement.towerDevice(1)).hasToString("/job:tower/task:1/device:GPU:0");
  }

  @Test
  void sharedDevicesAreListedOnce() {
    assertThat(Placement.of("/GPU:1", "/GPU:0", "/GPU:1").distinctTowerDevices())
        .containsExactly("/GPU:1", "/GPU:0");
  }

  @Test
  void sessionsHaveTheCpusThatAreNamedAndFallBackOnNothing() {
    // when
    ConfigProto cpus = Placement.of("/CPU:1", "/CPU:2").sessionConfig();
    ConfigProto gpus = Placement.twoGpus().sessionConfig();

    // then
    assertThat(cpus.getDeviceCountMap()).containsEntry("CPU", 3);
    assertThat(cpus.getAllowSoftPlacement()).isFalse();
    assertThat(cpus.getIntraOpParallelismThreads()).isPositive();
    assertThat(gpus.getDeviceCountMap()).containsEntry("CPU", 1);
    assertThat(gpus.getAllowSoftPlacement()).isFalse();
    assertThat(gpus.getGpuOptions().getAllowGrowth()).isTrue();
    assertThat(gpus.getIntraOpParallelismThreads()).as("as TensorFlow likes").isZero();
  }

  @Test
  void theHostsCpuIsADeviceOfTheSessionToo() {
    assertThat(cpus(new Placement("/CPU:5", ImmutableList.of("/CPU:1", "/GPU:7")))).isEqualTo(6);
    assertThat(cpus(Placement.of("/CPU:63"))).isEqualTo(64);
    assertThat(cpus(new Placement("/GPU:0", ImmutableList.of("/GPU:9")))).isEqualTo(1);
  }

  private static int cpus(Placement placement) {
    return placement.sessionConfig().getDeviceCountOrThrow("CPU");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 4, 64})
  void towersOnCpusShareTheCores(int towers) {
    int cores = Runtime.getRuntime().availableProcessors();
    ConfigProto config = Placement.onOneDevice("/CPU:0", towers).sessionConfig();

    assertThat(config.getIntraOpParallelismThreads())
        .isEqualTo(towers >= cores ? 1 : cores / towers);
    assertThat(config.getInterOpParallelismThreads())
        .isEqualTo(Math.max(2, towers < cores ? towers : cores));
  }

  @Test
  void oneTowerOnAGpuLeavesTheThreadsToTensorFlow() {
    ConfigProto config = Placement.of("/CPU:0", "/GPU:0").sessionConfig();

    assertThat(config.getIntraOpParallelismThreads()).isZero();
    assertThat(config.getInterOpParallelismThreads()).isZero();
    assertThat(config.getGpuOptions().getAllowGrowth()).isTrue();
  }

  /** No machine has a thousand GPUs. */
  @Test
  void aGpuThatIsNotHereIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Placement.of("/CPU:0", "/GPU:999").requireAvailable())
        .withMessageStartingWith("there is no /GPU:999 here; found /CPU:0");
    int gpus = Devices.gpuCount(64);
    String found =
        IntStream.range(0, gpus).mapToObj(gpu -> " /GPU:" + gpu).collect(Collectors.joining());
    assertMessage(
        () -> Placement.of("/GPU:" + gpus).requireAvailable(),
        "there is no /GPU:" + gpus + " here; found /CPU:0" + found);
    Placement cpus = Placement.of("/CPU:0", "/CPU:63");
    assertThat(cpus.requireAvailable()).isSameAs(cpus);
    assertMessage(
        () -> new Placement("/CPU:64", ImmutableList.of("/GPU:0")),
        "a CPU must be one of /CPU:0 to /CPU:63, found /CPU:64");
  }

  @Test
  void gpusAreCountedUpToTheLimit() {
    assertThat(Devices.gpuCount(0)).isZero();
    assertThat(Devices.gpuCount(1)).isBetween(0, 1);
  }

  @Test
  void aSessionOfThisProcessIsClosedWithItsGraph() throws PeerLostException {
    Placement placement = Placement.of("/CPU:1");
    Graph graph = new Graph();
    Ops tf = Ops.create(graph);
    var two = tf.withDevice(placement.towerDevice(0)).constant(2f);
    Session session = placement.openSession(graph);
    try (Result result = session.runner().fetch(two).run()) {
      assertThat(((TFloat32) result.get(0)).getFloat()).isEqualTo(2);
    }

    placement.closeSession(session, graph);

    assertThatIllegalStateException().isThrownBy(() -> session.runner().fetch(two).run());
    assertThatIllegalStateException().isThrownBy(graph::toGraphDef);
  }

  private static void assertMessage(ThrowingCallable call, String message) {
    assertThatIllegalArgumentException().isThrownBy(call).withMessage(message);
  }
}

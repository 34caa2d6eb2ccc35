package org.alexnet.graph;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.alexnet.graph.device.Cluster;
import org.alexnet.graph.device.Device;
import org.alexnet.graph.device.PlacedNetwork;
import org.alexnet.graph.device.Placement;
import org.alexnet.graph.device.ThreadPlan;
import org.alexnet.graph.preset.Preset;
import org.alexnet.graph.spec.AlexNetSpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tensorflow.proto.ConfigProto;

/** How sessions are configured. */
class SessionConfigTest {

  @Test
  void sessionsHaveTheCpusThatAreNamedAndFallBackOnNothing() {
    // when
    ConfigProto cpus = SessionConfig.of(Placement.of("/CPU:1", "/CPU:2"));
    ConfigProto gpus = SessionConfig.of(Placement.twoGpus());

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
  void sessionsAcrossACluster() {
    Cluster cluster = Cluster.of("a:1", "b:2").withTimeout(Duration.ofSeconds(7));

    // when
    ConfigProto config = SessionConfig.of(cluster.placement("CPU:0"));

    // then
    assertThat(config.getDeviceCountMap()).as("the servers have them").isEmpty();
    assertThat(config.getIsolateSessionState()).isTrue();
    assertThat(config.getOperationTimeoutInMs()).isEqualTo(7000);
    assertThat(config.getAllowSoftPlacement()).isFalse();
    assertThat(config.getIntraOpParallelismThreads()).as("the servers have theirs").isZero();
  }

  @Test
  void theHostsCpuIsADeviceOfTheSessionToo() {
    assertThat(cpus(new Placement(Device.cpu(5), ImmutableList.of(Device.cpu(1), Device.gpu(7)))))
        .isEqualTo(6);
    assertThat(cpus(Placement.of("/CPU:63"))).isEqualTo(64);
    assertThat(cpus(new Placement(Device.gpu(0), ImmutableList.of(Device.gpu(9))))).isEqualTo(1);
  }

  @Test
  void replicasHaveTheirCpus() {
    AlexNetSpec spec = Preset.PAPER.spec();
    PlacedNetwork network =
        new PlacedNetwork(spec, Placement.of("/CPU:0", "/CPU:1"))
            .withReplicas(
                List.of(Placement.of("/CPU:0", "/CPU:1"), Placement.of("/CPU:2", "/CPU:3")));

    // when
    ConfigProto config = SessionConfig.of(network.allTowers());

    // then
    assertThat(config.getDeviceCountMap()).containsEntry("CPU", 4);
  }

  private static int cpus(Placement placement) {
    return SessionConfig.of(placement).getDeviceCountOrThrow("CPU");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 4, 64})
  void towersOnCpusHaveAsManyThreadsAsCoresByDefault(int towers) {
    int cores = Runtime.getRuntime().availableProcessors();
    ConfigProto config = SessionConfig.of(Placement.onOneDevice("/CPU:0", towers));

    assertThat(config.getIntraOpParallelismThreads()).isEqualTo(cores);
    assertThat(config.getInterOpParallelismThreads()).isEqualTo(cores);
    assertThat(config.getUsePerSessionThreads()).isTrue();
  }

  @Test
  void towersOnCpusHaveTheThreadsThatArePlanned() {
    ThreadPlan plan = new ThreadPlan(5, 7);
    Placement placement = Placement.of("/CPU:0", "/CPU:1");
    AlexNetSpec spec = Preset.PAPER.spec();

    for (Placement planned :
        List.of(
            placement.withThreads(plan),
            new PlacedNetwork(spec, placement)
                .withReplicas(List.of(placement, placement))
                .withThreads(plan)
                .allTowers())) {
      ConfigProto config = SessionConfig.of(planned);
      assertThat(config.getInterOpParallelismThreads()).isEqualTo(5);
      assertThat(config.getIntraOpParallelismThreads()).isEqualTo(7);
      assertThat(config.getUsePerSessionThreads()).isTrue();
    }
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void everySessionHasTheThreadsOfItsPlan() throws IOException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Dorg.bytedeco.javacpp.maxphysicalbytes=0",
                "-cp",
                System.getProperty("java.class.path"),
                OwnThreads.class.getName())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    List<Long> counts;
    try (BufferedReader out = process.inputReader(UTF_8)) {
      counts = out.lines().map(Long::parseLong).toList();
    }

    assertThat(counts).hasSize(3);
    assertThat(counts.get(1) - counts.get(0)).as("threads of an operation").isBetween(18L, 22L);
    assertThat(counts.get(2) - counts.get(0)).as("operations at once").isBetween(38L, 42L);
  }

  @Test
  void oneTowerOnAGpuLeavesTheThreadsToTensorFlow() {
    ConfigProto config = SessionConfig.of(Placement.of("/CPU:0", "/GPU:0"));

    assertThat(config.getIntraOpParallelismThreads()).isZero();
    assertThat(config.getInterOpParallelismThreads()).isZero();
    assertThat(config.getGpuOptions().getAllowGrowth()).isTrue();
  }
}

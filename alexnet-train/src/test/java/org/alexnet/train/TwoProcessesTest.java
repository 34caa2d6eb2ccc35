package org.alexnet.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Timeout.ThreadMode.SEPARATE_THREAD;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.alexnet.data.Dataset;
import org.alexnet.graph.cli.GraphCommand;
import org.alexnet.graph.cluster.PeerLostException;
import org.alexnet.graph.cluster.Peers;
import org.alexnet.graph.cluster.TowerServer;
import org.alexnet.graph.device.Cluster;
import org.alexnet.graph.spec.AlexNetSpec;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A tower, or a replica, in this process and one in another, on loopback. */
class TwoProcessesTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /** 36 images, 8 in a step: 23 steps. */
  private static final TrainingRecipe RECIPE = TestData.recipe().withEpochs(5);

  @TempDir private static Path shared;
  private static Dataset dataset;
  private static AlexNetSpec spec;
  private static Cluster cluster;
  private static Process peer;
  private static Map<String, float[]> inOneProcess;

  @TempDir private Path folder;

  @BeforeAll
  static void startTowers() throws IOException {
    dataset = TestData.colors(shared);
    spec = TestData.narrow(dataset);
    inOneProcess =
        TrainingTest.variables(
            Training.of(RECIPE)
                .withPlacement(TestData.ONE_CPU)
                .run(spec, dataset, shared.resolve("one"))
                .checkpoint());
    cluster =
        Cluster.of("127.0.0.1:" + freePort(), "127.0.0.1:" + freePort()).withTimeout(PATIENCE);
    startPeer();
    TowerServer.startOnTrustedNetwork(cluster, 0);
  }

  @AfterAll
  static void killPeer() {
    peer.destroyForcibly();
  }

  @Test
  void twentyThreeUpdatesInTwoProcessesAreThoseInOne() throws IOException {
    TrainingResult result = training().run(spec, dataset, folder.resolve("two"));

    assertThat(result.checkpoint().step()).isEqualTo(23);
    assertSameAsInOneProcess(result);
  }

  @Test
  // A lost peer is told within twice the patience, its session is left after five seconds.
  @Timeout(value = 120, threadMode = SEPARATE_THREAD)
  void aKilledPeerIsToldAndOnceItIsBackTrainingGoesOn() throws IOException {
    Path run = folder.resolve("killed");
    TrainingListener killer =
        new TrainingListener() {
          @Override
          public void stepped(StepSummary summary) {
            if (summary.step() == 12) {
              peer.destroyForcibly().onExit().join();
            }
          }
        };

    assertThatThrownBy(
            () ->
                training()
                    .withListener(killer)
                    .withCheckpoints(CheckpointPolicy.DEFAULT.withEverySteps(5))
                    .run(spec, dataset, run))
        .isInstanceOf(PeerLostException.class)
        .hasMessage("task 1 at " + cluster.tasks().get(1) + " is lost");
    assertThat(Checkpoint.open(run).step()).isEqualTo(10);

    startPeer();
    TrainingResult resumed = training().run(spec, dataset, run);

    assertThat(resumed.isFinished()).isTrue();
    assertSameAsInOneProcess(resumed);
  }

  @Test
  @Timeout(value = 120, threadMode = SEPARATE_THREAD)
  void aPeerThatIsKilledBeforeAnEvaluationIsToldToo() throws IOException {
    Path run = folder.resolve("evaluating");
    TrainingListener killer =
        new TrainingListener() {
          @Override
          public void saved(Checkpoint checkpoint) {
            peer.destroyForcibly().onExit().join();
          }
        };

    assertThatThrownBy(() -> training().withListener(killer).run(spec, dataset, run))
        .isInstanceOf(PeerLostException.class)
        .hasMessageStartingWith("task 1 at " + cluster.tasks().get(1));
    assertThat(Checkpoint.open(run).step()).isEqualTo(5);

    startPeer();
    assertSameAsInOneProcess(training().run(spec, dataset, run));
  }

  @Test
  @EnabledOnOs({OS.LINUX, OS.MAC})
  // Three seconds for the step, three for the peer, five for the session.
  @Timeout(value = 120, threadMode = SEPARATE_THREAD)
  void aHangingPeerIsToldAndOnceItGoesOnTrainingDoesToo() throws IOException {
    Path run = folder.resolve("hanging");
    Training impatient =
        Training.of(RECIPE)
            .withPlacement(cluster.withTimeout(Duration.ofSeconds(3)).placement("CPU:0"));
    TrainingListener stopper =
        new TrainingListener() {
          @Override
          public void stepped(StepSummary summary) {
            if (summary.step() == 7) {
              signal("-STOP");
            }
          }
        };

    assertThatThrownBy(() -> impatient.withListener(stopper).run(spec, dataset, run))
        .isInstanceOf(PeerLostException.class)
        .hasMessage("task 1 at " + cluster.tasks().get(1) + " is lost");
    signal("-CONT");
    TrainingResult resumed = training().run(spec, dataset, run);

    assertThat(resumed.isFinished()).isTrue();
    assertSameAsInOneProcess(resumed);
  }

  @Test
  @Timeout(value = 120, threadMode = SEPARATE_THREAD)
  void aReplicaInEachProcessLearnsTheSameAndAKilledOneIsToldToo() throws IOException {
    Path run = folder.resolve("replicas");
    TrainingListener killer =
        new TrainingListener() {
          @Override
          public void stepped(StepSummary summary) {
            if (summary.step() == 12) {
              peer.destroyForcibly().onExit().join();
            }
          }
        };
    Training replicated =
        Training.of(RECIPE)
            .withReplicas(cluster.replicas("CPU:0", spec.towers()))
            .withCheckpoints(CheckpointPolicy.DEFAULT.withEverySteps(5));

    assertThatThrownBy(() -> replicated.withListener(killer).run(spec, dataset, run))
        .isInstanceOf(PeerLostException.class)
        .hasMessage("task 1 at " + cluster.tasks().get(1) + " is lost");
    assertThat(Checkpoint.open(run).step()).isEqualTo(10);

    startPeer();
    TrainingResult resumed = replicated.run(spec, dataset, run);

    assertThat(resumed.checkpoint().step()).isEqualTo(23);
    ReplicatedTrainingTest.assertClose(TrainingTest.variables(resumed.checkpoint()), inOneProcess);
  }

  private static void signal(String signal) {
    try {
      new ProcessBuilder("kill", signal, Long.toString(peer.pid())).start().onExit().join();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void aPeerThatWasNeverStartedIsNamed() throws IOException {
    Cluster lonely =
        Cluster.of("127.0.0.1:" + freePort(), "127.0.0.1:" + freePort())
            .withTimeout(Duration.ofMillis(100));

    assertThatThrownBy(
            () ->
                Training.of(RECIPE)
                    .withPlacement(lonely.placement("CPU:0"))
                    .run(spec, dataset, folder.resolve("lonely")))
        .isInstanceOf(PeerLostException.class)
        .hasMessage("task 1 at " + lonely.tasks().get(1) + " does not answer; start its server");
    assertThat(folder.resolve("lonely")).doesNotExist();
  }

  private static Training training() {
    return Training.of(RECIPE).withPlacement(cluster.placement("CPU:0"));
  }

  private static void assertSameAsInOneProcess(TrainingResult result) {
    Map<String, float[]> found = TrainingTest.variables(result.checkpoint());
    assertThat(found.keySet()).isEqualTo(inOneProcess.keySet());
    inOneProcess.forEach(
        (name, expected) -> {
          for (int i = 0; i < expected.length; i++) {
            if (!(Math.abs(found.get(name)[i] - expected[i]) <= 1e-6)) {
              throw new AssertionError(
                  name + "[" + i + "] is " + found.get(name)[i] + ", not " + expected[i]);
            }
          }
        });
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  private static void startPeer() throws IOException {
    peer =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1", // it lives for seconds
                "-Dorg.bytedeco.javacpp.maxphysicalbytes=0",
                "-cp",
                System.getProperty("java.class.path"),
                GraphCommand.class.getName(),
                "serve",
                "--cluster",
                cluster.tasks().get(0) + "," + cluster.tasks().get(1),
                "--trusted-network")
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    new Peers(cluster).await(PATIENCE);
  }
}

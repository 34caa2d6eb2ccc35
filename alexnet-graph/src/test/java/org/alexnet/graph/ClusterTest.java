package org.alexnet.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.ServerSocket;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.tensorflow.exceptions.TensorFlowException;

/** Processes that hold towers. */
class ClusterTest {
  private static final Cluster CLUSTER = Cluster.of("a:1", "b:2", "c:3");

  @Test
  void eachTaskHoldsATowerAndTheFirstTheRest() {
    Placement placement = CLUSTER.placement("GPU:0");

    assertThat(placement.host()).isEqualTo("/job:tower/task:0/CPU:0");
    assertThat(placement.towers())
        .containsExactly(
            "/job:tower/task:0/GPU:0", "/job:tower/task:1/GPU:0", "/job:tower/task:2/GPU:0");
    assertThat(placement.cluster()).contains(CLUSTER);
    assertThat(placement.requireAvailable()).as("not looked for").isSameAs(placement);
  }

  @Test
  void whatIsNoClusterIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Cluster.of("a:1"))
        .withMessage("a cluster must have at least 2 tasks, found [a:1]");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Cluster.of("a:1", "b"))
        .withMessage("a task must be host:port, found b");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Cluster.of("a:1", "b:99999"))
        .withMessage("a task must be host:port, found b:99999");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> CLUSTER.withTimeout(Duration.ZERO))
        .withMessage("timeout must be positive, found PT0S");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> TowerServer.startOnTrustedNetwork(CLUSTER, 3))
        .withMessage("task must be 0 to 2, found 3");
  }

  @Test
  void aPeerThatTakesConnectionsButDoesNotAnswerIsSilent() throws IOException {
    try (ServerSocket hanging = new ServerSocket(0)) {
      Cluster cluster =
          Cluster.of("127.0.0.1:1", "127.0.0.1:" + hanging.getLocalPort())
              .withTimeout(Duration.ofMillis(100));

      assertThatThrownBy(() -> cluster.awaitPeers(Duration.ZERO))
          .isInstanceOf(PeerLostException.class)
          .hasMessage(
              "tower 1 at 127.0.0.1:"
                  + hanging.getLocalPort()
                  + " does not answer; start its server");
      assertThat(cluster.lossBehind(new TensorFlowException("anything"))).isPresent();
    }
  }
}

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
        .withMessage("timeout must be at least a millisecond, found PT0S");
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
      assertThatThrownBy(() -> cluster.explain(new TensorFlowException("anything")))
          .isInstanceOf(PeerLostException.class)
          .hasMessage("tower 1 at 127.0.0.1:" + hanging.getLocalPort() + " is lost");
    }
  }

  @Test
  void aPeerThatHangsUpIsSilent() throws IOException {
    try (FakePeer peer = FakePeer.saying()) {
      assertThatThrownBy(() -> peer.cluster().awaitPeers(Duration.ZERO))
          .isInstanceOf(PeerLostException.class);
    }
  }

  @Test
  void waitingEndsWhenToldTo() throws IOException {
    try (FakePeer peer = FakePeer.saying()) {
      assertThatThrownBy(() -> peer.cluster().awaitPeers(Duration.ofDays(1), () -> true))
          .isInstanceOf(PeerLostException.class);
    }
  }

  @Test
  void whatTensorFlowSaysOfALossIsUnderstood() throws IOException {
    try (FakePeer peer = FakePeer.saying(0)) {
      Cluster cluster = peer.cluster();
      cluster.awaitPeers(Duration.ZERO);

      assertThatThrownBy(
              () ->
                  cluster.explain(
                      new TensorFlowException("From /job:tower/task:1:\nSocket closed\nmore")))
          .isInstanceOf(PeerLostException.class)
          .hasMessage("a tower of the cluster was lost: From /job:tower/task:1: Socket closed");
      assertThatThrownBy(() -> cluster.explain(new TensorFlowException("Operation timed out.")))
          .isInstanceOf(IllegalStateException.class)
          .hasMessage(
              "a step took longer than the peers' timeout of 2.0 s, although all peers answer; allow"
                  + " more");
      cluster.explain(new TensorFlowException("a record is damaged")); // is no loss
    }
  }
}

package org.alexnet.graph.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.alexnet.graph.FakePeer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tensorflow.Graph;
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

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Socket closed",
        "Connection reset by peer",
        "recvmsg: connection reset",
        "failed to connect to all addresses",
        "Session handle is not found: 1",
        "Session was not found",
        "the worker's incarnation changed: 5",
        "GrpcRemoteWorker is gone"
      })
  void everyWayToSayThatAPeerIsGoneIsUnderstood(String message) throws IOException {
    TensorFlowException error = new TensorFlowException("Error: " + message);
    try (FakePeer peer = FakePeer.saying(0)) {
      assertThatThrownBy(() -> peer.cluster().explain(error))
          .isInstanceOf(PeerLostException.class)
          .hasMessage("a tower of the cluster was lost: Error: " + message)
          .hasCause(error);
    }
  }

  /** Also where what took too long is said to be a worker. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "Deadline Exceeded",
        "Timed out",
        "timed out",
        "GrpcRemoteWorker: Deadline Exceeded"
      })
  void everyWayToSayThatAStepTookTooLongIsUnderstood(String message) throws IOException {
    TensorFlowException error = new TensorFlowException(message);
    try (FakePeer peer = FakePeer.saying(0)) {
      assertThatThrownBy(() -> peer.cluster().withTimeout(Duration.ofMillis(1500)).explain(error))
          .isInstanceOf(IllegalStateException.class)
          .hasMessage(
              "a step took longer than the peers' timeout of 1.5 s, although all peers answer;"
                  + " allow more")
          .hasCause(error);
    }
  }

  @Test
  void anErrorWithoutAMessageIsNoLoss() throws IOException {
    try (FakePeer peer = FakePeer.saying(0)) {
      peer.cluster().explain(new IllegalStateException((String) null));
    }
  }

  @Test
  void aSilentPeerIsTheCauseWhateverIsSaid() throws IOException {
    TensorFlowException error = new TensorFlowException("Deadline Exceeded");
    try (FakePeer peer = FakePeer.saying()) {
      assertThatThrownBy(() -> peer.cluster().explain(error))
          .isInstanceOf(PeerLostException.class)
          .hasMessage("tower 1 at " + peer.address() + " is lost")
          .hasCause(error);
    }
  }

  @Test
  void everyPeerIsAsked() throws IOException {
    try (FakePeer first = FakePeer.saying(0);
        FakePeer last = FakePeer.saying()) {
      Cluster cluster =
          Cluster.of("127.0.0.1:1", first.address(), last.address())
              .withTimeout(Duration.ofSeconds(2));

      assertThatThrownBy(() -> cluster.awaitPeers(Duration.ZERO))
          .isInstanceOf(PeerLostException.class)
          .hasMessage("tower 2 at " + last.address() + " does not answer; start its server");
    }
  }

  @Test
  void aPeerThatComesLaterIsWaitedFor() throws IOException {
    try (FakePeer peer = FakePeer.saying()) {
      AtomicInteger asked = new AtomicInteger();

      peer.cluster()
          .awaitPeers(
              Duration.ofMinutes(1),
              () -> {
                peer.say(0);
                asked.incrementAndGet();
                return false;
              });

      assertThat(asked).hasValue(1);
    }
  }

  @Test
  void waitingCanBeInterrupted() throws IOException {
    try (FakePeer peer = FakePeer.saying()) {
      Cluster cluster = peer.cluster();
      Thread.currentThread().interrupt();

      assertThatThrownBy(() -> cluster.awaitPeers(Duration.ofMinutes(1)))
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("interrupted while waiting for a peer");
      assertThat(Thread.interrupted()).as("the thread still knows").isTrue();
    }
  }

  /** Sockets take milliseconds in 32 bits, which are not quite 25 days. */
  @Test
  void aPatienceOfWeeksIsOne() throws IOException {
    try (FakePeer peer = FakePeer.saying(0)) {
      peer.cluster().withTimeout(Duration.ofDays(25)).awaitPeers(Duration.ZERO);
    }
  }

  @Test
  void theShortestTimeoutIsAMillisecond() {
    assertThat(CLUSTER.timeout()).isEqualTo(Duration.ofSeconds(60));
    assertThat(CLUSTER.withTimeout(Duration.ofMillis(1)).timeout()).hasMillis(1);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> CLUSTER.withTimeout(Duration.ofNanos(999_999)))
        .withMessage("timeout must be at least a millisecond, found PT0.000999999S");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ":1", "b", "b:0", "b:-1", "b:x"})
  void aTaskHasAHostAndAPort(String task) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Cluster.of("a:1", task))
        .withMessage("a task must be host:port, found " + task);
  }

  @Test
  void aServerIsOneOfTheTasks() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> TowerServer.startOnTrustedNetwork(CLUSTER, -1))
        .withMessage("task must be 0 to 2, found -1");
  }

  @Test
  void aServerNeedsThePortOfItsTask() throws IOException {
    try (ServerSocket first = new ServerSocket(0);
        ServerSocket second = new ServerSocket(0)) {
      Cluster cluster =
          Cluster.of("127.0.0.1:" + first.getLocalPort(), "127.0.0.1:" + second.getLocalPort());

      assertThatThrownBy(() -> TowerServer.startOnTrustedNetwork(cluster, 0))
          .isInstanceOf(IOException.class)
          .hasMessageStartingWith("port " + first.getLocalPort() + " cannot be listened on: ");
      assertThatThrownBy(() -> TowerServer.startOnTrustedNetwork(cluster, 1))
          .isInstanceOf(IOException.class)
          .hasMessageStartingWith("port " + second.getLocalPort() + " cannot be listened on: ");
    }
  }

  @Test
  void noSessionIsOpenedWithoutItsPeers() throws IOException {
    try (FakePeer peer = FakePeer.saying();
        Graph graph = new Graph()) {
      Placement placement = peer.cluster().withTimeout(Duration.ofMillis(1)).placement("CPU:0");

      assertThatThrownBy(() -> placement.openSession(graph))
          .isInstanceOf(PeerLostException.class)
          .hasMessage("tower 1 at " + peer.address() + " does not answer; start its server");
    }
  }
}

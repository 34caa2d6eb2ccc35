package org.alexnet.graph.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.alexnet.graph.FakePeer;
import org.alexnet.graph.device.Cluster;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tensorflow.exceptions.TensorFlowException;

/** The other processes of a cluster. A look at one that hangs must end, whatever it does. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class PeersTest {
  @Test
  void aPeerThatTakesConnectionsButDoesNotAnswerIsSilent() throws IOException {
    try (ServerSocket hanging = new ServerSocket(0)) {
      Cluster cluster =
          Cluster.of("127.0.0.1:1", "127.0.0.1:" + hanging.getLocalPort())
              .withTimeout(Duration.ofMillis(100));

      assertThatThrownBy(() -> new Peers(cluster).await(Duration.ZERO))
          .isInstanceOf(PeerLostException.class)
          .hasMessage(
              "task 1 at 127.0.0.1:"
                  + hanging.getLocalPort()
                  + " does not answer; start its server");
      assertThatThrownBy(() -> new Peers(cluster).explain(new TensorFlowException("anything")))
          .isInstanceOf(PeerLostException.class)
          .hasMessage("task 1 at 127.0.0.1:" + hanging.getLocalPort() + " is lost");
    }
  }

  @Test
  void aPeerThatHangsUpIsSilent() throws IOException {
    try (FakePeer peer = FakePeer.saying()) {
      assertThatThrownBy(() -> new Peers(peer.cluster()).await(Duration.ZERO))
          .isInstanceOf(PeerLostException.class);
    }
  }

  @Test
  void waitingEndsWhenToldTo() throws IOException {
    try (FakePeer peer = FakePeer.saying()) {
      assertThatThrownBy(() -> new Peers(peer.cluster()).await(Duration.ofDays(1), () -> true))
          .isInstanceOf(PeerLostException.class);
    }
  }

  @Test
  void whatTensorFlowSaysOfALossIsUnderstood() throws IOException {
    try (FakePeer peer = FakePeer.saying(0)) {
      Peers peers = new Peers(peer.cluster());
      peers.await(Duration.ZERO);

      assertThatThrownBy(
              () ->
                  peers.explain(
                      new TensorFlowException("From /job:tower/task:1:\nSocket closed\nmore")))
          .isInstanceOf(PeerLostException.class)
          .hasMessage("a tower of the cluster was lost: From /job:tower/task:1: Socket closed");
      assertThatThrownBy(() -> peers.explain(new TensorFlowException("Operation timed out.")))
          .isInstanceOf(IllegalStateException.class)
          .hasMessage(
              "a step took longer than the peers' timeout of 2.0 s, although all peers answer; allow"
                  + " more");
      peers.explain(new TensorFlowException("a record is damaged")); // is no loss
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
      assertThatThrownBy(() -> new Peers(peer.cluster()).explain(error))
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
      assertThatThrownBy(
              () -> new Peers(peer.cluster().withTimeout(Duration.ofMillis(1500))).explain(error))
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
      new Peers(peer.cluster()).explain(new IllegalStateException((String) null));
    }
  }

  @Test
  void aSilentPeerIsTheCauseWhateverIsSaid() throws IOException {
    TensorFlowException error = new TensorFlowException("Deadline Exceeded");
    try (FakePeer peer = FakePeer.saying()) {
      assertThatThrownBy(() -> new Peers(peer.cluster()).explain(error))
          .isInstanceOf(PeerLostException.class)
          .hasMessage("task 1 at " + peer.address() + " is lost")
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

      assertThatThrownBy(() -> new Peers(cluster).await(Duration.ZERO))
          .isInstanceOf(PeerLostException.class)
          .hasMessage("task 2 at " + last.address() + " does not answer; start its server");
    }
  }

  @Test
  void aPeerThatComesLaterIsWaitedFor() throws IOException {
    try (FakePeer peer = FakePeer.saying()) {
      AtomicInteger asked = new AtomicInteger();

      new Peers(peer.cluster())
          .await(
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

      assertThatThrownBy(() -> new Peers(cluster).await(Duration.ofMinutes(1)))
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("interrupted while waiting for a peer");
      assertThat(Thread.interrupted()).as("the thread still knows").isTrue();
    }
  }

  /** Sockets take milliseconds in 32 bits, which are not quite 25 days. */
  @Test
  void aPatienceOfWeeksIsOne() throws IOException {
    try (FakePeer peer = FakePeer.saying(0)) {
      new Peers(peer.cluster().withTimeout(Duration.ofDays(25))).await(Duration.ZERO);
    }
  }

  @Test
  void aServerIsOneOfTheTasks() {
    Cluster cluster = Cluster.of("a:1", "b:2", "c:3");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> TowerServer.startOnTrustedNetwork(cluster, 3))
        .withMessage("task must be 0 to 2, found 3");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> TowerServer.startOnTrustedNetwork(cluster, -1))
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
}

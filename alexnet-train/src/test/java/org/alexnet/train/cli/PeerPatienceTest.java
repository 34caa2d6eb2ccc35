package org.alexnet.train.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.alexnet.graph.AlexNetSpec;
import org.alexnet.graph.Cluster;
import org.alexnet.graph.PeerLostException;
import org.alexnet.train.Training;
import org.alexnet.train.TrainingListener;
import org.alexnet.train.TrainingRecipe;
import org.alexnet.train.TrainingResult;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Attempts after a loss, with a peer that only answers. */
class PeerPatienceTest {
  private static final Training ANEW = Training.of(TrainingRecipe.paper()).startingOver();
  private final PeerLostException loss = new PeerLostException("tower 1 is lost", null);

  private ServerSocket peer;
  private Cluster cluster;
  private final List<Training> attempts = new ArrayList<>();

  @BeforeEach
  void startPeer() throws IOException {
    peer = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    cluster =
        Cluster.of("127.0.0.1:1", "127.0.0.1:" + peer.getLocalPort())
            .withTimeout(Duration.ofSeconds(2));
    Thread thread = new Thread(this::answer, "peer");
    thread.setDaemon(true);
    thread.start();
  }

  private void answer() {
    try {
      while (true) {
        try (Socket connection = peer.accept()) {
          connection.getOutputStream().write(0);
        }
      }
    } catch (IOException closed) {
      assert peer.isClosed();
    }
  }

  @AfterEach
  void stopPeer() throws IOException {
    peer.close();
  }

  private TrainingResult train(boolean stop, PeerPatience.Attempt attempt) throws IOException {
    return new PeerPatience(cluster, Duration.ofMillis(300), () -> stop)
        .train(
            ANEW,
            (training, watcher) -> {
              attempts.add(training);
              return attempt.run(training, watcher);
            });
  }

  private static void update(TrainingListener watcher) {
    watcher.started(AlexNetSpec.paper(), 0, 9);
    watcher.updated(1, 1, 0.5);
  }

  @Test
  void startsOverUntilTheRunHasStartedAndThenContinues() throws IOException {
    TrainingResult result =
        train(
            false,
            (training, watcher) -> {
              if (attempts.size() == 1) {
                throw loss; // before anything was deleted
              }
              if (attempts.size() == 2) {
                update(watcher);
                throw loss;
              }
              return null;
            });

    assertThat(result).isNull();
    assertThat(attempts).hasSize(3);
    assertThat(attempts.get(1)).isSameAs(ANEW);
    assertThat(attempts.get(2)).isNotSameAs(ANEW);
  }

  @Test
  void goesOnAsOftenAsUpdatesAreMade() throws IOException {
    train(
        false,
        (training, watcher) -> {
          if (attempts.size() < 9) {
            update(watcher);
            throw loss;
          }
          return null;
        });

    assertThat(attempts).hasSize(9);
  }

  @Test
  void givesUpAfterThreeAttemptsWithoutAnUpdate() {
    assertThatThrownBy(
            () ->
                train(
                    false,
                    (training, watcher) -> {
                      throw loss;
                    }))
        .isSameAs(loss);
    assertThat(attempts).hasSize(3);
  }

  @Test
  void givesUpWhenThePeerDoesNotComeBack() throws IOException {
    peer.close();

    assertThatThrownBy(
            () ->
                train(
                    false,
                    (training, watcher) -> {
                      update(watcher);
                      throw loss;
                    }))
        .isInstanceOf(PeerLostException.class)
        .hasMessage("tower 1 at " + cluster.tasks().get(1) + " does not answer; start its server");
    assertThat(attempts).hasSize(1);
  }

  @Test
  void endsWhenToldTo() {
    assertThatThrownBy(
            () ->
                train(
                    true,
                    (training, watcher) -> {
                      update(watcher);
                      throw loss;
                    }))
        .isSameAs(loss);
  }
}

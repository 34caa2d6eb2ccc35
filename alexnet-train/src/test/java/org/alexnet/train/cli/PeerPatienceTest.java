package org.alexnet.train.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Timeout.ThreadMode.SEPARATE_THREAD;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.alexnet.graph.cluster.PeerLostException;
import org.alexnet.graph.device.Cluster;
import org.alexnet.graph.preset.Preset;
import org.alexnet.train.StepSummary;
import org.alexnet.train.Training;
import org.alexnet.train.TrainingListener;
import org.alexnet.train.TrainingRecipe;
import org.alexnet.train.TrainingResult;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Attempts after a loss, with a peer that only answers. */
class PeerPatienceTest {
  private static final Training ANEW = Training.of(TrainingRecipe.paper()).startingOver();
  private final PeerLostException loss = new PeerLostException("tower 1 is lost", null);

  private ServerSocket peer;
  private Cluster cluster;
  private final List<Training> attempts = new ArrayList<>();

  @BeforeEach
  void startPeer() {
    listen(0);
    cluster =
        Cluster.of("127.0.0.1:1", "127.0.0.1:" + peer.getLocalPort())
            .withTimeout(Duration.ofSeconds(2));
  }

  private void listen(int port) {
    try {
      peer = new ServerSocket(port, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Thread thread = new Thread(this::answer, "peer");
    thread.setDaemon(true);
    thread.start();
  }

  private void answer() {
    ServerSocket listening = peer;
    try {
      while (true) {
        try (Socket connection = listening.accept()) {
          connection.getOutputStream().write(0);
        }
      }
    } catch (IOException closed) {
      assert listening.isClosed();
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

  private static void step(TrainingListener watcher) {
    watcher.started(Preset.PAPER.spec(), 0, 9);
    watcher.stepped(new StepSummary(1, 1, 0.5, 0.5));
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
                step(watcher);
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
            step(watcher);
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

  /** Attempts as letters: {@code u} makes a step and is lost, {@code -} is lost, {@code +} ends. */
  private TrainingResult train(String outcomes) throws IOException {
    return train(
        false,
        (training, watcher) -> {
          char outcome = outcomes.charAt(attempts.size() - 1);
          if (outcome == 'u') {
            step(watcher);
          }
          if (outcome != '+') {
            throw loss;
          }
          return null;
        });
  }

  @ParameterizedTest
  @ValueSource(strings = {"+", "--+", "--u--+", "-u-u-u-u+", "u--u--+"})
  void goesOnAsLongAsNoThreeInARowAreFruitless(String outcomes) throws IOException {
    train(outcomes);

    assertThat(attempts).hasSize(outcomes.length());
  }

  @ParameterizedTest
  @ValueSource(strings = {"---", "u---", "--u---", "-u-u---"})
  void givesUpAfterThreeFruitlessOnesInARow(String outcomes) {
    assertThatThrownBy(() -> train(outcomes + "+")).isSameAs(loss);
    assertThat(attempts).hasSize(outcomes.length());
  }

  @Test
  void waitsForAPeerThatComesBackAndSaysSo() throws IOException {
    int port = peer.getLocalPort();
    peer.close();
    int[] asked = {0};
    BooleanSupplier stop =
        () -> {
          if (++asked[0] == 3) {
            listen(port);
          }
          return false;
        };
    CommandRun printed =
        CommandRun.printedBy(
            () ->
                new PeerPatience(cluster, Duration.ofSeconds(61), stop)
                    .train(
                        ANEW,
                        (training, watcher) -> {
                          attempts.add(training);
                          if (attempts.size() == 1) {
                            throw loss;
                          }
                          return null;
                        }));

    assertThat(attempts).hasSize(2);
    assertThat(printed.out()).isEqualTo("tower 1 is lost; waiting up to 61 s for it\n");
  }

  @Test
  @Timeout(value = 60, threadMode = SEPARATE_THREAD)
  void endsWhenToldToWhileItWaits() throws IOException {
    peer.close();
    int[] asked = {0};

    assertThatThrownBy(
            () ->
                new PeerPatience(cluster, Duration.ofHours(9), () -> ++asked[0] > 2)
                    .train(
                        ANEW,
                        (training, watcher) -> {
                          throw loss;
                        }))
        .isInstanceOf(PeerLostException.class);
  }

  @Test
  void givesUpWhenThePeerDoesNotComeBack() throws IOException {
    peer.close();

    assertThatThrownBy(
            () ->
                train(
                    false,
                    (training, watcher) -> {
                      step(watcher);
                      throw loss;
                    }))
        .isInstanceOf(PeerLostException.class)
        .hasMessage("task 1 at " + cluster.tasks().get(1) + " does not answer; start its server");
    assertThat(attempts).hasSize(1);
  }

  @Test
  void endsWhenToldTo() {
    assertThatThrownBy(
            () ->
                train(
                    true,
                    (training, watcher) -> {
                      step(watcher);
                      throw loss;
                    }))
        .isSameAs(loss);
  }
}

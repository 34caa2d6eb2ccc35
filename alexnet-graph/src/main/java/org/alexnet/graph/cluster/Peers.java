package org.alexnet.graph.cluster;

import static java.util.stream.Collectors.joining;

import com.google.common.collect.ImmutableList;
import com.google.common.net.HostAndPort;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.alexnet.graph.device.Cluster;

/**
 * The other processes of a cluster, as the one that trains sees them.
 *
 * @param cluster all processes
 */
public record Peers(Cluster cluster) {

  /** What TensorFlow's runtime says when an operation took too long. */
  private static final ImmutableList<String> TIMEOUTS =
      ImmutableList.of("Deadline Exceeded", "imed out");

  /** What TensorFlow's runtime says when a peer goes away or comes back as another process. */
  private static final ImmutableList<String> LOSSES =
      ImmutableList.of(
          "Socket closed",
          "onnection reset",
          "failed to connect",
          "ession handle is not found",
          "Session was not found",
          "incarnation",
          "GrpcRemoteWorker");

  /**
   * Waits until every peer answers.
   *
   * @param patience how long at most
   * @throws PeerLostException if one still does not then
   */
  public void await(Duration patience) throws PeerLostException {
    await(patience, () -> false);
  }

  /**
   * Waits until every peer answers, or until told to stop.
   *
   * @param patience how long at most
   * @param stop asked again and again
   * @throws PeerLostException if one still does not answer in the end
   */
  public void await(Duration patience, BooleanSupplier stop) throws PeerLostException {
    long end = System.nanoTime() + patience.toNanos();
    while (true) {
      Optional<String> silent = silentPeer();
      if (silent.isEmpty()) {
        return;
      }
      if (System.nanoTime() > end || stop.getAsBoolean()) {
        throw new PeerLostException(silent.get() + " does not answer; start its server", null);
      }
      pause();
    }
  }

  /**
   * Throws what an error means for the cluster, if it comes from that.
   *
   * @param error that a session on the cluster ended with
   * @throws PeerLostException if a peer was lost
   * @throws IllegalStateException if all peers answer, but a step took longer than the timeout
   */
  public void explain(Exception error) throws PeerLostException {
    Optional<String> silent = silentPeer();
    if (silent.isPresent()) {
      throw new PeerLostException(silent.get() + " is lost", error);
    }
    String message = String.valueOf(error.getMessage());
    if (TIMEOUTS.stream().anyMatch(message::contains)) {
      throw new IllegalStateException(
          String.format(
              Locale.ROOT,
              "a step took longer than the peers' timeout of %.1f s, although all peers answer; allow"
                  + " more",
              cluster.timeout().toMillis() / 1000.0),
          error);
    }
    if (LOSSES.stream().anyMatch(message::contains)) {
      throw new PeerLostException(
          "a tower of the cluster was lost: " + message.lines().limit(2).collect(joining(" ")),
          error);
    }
  }

  private Optional<String> silentPeer() {
    for (int task = 1; task < cluster.tasks().size(); task++) {
      HostAndPort peer = cluster.tasks().get(task);
      if (!GrpcProbe.answers(peer.getHost(), peer.getPort(), cluster.timeout())) {
        return Optional.of("task " + task + " at " + peer);
      }
    }
    return Optional.empty();
  }

  private static void pause() {
    try {
      Thread.sleep(200);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting for a peer", e);
    }
  }
}

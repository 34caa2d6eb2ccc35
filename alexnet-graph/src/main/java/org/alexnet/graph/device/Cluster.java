package org.alexnet.graph.device;

import static com.google.common.base.Preconditions.checkArgument;
import static java.util.stream.Collectors.joining;

import com.google.common.collect.ImmutableList;
import com.google.common.net.HostAndPort;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;

/**
 * Processes that hold a tower each, on TensorFlow's own runtime: tasks 0, 1, ... of the job {@code
 * tower}, of which task 0 trains and the others serve. Each must be started with the same list.
 *
 * <p>TensorFlow's servers authenticate nobody and run whatever graph they are sent; see {@link
 * TowerServer}.
 *
 * @param tasks host and port of each task, in order
 * @param timeout how long a step may take, and how long to wait for a peer to answer; the loss of
 *     one that was killed is told within seconds, of one that hangs within three times this
 */
public record Cluster(ImmutableList<HostAndPort> tasks, Duration timeout) {
  static final String JOB = "tower";

  /** Longer than a step of the whole network on two cores, and short enough to wait for. */
  private static final Duration ONE_MINUTE = Duration.ofMinutes(1);

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

  /** Checks the values. */
  public Cluster {
    checkArgument(tasks.size() >= 2, "a cluster must have at least 2 tasks, found %s", tasks);
    checkArgument(
        timeout.toMillis() > 0, "timeout must be at least a millisecond, found %s", timeout);
    for (HostAndPort task : tasks) {
      checkArgument(
          task.hasPort() && task.getPort() > 0 && !task.getHost().isEmpty(),
          "a task must be host:port, found %s",
          task);
    }
  }

  /**
   * A cluster whose peers are given up after a minute.
   *
   * @param tasks {@code host:port} of each task, in order
   */
  public static Cluster of(String... tasks) {
    return new Cluster(
        Arrays.stream(tasks).map(Cluster::parse).collect(ImmutableList.toImmutableList()),
        ONE_MINUTE);
  }

  private static HostAndPort parse(String task) {
    try {
      return HostAndPort.fromString(task);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("a task must be host:port, found " + task, e);
    }
  }

  /** The same with another patience. */
  public Cluster withTimeout(Duration timeout) {
    return new Cluster(tasks, timeout);
  }

  /**
   * A tower on each task, with the first task's CPU as the host.
   *
   * @param device device of each task, {@code GPU:0} or {@code CPU:0} for example
   */
  public Placement placement(String device) {
    return new Placement(
        device(0, "CPU:0"),
        IntStream.range(0, tasks.size())
            .mapToObj(task -> device(task, device))
            .collect(ImmutableList.toImmutableList()),
        Optional.of(this));
  }

  private static String device(int task, String device) {
    return "/job:" + JOB + "/task:" + task + "/" + device;
  }

  /**
   * Waits until every other task answers.
   *
   * @param patience how long at most
   * @throws PeerLostException if one still does not then
   */
  public void awaitPeers(Duration patience) throws PeerLostException {
    awaitPeers(patience, () -> false);
  }

  /**
   * Waits until every other task answers, or until told to stop.
   *
   * @param patience how long at most
   * @param stop asked again and again
   * @throws PeerLostException if one still does not answer in the end
   */
  public void awaitPeers(Duration patience, BooleanSupplier stop) throws PeerLostException {
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
              timeout.toMillis() / 1000.0),
          error);
    }
    if (LOSSES.stream().anyMatch(message::contains)) {
      throw new PeerLostException(
          "a tower of the cluster was lost: " + message.lines().limit(2).collect(joining(" ")),
          error);
    }
  }

  private Optional<String> silentPeer() {
    for (int task = 1; task < tasks.size(); task++) {
      HostAndPort peer = tasks.get(task);
      if (!GrpcProbe.answers(peer.getHost(), peer.getPort(), timeout)) {
        return Optional.of("tower " + task + " at " + peer);
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

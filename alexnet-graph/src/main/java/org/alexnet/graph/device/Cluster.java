package org.alexnet.graph.device;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.common.collect.ImmutableList;
import com.google.common.net.HostAndPort;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Processes that hold a tower each, or a replica of the whole network, on TensorFlow's own runtime:
 * tasks 0, 1, ... of the job {@code tower}, of which task 0 trains and the others serve. Each must
 * be started with the same list.
 *
 * <p>TensorFlow's servers authenticate nobody and run whatever graph they are sent; see {@code
 * org.alexnet.graph.cluster.TowerServer}.
 *
 * @param tasks host and port of each task, in order
 * @param timeout how long a step may take, and how long to wait for a peer to answer; the loss of
 *     one that was killed is told within seconds, of one that hangs within three times this
 */
public record Cluster(ImmutableList<HostAndPort> tasks, Duration timeout) {
  /** The job that all tasks are of. */
  public static final String JOB = "tower";

  /** Longer than a step of the whole network on two cores, and short enough to wait for. */
  private static final Duration ONE_MINUTE = Duration.ofMinutes(1);

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
   * Returns a cluster whose peers are given up after a minute.
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

  /** Returns a copy with this timeout. */
  public Cluster withTimeout(Duration timeout) {
    return new Cluster(tasks, timeout);
  }

  /**
   * Returns a tower on each task, with the first task's CPU as the host.
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

  /**
   * Returns a replica of a network on each task, with the first task's CPU as the host.
   *
   * @param device device of all towers of a replica, {@code GPU:0} or {@code CPU:0} for example
   * @param towers number of towers of the network
   */
  public ImmutableList<Placement> replicas(String device, int towers) {
    return IntStream.range(0, tasks.size())
        .mapToObj(
            task ->
                new Placement(
                    device(0, "CPU:0"),
                    ImmutableList.copyOf(Collections.nCopies(towers, device(task, device))),
                    Optional.of(this)))
        .collect(ImmutableList.toImmutableList());
  }

  /**
   * Returns replicas of a network, with the first task's CPU as the host: on each task one replica,
   * or one tower, so that the towers of a replica are on tasks that follow each other.
   *
   * @param device device of each task, {@code GPU:0} or {@code CPU:0} for example
   * @param towers number of towers of the network
   * @param replicas number of replicas
   * @throws IllegalArgumentException if there are neither as many tasks as replicas nor as many as
   *     towers of all replicas
   */
  public ImmutableList<Placement> replicas(String device, int towers, int replicas) {
    checkArgument(
        tasks.size() == replicas || tasks.size() == (long) replicas * towers,
        "%s replicas of %s towers need %s tasks, a replica on each, or %s, a tower on each; the"
            + " cluster has %s",
        replicas,
        towers,
        replicas,
        (long) replicas * towers,
        tasks.size());
    return tasks.size() == replicas
        ? replicas(device, towers)
        : placement(device).divided(replicas);
  }

  private static Device device(int task, String device) {
    return Device.parse("/job:" + JOB + "/task:" + task + "/" + device);
  }
}

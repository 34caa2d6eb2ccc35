package org.alexnet.graph.cli;

import static com.google.common.base.Preconditions.checkArgument;

import java.io.IOException;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import org.alexnet.graph.cluster.TowerServer;
import org.alexnet.graph.device.Cluster;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** The options of commands that may be tasks of a cluster. */
public final class ClusterOptions {
  @ArgGroup(validate = false, heading = "Towers in other processes:%n")
  private Group group = new Group();

  private static final class Group {
    @Option(
        names = "--cluster",
        split = ",",
        paramLabel = "HOST:PORT,...",
        hideParamSyntax = true,
        description = "Processes that hold a tower or a replica each, in all the same.")
    private String[] tasks;

    @Option(
        names = "--trusted-network",
        description = "You vouch that only peers reach the port: others can run code.")
    private boolean trustedNetwork;

    @Option(
        names = "--peer-timeout",
        paramLabel = "SECONDS",
        description = "Silence after which a peer is lost (default: ${DEFAULT-VALUE}).")
    private int timeoutSeconds = 60;

    @Option(
        names = "--peer-wait",
        paramLabel = "SECONDS",
        description = "How long training waits for a lost peer (default: ${DEFAULT-VALUE}).")
    private int waitSeconds = 600;
  }

  /** Returns the cluster, if there is one. */
  public Optional<Cluster> cluster() {
    checkArgument(
        group.timeoutSeconds > 0,
        "--peer-timeout must be at least 1 second, found %s",
        group.timeoutSeconds);
    return Optional.ofNullable(group.tasks)
        .map(Cluster::of)
        .map(cluster -> cluster.withTimeout(Duration.ofSeconds(group.timeoutSeconds)));
  }

  /** Returns how long training waits for a lost peer, each time. */
  public Duration peerWait() {
    checkArgument(
        group.waitSeconds >= 0, "--peer-wait must not be negative, found %s", group.waitSeconds);
    return Duration.ofSeconds(group.waitSeconds);
  }

  /**
   * Starts a task, if the network may be trusted, and says what that means.
   *
   * @throws IllegalArgumentException if nobody vouches for the network
   */
  public TowerServer start(Cluster cluster, int task) throws IOException {
    checkArgument(
        group.trustedNetwork,
        "TensorFlow's server listens on every interface with no authentication, and whoever reaches"
            + " its port can run code here; fence the port and say --trusted-network");
    TowerServer server = TowerServer.startOnTrustedNetwork(cluster, task);
    System.out.printf(
        Locale.ROOT,
        "Task %d listens on port %d of every interface of this machine, with no authentication%n",
        task,
        cluster.tasks().get(task).getPort());
    return server;
  }
}

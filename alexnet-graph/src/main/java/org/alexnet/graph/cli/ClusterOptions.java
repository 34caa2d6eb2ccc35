package org.alexnet.graph.cli;

import static com.google.common.base.Preconditions.checkArgument;

import java.io.IOException;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import org.alexnet.graph.device.Cluster;
import org.alexnet.graph.device.TowerServer;
import picocli.CommandLine.Option;

/** The options of commands that may be tasks of a cluster. */
public final class ClusterOptions {
  @Option(
      names = "--cluster",
      split = ",",
      paramLabel = "HOST:PORT",
      description = "Processes that hold a tower each, the same list in all of them.")
  private String[] tasks;

  @Option(
      names = "--trusted-network",
      description =
          "You vouch for the network: TensorFlow's servers listen on every interface, and whoever"
              + " reaches their ports can run code here.")
  private boolean trustedNetwork;

  @Option(
      names = "--peer-timeout",
      paramLabel = "SECONDS",
      description = "When a silent peer is lost (default: ${DEFAULT-VALUE}).")
  private int timeoutSeconds = 60;

  /** The cluster, if there is one. */
  public Optional<Cluster> cluster() {
    checkArgument(
        timeoutSeconds > 0, "--peer-timeout must be at least 1 second, found %s", timeoutSeconds);
    return Optional.ofNullable(tasks)
        .map(Cluster::of)
        .map(cluster -> cluster.withTimeout(Duration.ofSeconds(timeoutSeconds)));
  }

  /**
   * Starts a task, if the network may be trusted, and says what that means.
   *
   * @throws IllegalArgumentException if nobody vouches for the network
   */
  public TowerServer start(Cluster cluster, int task) throws IOException {
    checkArgument(
        trustedNetwork,
        "TensorFlow's server listens on every interface with no authentication, and whoever reaches"
            + " its port can run code here; fence the port and say --trusted-network");
    TowerServer server = TowerServer.startOnTrustedNetwork(cluster, task);
    System.out.printf(
        Locale.ROOT,
        "Tower %d listens on port %d of every interface of this machine, with no authentication%n",
        task,
        cluster.tasks().get(task).getPort());
    return server;
  }
}

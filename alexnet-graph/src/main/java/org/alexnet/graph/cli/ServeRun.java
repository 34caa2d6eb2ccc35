package org.alexnet.graph.cli;

import static com.google.common.base.Preconditions.checkArgument;

import java.io.IOException;
import java.util.concurrent.Callable;
import org.alexnet.graph.device.Cluster;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "serve",
    description =
        "Holds a tower, or a replica, of a training in another process, until it is killed.")
final class ServeRun implements Callable<Integer> {
  @Mixin private ClusterOptions options;

  @Option(
      names = "--task",
      description = "Which of the cluster's processes this is (default: ${DEFAULT-VALUE}).")
  private int task = 1;

  @Override
  public Integer call() throws IOException {
    Cluster cluster =
        options
            .cluster()
            .orElseThrow(() -> new IllegalArgumentException("--cluster must be given"));
    checkArgument(
        task > 0, "task must be at least 1, found %s; task 0 is the one that trains", task);
    options.start(cluster, task).join();
    return 0;
  }
}

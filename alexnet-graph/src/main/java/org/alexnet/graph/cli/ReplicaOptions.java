package org.alexnet.graph.cli;

import static com.google.common.base.Preconditions.checkArgument;

import picocli.CommandLine.Option;

/** The option that shares each batch among replicas of a network. */
public final class ReplicaOptions {
  @Option(
      names = "--replicas",
      paramLabel = "COUNT",
      description = "Share each batch among so many networks (default: ${DEFAULT-VALUE}).")
  private int replicas = 1;

  /** Returns the number of replicas. */
  public int count() {
    checkArgument(replicas > 0, "--replicas must be positive, found %s", replicas);
    return replicas;
  }
}

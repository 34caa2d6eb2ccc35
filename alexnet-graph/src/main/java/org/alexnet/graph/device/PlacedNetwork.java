package org.alexnet.graph.device;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.common.collect.ImmutableList;
import java.util.List;
import org.alexnet.graph.spec.AlexNetSpec;
import org.alexnet.graph.spec.Precision;

/**
 * A network with a device for each of its towers, and the numbers that they compute with.
 *
 * <p>It may be there several times for training: each replica has towers of its own and takes an
 * equal part of every batch, and all have the parameters of the first.
 *
 * @param spec the network
 * @param replicas where the towers of each replica live, at least one; the first holds the
 *     parameters
 * @param precision the type of its activations
 */
public record PlacedNetwork(
    AlexNetSpec spec, ImmutableList<Placement> replicas, Precision precision) {

  /** Checks that each replica has as many devices as towers, and that all have one host. */
  public PlacedNetwork {
    checkArgument(!replicas.isEmpty(), "replicas must not be empty");
    Placement first = replicas.get(0);
    for (int i = 0; i < replicas.size(); i++) {
      String name = i == 0 ? "placement" : "replica " + i;
      Placement replica = replicas.get(i);
      checkArgument(
          replica.towers().size() == spec.towers(),
          "%s has %s devices, but the network has %s towers",
          name,
          replica.towers().size(),
          spec.towers());
      checkArgument(
          replica.host().equals(first.host()),
          "%s must have the host of the first, %s, found %s",
          name,
          first.host(),
          replica.host());
      checkArgument(
          replica.cluster().equals(first.cluster()),
          "%s must be in the cluster of the first, %s, found %s",
          name,
          first.cluster(),
          replica.cluster());
      checkArgument(
          replica.threads().equals(first.threads()),
          "%s must have the threads of the first, %s, found %s",
          name,
          first.threads(),
          replica.threads());
    }
  }

  /**
   * Creates a network that is there once.
   *
   * @param spec the network
   * @param placement where its towers live
   * @param precision the type of its activations
   */
  public PlacedNetwork(AlexNetSpec spec, Placement placement, Precision precision) {
    this(spec, ImmutableList.of(placement), precision);
  }

  /**
   * Creates a network that is there once and computes in float32.
   *
   * @param spec the network
   * @param placement where its towers live
   */
  public PlacedNetwork(AlexNetSpec spec, Placement placement) {
    this(spec, placement, Precision.FLOAT32);
  }

  /** Returns a copy that computes with these numbers. */
  public PlacedNetwork withPrecision(Precision precision) {
    return new PlacedNetwork(spec, replicas, precision);
  }

  /**
   * Returns a copy with these replicas.
   *
   * @param replicas where the towers of each live; the first holds the parameters
   */
  public PlacedNetwork withReplicas(List<Placement> replicas) {
    return new PlacedNetwork(spec, ImmutableList.copyOf(replicas), precision);
  }

  /**
   * Returns a copy that computes by a plan.
   *
   * @param plan how many operations run at once, and with how many threads
   * @throws IllegalArgumentException if a tower is not on a CPU of this process
   */
  public PlacedNetwork withThreads(ThreadPlan plan) {
    return withReplicas(replicas.stream().map(replica -> replica.withThreads(plan)).toList());
  }

  /** Returns where the towers of the first replica live, which holds the parameters. */
  public Placement placement() {
    return replicas.get(0);
  }

  /** Returns the towers of all replicas, one replica after the other: what a session needs. */
  public Placement allTowers() {
    return new Placement(
        placement().host(),
        replicas.stream()
            .flatMap(replica -> replica.towers().stream())
            .collect(ImmutableList.toImmutableList()),
        placement().cluster(),
        placement().threads());
  }

  /**
   * Returns a network in the best place on this machine; see {@link Placement#detect(int)}.
   *
   * @param spec the network
   */
  public static PlacedNetwork detect(AlexNetSpec spec) {
    return new PlacedNetwork(spec, Placement.detect(spec.towers()));
  }

  /**
   * Returns a network that is there several times in the best places on this machine; see {@link
   * Placement#detect(int, int)}.
   *
   * @param spec the network
   * @param replicas how often
   */
  public static PlacedNetwork detect(AlexNetSpec spec, int replicas) {
    return new PlacedNetwork(spec, Placement.detect(spec.towers(), replicas), Precision.FLOAT32);
  }

  /**
   * Returns a network with all towers on one device.
   *
   * @param spec the network
   * @param device {@code /GPU:0} or {@code /CPU:0}, for example
   */
  public static PlacedNetwork onOneDevice(AlexNetSpec spec, String device) {
    return new PlacedNetwork(spec, Placement.onOneDevice(device, spec.towers()));
  }
}

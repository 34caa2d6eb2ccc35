package org.alexnet.graph.cli;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.common.collect.ImmutableList;
import java.util.Collections;
import java.util.Optional;
import org.alexnet.graph.device.Cluster;
import org.alexnet.graph.device.Devices;
import org.alexnet.graph.device.PlacedNetwork;
import org.alexnet.graph.device.Placement;
import org.alexnet.graph.spec.AlexNetSpec;
import org.alexnet.graph.spec.Precision;
import picocli.CommandLine.Option;

/** The option that places towers on devices. */
public final class PlacementOptions {
  @Option(
      names = "--devices",
      split = ",",
      paramLabel = "DEVICE,...",
      hideParamSyntax = true,
      description = "One for each tower, as /GPU:0,/GPU:1 (default: the best found).")
  private String[] devices;

  /** Returns where the towers of a network live, whether or not such devices are here. */
  public Placement placement(AlexNetSpec spec) {
    return devices == null ? Placement.detect(spec.towers()) : Placement.of(devices);
  }

  /**
   * Returns a network with its towers on devices that are here.
   *
   * @throws IllegalArgumentException if one is not here or there are not as many as towers
   */
  public PlacedNetwork available(AlexNetSpec spec) {
    return available(new PlacedNetwork(spec, placement(spec)));
  }

  /**
   * Returns replicas of a network with their towers on devices that are here: those given, which
   * are one for each tower of each replica, or one for each tower, which all replicas share; or the
   * best found.
   *
   * @throws IllegalArgumentException if one is not here or there are not as many as towers
   */
  public PlacedNetwork available(AlexNetSpec spec, int replicas) {
    if (replicas == 1) {
      return available(spec);
    }
    if (devices == null) {
      return available(PlacedNetwork.detect(spec, replicas));
    }
    Placement given = Placement.of(devices);
    long ofAll = (long) replicas * spec.towers();
    checkArgument(
        devices.length == spec.towers() || devices.length == ofAll,
        "--devices must name %s, one for each tower of each of %s replicas, or %s, which all"
            + " replicas share; found %s",
        ofAll,
        replicas,
        spec.towers(),
        devices.length);
    return available(
        new PlacedNetwork(
            spec,
            devices.length == ofAll
                ? given.divided(replicas)
                : ImmutableList.copyOf(Collections.nCopies(replicas, given)),
            Precision.FLOAT32));
  }

  /**
   * Returns replicas of a network in the processes of a cluster, if there is one: a tower or a
   * replica in each.
   *
   * @throws IllegalArgumentException if there are not as many devices as towers, one is not here,
   *     or devices are given beside a cluster
   */
  public PlacedNetwork available(AlexNetSpec spec, Optional<Cluster> cluster, int replicas) {
    if (cluster.isEmpty()) {
      return available(spec, replicas);
    }
    checkArgument(devices == null, "--devices and --cluster exclude each other");
    String device = Devices.gpuCount(1) > 0 ? "GPU:0" : "CPU:0";
    return available(
        replicas == 1
            ? new PlacedNetwork(spec, cluster.get().placement(device))
            : new PlacedNetwork(
                spec, cluster.get().replicas(device, spec.towers(), replicas), Precision.FLOAT32));
  }

  private static PlacedNetwork available(PlacedNetwork network) {
    Devices.requireAvailable(network.allTowers());
    return network;
  }
}

package org.alexnet.graph.cli;

import static com.google.common.base.Preconditions.checkArgument;

import java.util.Optional;
import org.alexnet.graph.device.Cluster;
import org.alexnet.graph.device.Devices;
import org.alexnet.graph.device.PlacedNetwork;
import org.alexnet.graph.device.Placement;
import org.alexnet.graph.spec.AlexNetSpec;
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
   * Returns a network with its towers in the processes of a cluster, if there is one.
   *
   * @throws IllegalArgumentException if there are not as many devices as towers, one is not here,
   *     or devices are given beside a cluster
   */
  public PlacedNetwork available(AlexNetSpec spec, Optional<Cluster> cluster) {
    if (cluster.isEmpty()) {
      return available(spec);
    }
    checkArgument(devices == null, "--devices and --cluster exclude each other");
    boolean gpu = Devices.gpuCount(1) > 0;
    return available(new PlacedNetwork(spec, cluster.get().placement(gpu ? "GPU:0" : "CPU:0")));
  }

  private static PlacedNetwork available(PlacedNetwork network) {
    Devices.requireAvailable(network.placement());
    return network;
  }
}

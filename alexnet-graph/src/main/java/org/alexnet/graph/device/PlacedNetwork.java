package org.alexnet.graph.device;

import static com.google.common.base.Preconditions.checkArgument;

import org.alexnet.graph.spec.AlexNetSpec;
import org.alexnet.graph.spec.Precision;

/**
 * A network with a device for each of its towers, and the numbers that they compute with.
 *
 * @param spec the network
 * @param placement where its towers live
 * @param precision the type of its activations
 */
public record PlacedNetwork(AlexNetSpec spec, Placement placement, Precision precision) {

  /** Checks that there are as many devices as towers. */
  public PlacedNetwork {
    checkArgument(
        placement.towers().size() == spec.towers(),
        "placement has %s devices, but the network has %s towers",
        placement.towers().size(),
        spec.towers());
  }

  /**
   * Creates a network that computes in float32.
   *
   * @param spec the network
   * @param placement where its towers live
   */
  public PlacedNetwork(AlexNetSpec spec, Placement placement) {
    this(spec, placement, Precision.FLOAT32);
  }

  /** Returns a copy that computes with these numbers. */
  public PlacedNetwork withPrecision(Precision precision) {
    return new PlacedNetwork(spec, placement, precision);
  }

  /**
   * Returns a network in the best place on this machine; see {@link Placement#detect}.
   *
   * @param spec the network
   */
  public static PlacedNetwork detect(AlexNetSpec spec) {
    return new PlacedNetwork(spec, Placement.detect(spec.towers()));
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

package org.alexnet.graph.benchmark;

import com.google.common.collect.ImmutableList;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.MessageOrBuilder;
import com.google.protobuf.util.JsonFormat;
import java.nio.charset.StandardCharsets;
import org.alexnet.common.CpuSettings;
import org.alexnet.common.Hashes;
import org.alexnet.common.Processor;
import org.alexnet.common.RecordCodec;
import org.alexnet.graph.device.Device;
import org.alexnet.graph.device.PlacedNetwork;
import org.alexnet.graph.spec.Precision;
import org.alexnet.graph.spec.SpecCodec;
import org.tensorflow.TensorFlow;

/**
 * What the fastest threads depend on: on another machine, with another TensorFlow or for another
 * network they are measured anew.
 *
 * @param processor model of the processor
 * @param cores cores that this process may use
 * @param tensorFlow version of the native TensorFlow
 * @param oneDnn what the environment says of oneDNN's kernels, empty where nothing
 * @param networkSha256 SHA-256 of the network as manifests hold it, whatever its seed
 * @param batchSize images in a step, of all replicas together
 * @param precision the type of the activations
 * @param replicas number of replicas
 * @param towerDevices device of each tower, one replica after the other
 */
public record PlanKey(
    String processor,
    int cores,
    String tensorFlow,
    String oneDnn,
    String networkSha256,
    int batchSize,
    Precision precision,
    int replicas,
    ImmutableList<String> towerDevices) {

  /**
   * Returns the key of a network on this machine.
   *
   * @param network the network with its devices
   * @param batchSize images in a step, of all replicas together
   */
  public static PlanKey here(PlacedNetwork network, int batchSize) {
    return new PlanKey(
        Processor.model(),
        Runtime.getRuntime().availableProcessors(),
        TensorFlow.version(),
        CpuSettings.oneDnn().orElse(""),
        sha256(SpecCodec.toProto(network.spec().withSeed(0))),
        batchSize,
        network.precision(),
        network.replicas().size(),
        network.allTowers().towers().stream()
            .map(Device::toString)
            .collect(ImmutableList.toImmutableList()));
  }

  /** Returns the name of the file that holds the plan of this key. */
  String fileName() {
    return "threads-" + Hashes.brief(sha256(RecordCodec.encode(this, PlanKey.class))) + ".json";
  }

  private static String sha256(MessageOrBuilder message) {
    try {
      String json =
          JsonFormat.printer().sortingMapKeys().omittingInsignificantWhitespace().print(message);
      return Hashes.sha256(json.getBytes(StandardCharsets.UTF_8));
    } catch (InvalidProtocolBufferException e) {
      throw new AssertionError("only messages with unknown types fail: " + message, e);
    }
  }
}

package org.alexnet.graph.spec;

import com.google.common.collect.ImmutableList;
import com.google.protobuf.Struct;
import org.alexnet.common.RecordCodec;
import org.alexnet.graph.proto.NetworkProto;

/** Turns a network into the message that manifests hold, and back. */
public final class SpecCodec {
  private SpecCodec() {}

  /**
   * Returns a network as a message.
   *
   * @param spec the network
   */
  public static NetworkProto toProto(AlexNetSpec spec) {
    NetworkProto.Builder network =
        NetworkProto.newBuilder()
            .setName(spec.name())
            .setImageSize(spec.imageSize())
            .setTowers(spec.towers())
            .setSeed(spec.seed());
    spec.layers().forEach(layer -> network.addLayers(RecordCodec.encode(layer, Layer.class)));
    return network.build();
  }

  /**
   * Returns the network that a message describes.
   *
   * @param network the message
   * @throws IllegalArgumentException if it describes no valid network
   */
  public static AlexNetSpec fromProto(NetworkProto network) {
    ImmutableList.Builder<Layer> layers = ImmutableList.builder();
    for (Struct layer : network.getLayersList()) {
      String name = layer.getFieldsMap().containsKey("name") ? nameOf(layer) : "without a name";
      layers.add(RecordCodec.decode(layer, Layer.class, "layer " + name));
    }
    return new AlexNetSpec(
        network.getName(),
        network.getImageSize(),
        network.getTowers(),
        network.getSeed(),
        layers.build());
  }

  private static String nameOf(Struct layer) {
    return layer.getFieldsOrThrow("name").getStringValue();
  }
}

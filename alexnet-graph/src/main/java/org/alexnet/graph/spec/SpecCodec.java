package org.alexnet.graph.spec;

import static com.google.common.collect.ImmutableList.toImmutableList;

import org.alexnet.graph.proto.AveragePoolProto;
import org.alexnet.graph.proto.ConvProto;
import org.alexnet.graph.proto.DenseProto;
import org.alexnet.graph.proto.DropoutProto;
import org.alexnet.graph.proto.InitializerProto;
import org.alexnet.graph.proto.LayerProto;
import org.alexnet.graph.proto.LocalResponseNormProto;
import org.alexnet.graph.proto.MaxPoolProto;
import org.alexnet.graph.proto.NetworkProto;
import org.alexnet.graph.proto.ReluProto;
import org.alexnet.graph.proto.TanhProto;
import org.alexnet.graph.proto.WithinMapNormProto;
import org.alexnet.graph.spec.Layer.AveragePool;
import org.alexnet.graph.spec.Layer.Conv;
import org.alexnet.graph.spec.Layer.Dense;
import org.alexnet.graph.spec.Layer.Dropout;
import org.alexnet.graph.spec.Layer.Dropout.Scaling;
import org.alexnet.graph.spec.Layer.LocalResponseNorm;
import org.alexnet.graph.spec.Layer.MaxPool;
import org.alexnet.graph.spec.Layer.Reads;
import org.alexnet.graph.spec.Layer.Relu;
import org.alexnet.graph.spec.Layer.Spread;
import org.alexnet.graph.spec.Layer.Tanh;
import org.alexnet.graph.spec.Layer.WithinMapNorm;

/** A network to and from the message that manifests hold. */
public final class SpecCodec {
  private SpecCodec() {}

  /**
   * A network as a message.
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
    spec.layers().forEach(layer -> network.addLayers(toProto(layer)));
    return network.build();
  }

  /**
   * The network that a message describes.
   *
   * @param network the message
   * @throws IllegalArgumentException if it describes no valid network
   */
  public static AlexNetSpec fromProto(NetworkProto network) {
    return new AlexNetSpec(
        network.getName(),
        network.getImageSize(),
        network.getTowers(),
        network.getSeed(),
        network.getLayersList().stream().map(SpecCodec::fromProto).collect(toImmutableList()));
  }

  private static LayerProto toProto(Layer layer) {
    LayerProto.Builder proto = LayerProto.newBuilder().setName(layer.name());
    if (layer instanceof Conv conv) {
      proto.setConv(
          ConvProto.newBuilder()
              .setKernels(conv.kernels())
              .setSize(conv.size())
              .setStride(conv.stride())
              .setPaddingNear(conv.padding().near())
              .setPaddingFar(conv.padding().far())
              .setReadsAllTowers(conv.reads() == Reads.ALL_TOWERS)
              .setInitializer(toProto(conv.initializer())));
    } else if (layer instanceof Relu) {
      proto.setRelu(ReluProto.getDefaultInstance());
    } else if (layer instanceof LocalResponseNorm norm) {
      proto.setLocalResponseNorm(
          LocalResponseNormProto.newBuilder()
              .setNeighbors(norm.neighbors())
              .setBias(norm.bias())
              .setAlpha(norm.alpha())
              .setBeta(norm.beta())
              .setReadsAllTowers(norm.reads() == Reads.ALL_TOWERS));
    } else if (layer instanceof WithinMapNorm norm) {
      proto.setWithinMapNorm(
          WithinMapNormProto.newBuilder()
              .setSize(norm.size())
              .setBias(norm.bias())
              .setAlpha(norm.alpha())
              .setBeta(norm.beta()));
    } else if (layer instanceof Tanh) {
      proto.setTanh(TanhProto.getDefaultInstance());
    } else if (layer instanceof MaxPool pool) {
      proto.setMaxPool(
          MaxPoolProto.newBuilder()
              .setSize(pool.size())
              .setStride(pool.stride())
              .setOverhang(pool.overhang()));
    } else if (layer instanceof AveragePool pool) {
      proto.setAveragePool(
          AveragePoolProto.newBuilder()
              .setSize(pool.size())
              .setStride(pool.stride())
              .setOverhang(pool.overhang()));
    } else if (layer instanceof Dense dense) {
      proto.setDense(
          DenseProto.newBuilder()
              .setUnits(dense.units())
              .setReadsAllTowers(dense.reads() == Reads.ALL_TOWERS)
              .setInFirstTowerAlone(dense.spread() == Spread.FIRST_TOWER)
              .setInitializer(toProto(dense.initializer())));
    } else if (layer instanceof Dropout dropout) {
      proto.setDropout(
          DropoutProto.newBuilder()
              .setRate(dropout.rate())
              .setScaledInTraining(dropout.scaling() == Scaling.IN_TRAINING));
    } else {
      throw new AssertionError("no message for " + layer);
    }
    return proto.build();
  }

  private static Layer fromProto(LayerProto proto) {
    String name = proto.getName();
    return switch (proto.getKindCase()) {
      case CONV -> fromProto(name, proto.getConv());
      case RELU -> new Relu(name);
      case LOCAL_RESPONSE_NORM -> {
        LocalResponseNormProto norm = proto.getLocalResponseNorm();
        yield new LocalResponseNorm(
            name,
            norm.getNeighbors(),
            norm.getBias(),
            norm.getAlpha(),
            norm.getBeta(),
            reads(norm.getReadsAllTowers()));
      }
      case WITHIN_MAP_NORM -> {
        WithinMapNormProto norm = proto.getWithinMapNorm();
        yield new WithinMapNorm(
            name, norm.getSize(), norm.getBias(), norm.getAlpha(), norm.getBeta());
      }
      case TANH -> new Tanh(name);
      case MAX_POOL -> {
        MaxPoolProto pool = proto.getMaxPool();
        yield new MaxPool(name, pool.getSize(), pool.getStride(), pool.getOverhang());
      }
      case AVERAGE_POOL -> {
        AveragePoolProto pool = proto.getAveragePool();
        yield new AveragePool(name, pool.getSize(), pool.getStride(), pool.getOverhang());
      }
      case DENSE -> fromProto(name, proto.getDense());
      case DROPOUT ->
          new Dropout(
              name,
              proto.getDropout().getRate(),
              proto.getDropout().getScaledInTraining() ? Scaling.IN_TRAINING : Scaling.AT_TEST);
      case KIND_NOT_SET ->
          throw new IllegalArgumentException(
              "layer " + name + " has no kind that this version knows");
    };
  }

  private static Reads reads(boolean allTowers) {
    return allTowers ? Reads.ALL_TOWERS : Reads.OWN_TOWER;
  }

  private static Conv fromProto(String name, ConvProto conv) {
    return new Conv(
        name,
        conv.getKernels(),
        conv.getSize(),
        conv.getStride(),
        new Padding(conv.getPaddingNear(), conv.getPaddingFar()),
        reads(conv.getReadsAllTowers()),
        fromProto(conv.getInitializer()));
  }

  private static Dense fromProto(String name, DenseProto dense) {
    return new Dense(
        name,
        dense.getUnits(),
        reads(dense.getReadsAllTowers()),
        dense.getInFirstTowerAlone() ? Spread.FIRST_TOWER : Spread.OVER_TOWERS,
        fromProto(dense.getInitializer()));
  }

  private static InitializerProto toProto(Initializer initializer) {
    return InitializerProto.newBuilder()
        .setWeightStd(initializer.weightStd())
        .setBias(initializer.bias())
        .build();
  }

  private static Initializer fromProto(InitializerProto proto) {
    return new Initializer(proto.getWeightStd(), proto.getBias());
  }
}

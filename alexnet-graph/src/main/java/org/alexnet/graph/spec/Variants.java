package org.alexnet.graph.spec;

import static com.google.common.base.Preconditions.checkArgument;
import static com.google.common.collect.ImmutableList.toImmutableList;
import static org.alexnet.graph.spec.Layer.Reads.ALL_TOWERS;
import static org.alexnet.graph.spec.Layer.Reads.OWN_TOWER;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.Iterables;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.alexnet.graph.spec.Layer.AveragePool;
import org.alexnet.graph.spec.Layer.Conv;
import org.alexnet.graph.spec.Layer.Dense;
import org.alexnet.graph.spec.Layer.Dropout;
import org.alexnet.graph.spec.Layer.LocalResponseNorm;
import org.alexnet.graph.spec.Layer.MaxPool;
import org.alexnet.graph.spec.Layer.Relu;
import org.alexnet.graph.spec.Layer.Tanh;
import org.alexnet.graph.spec.Layer.WithinMapNorm;

/** The paper's variations of a network: each makes a list of layers from another. */
final class Variants {
  private Variants() {}

  static AlexNetSpec widthDividedBy(AlexNetSpec spec, int divisor) {
    checkArgument(divisor > 0, "divisor must be positive, found %s", divisor);
    if (divisor == 1) {
      return spec;
    }
    Layer last = Iterables.getLast(spec.layers());
    return spec.withLayers(
        "width / " + divisor,
        layer -> {
          if (layer instanceof Conv conv) {
            return conv.withKernels(divided(conv.name(), conv.kernels(), divisor));
          }
          if (layer instanceof Dense dense && layer != last) {
            return dense.withUnits(divided(dense.name(), dense.units(), divisor));
          }
          return layer;
        });
  }

  private static int divided(String layer, int width, int divisor) {
    checkArgument(
        width % divisor == 0,
        "divisor must divide the %s kernels or units of %s, found %s",
        width,
        layer,
        divisor);
    return width / divisor;
  }

  static AlexNetSpec towers(AlexNetSpec spec, int towers) {
    return new AlexNetSpec(
        spec.name() + ", " + towers + (towers == 1 ? " tower" : " towers"),
        spec.imageSize(),
        towers,
        spec.seed(),
        spec.layers());
  }

  static AlexNetSpec oneTower(AlexNetSpec spec) {
    checkArgument(
        spec.towers() == 2, "only a network of 2 towers has a half, found %s", spec.towers());
    List<String> whole =
        List.of("conv5", "conv6"); // paper, section 3.2: the last one is not halved
    AlexNetSpec half =
        spec.withLayers(
            "one-tower control",
            layer ->
                layer instanceof Conv conv && !whole.contains(conv.name())
                    ? conv.withKernels(conv.kernels() / 2)
                    : layer);
    return new AlexNetSpec(half.name(), half.imageSize(), 1, half.seed(), half.layers());
  }

  static AlexNetSpec withoutNormalization(AlexNetSpec spec) {
    return without(
        spec,
        "no normalization",
        layer -> layer instanceof LocalResponseNorm || layer instanceof WithinMapNorm);
  }

  static AlexNetSpec withoutDropout(AlexNetSpec spec) {
    return without(spec, "no dropout", layer -> layer instanceof Dropout);
  }

  private static AlexNetSpec without(AlexNetSpec spec, String what, Predicate<Layer> gone) {
    return spec.varied(
        what, spec.layers().stream().filter(gone.negate()).collect(toImmutableList()));
  }

  static AlexNetSpec withoutOverlap(AlexNetSpec spec) {
    return spec.withLayers(
        "no overlap",
        layer -> {
          if (layer instanceof MaxPool pool) {
            return new MaxPool(pool.name(), pool.stride(), pool.stride(), pool.overhang());
          }
          if (layer instanceof AveragePool pool) {
            return new AveragePool(pool.name(), pool.stride(), pool.stride(), pool.overhang());
          }
          return layer;
        });
  }

  static AlexNetSpec tanh(AlexNetSpec spec) {
    return spec.withLayers(
        "tanh",
        layer ->
            layer instanceof Relu ? new Tanh(layer.name().replaceFirst("^relu", "tanh")) : layer);
  }

  static AlexNetSpec withoutLinks(AlexNetSpec spec) {
    checkArgument(spec.towers() > 1, "one tower has no links");
    Layer last = Iterables.getLast(spec.layers());
    return spec.withLayers("no links", layer -> layer == last ? layer : reading(layer, OWN_TOWER));
  }

  private static Layer reading(Layer layer, Layer.Reads reads) {
    if (layer instanceof Conv conv) {
      return conv.withReads(reads);
    }
    if (layer instanceof Dense dense) {
      return dense.withReads(reads);
    }
    if (layer instanceof LocalResponseNorm norm) {
      return new LocalResponseNorm(
          norm.name(), norm.neighbors(), norm.bias(), norm.alpha(), norm.beta(), reads);
    }
    return layer;
  }

  static AlexNetSpec withoutLayer(AlexNetSpec spec, String name) {
    List<String> weighted =
        spec.layers().stream().filter(Variants::hasWeights).map(Layer::name).toList();
    checkArgument(
        weighted.indexOf(name) > 0 && weighted.indexOf(name) < weighted.size() - 1,
        "the layer to remove must be one of %s, found %s",
        weighted.subList(1, weighted.size() - 1),
        name);
    ImmutableList.Builder<Layer> kept = ImmutableList.builder();
    boolean going = false;
    boolean linked = false;
    for (Layer layer : spec.layers()) {
      if (layer.name().equals(name)) {
        going = true;
        linked = readsAllTowers(layer);
      } else if (going && hasWeights(layer)) {
        going = false;
        kept.add(linked ? reading(layer, ALL_TOWERS) : layer);
      } else if (!going || layer instanceof MaxPool || layer instanceof AveragePool) {
        kept.add(layer);
      }
    }
    return spec.varied("no " + name, kept.build());
  }

  private static boolean hasWeights(Layer layer) {
    return layer instanceof Conv || layer instanceof Dense;
  }

  private static boolean readsAllTowers(Layer layer) {
    return layer instanceof Conv conv
        ? conv.reads() == ALL_TOWERS
        : layer instanceof Dense dense && dense.reads() == ALL_TOWERS;
  }

  static AlexNetSpec sixthConvolution(AlexNetSpec spec) {
    checkArgument(find(spec, "conv6").isEmpty(), "%s has a layer conv6 already", spec.name());
    Conv fifth =
        find(spec, "conv5")
            .filter(Conv.class::isInstance)
            .map(Conv.class::cast)
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        spec.name() + " has no layer conv5 that conv6 could be like"));
    ImmutableList.Builder<Layer> layers = ImmutableList.builder();
    boolean added = false;
    for (Layer layer : spec.layers()) {
      if (layer instanceof Dense && !added) {
        layers.add(
            new Conv(
                "conv6",
                fifth.kernels(),
                3,
                1,
                Padding.around(1),
                ALL_TOWERS,
                fifth.initializer()));
        boolean tanh = spec.layers().stream().anyMatch(Tanh.class::isInstance);
        layers.add(tanh ? new Tanh("tanh_conv6") : new Relu("relu_conv6"));
        added = true;
      }
      layers.add(layer);
    }
    return spec.varied("conv6", layers.build());
  }

  private static Optional<Layer> find(AlexNetSpec spec, String name) {
    return spec.layers().stream().filter(layer -> layer.name().equals(name)).findFirst();
  }
}

package org.alexnet.graph.spec;

import static com.google.common.base.Preconditions.checkArgument;
import static com.google.common.collect.ImmutableList.toImmutableList;
import static com.google.common.collect.ImmutableSet.toImmutableSet;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.Iterables;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

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
        layer ->
            layer instanceof Weighted weighted && layer != last
                ? weighted.withWidth(divided(weighted, divisor))
                : layer);
  }

  private static int divided(Weighted layer, int divisor) {
    checkArgument(
        layer.width() % divisor == 0,
        "divisor must divide the %s filters or units of %s, found %s",
        layer.width(),
        layer.name(),
        divisor);
    return layer.width() / divisor;
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
                layer instanceof Filtering filtering && !whole.contains(filtering.name())
                    ? filtering.withWidth(filtering.filters() / 2)
                    : layer);
    return new AlexNetSpec(half.name(), half.imageSize(), 1, half.seed(), half.layers());
  }

  static AlexNetSpec withoutNormalization(AlexNetSpec spec) {
    return without(spec, "no normalization", layer -> layer instanceof Normalization);
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
        layer -> layer instanceof Pool pool ? pool.withKernelSize(pool.stride()) : layer);
  }

  static AlexNetSpec activation(AlexNetSpec spec, Activation.Kind kind) {
    ImmutableSet<Activation.Kind> kinds =
        spec.layers().stream()
            .filter(Activation.class::isInstance)
            .map(layer -> ((Activation) layer).kind())
            .collect(toImmutableSet());
    return kinds.equals(ImmutableSet.of(kind)) ? spec : withActivation(spec, kind);
  }

  private static AlexNetSpec withActivation(AlexNetSpec spec, Activation.Kind kind) {
    return spec.withLayers(
        kind.toString(),
        layer ->
            layer instanceof Activation old
                ? kind.named(old.name().replaceFirst("^" + old.kind(), kind.toString()))
                : layer);
  }

  static AlexNetSpec withoutLinks(AlexNetSpec spec) {
    checkArgument(spec.towers() > 1, "one tower has no links");
    Layer last = Iterables.getLast(spec.layers());
    return spec.withLayers(
        "no links", layer -> layer == last ? layer : with(Connectivity.GROUPED, layer));
  }

  static AlexNetSpec crossTowerNormalization(AlexNetSpec spec) {
    return spec.withLayers(
        "cross-tower LRN",
        layer ->
            layer instanceof LocalResponseNorm norm
                ? norm.withConnectivity(Connectivity.CROSS_TOWER)
                : layer);
  }

  private static Layer with(Connectivity connectivity, Layer layer) {
    return layer instanceof ChannelMixing mixing ? mixing.withConnectivity(connectivity) : layer;
  }

  static AlexNetSpec withoutLayer(AlexNetSpec spec, String name) {
    List<String> weighted =
        spec.layers().stream().filter(Weighted.class::isInstance).map(Layer::name).toList();
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
        linked = layer.isCrossTower();
      } else if (going && layer instanceof Weighted) {
        going = false;
        kept.add(linked ? with(Connectivity.CROSS_TOWER, layer) : layer);
      } else if (!going || layer instanceof Pool) {
        kept.add(layer);
      }
    }
    return spec.varied("no " + name, kept.build());
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
                fifth.filters(),
                3,
                1,
                Padding.around(1),
                Connectivity.CROSS_TOWER,
                fifth.initializer()));
        Activation.Kind kind = activationOf(spec);
        layers.add(kind.named(kind + "_conv6"));
        added = true;
      }
      layers.add(layer);
    }
    return spec.varied("conv6", layers.build());
  }

  /** The one that took the place of ReLU, if any did. */
  private static Activation.Kind activationOf(AlexNetSpec spec) {
    return spec.layers().stream()
        .filter(Activation.class::isInstance)
        .map(layer -> ((Activation) layer).kind())
        .filter(kind -> kind != Activation.Kind.RELU)
        .findFirst()
        .orElse(Activation.Kind.RELU);
  }

  private static Optional<Layer> find(AlexNetSpec spec, String name) {
    return spec.layers().stream().filter(layer -> layer.name().equals(name)).findFirst();
  }
}

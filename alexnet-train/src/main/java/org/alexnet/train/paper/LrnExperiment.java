package org.alexnet.train.paper;

import com.google.common.collect.ImmutableList;
import org.alexnet.graph.spec.AlexNetSpec;
import org.alexnet.graph.spec.Layer;
import org.alexnet.graph.spec.WithinChannelLrn;
import org.alexnet.train.experiment.Arm;
import org.alexnet.train.experiment.Comparison;
import org.alexnet.train.experiment.Experiment;
import org.alexnet.train.experiment.Measures;
import org.alexnet.train.experiment.Role;
import org.alexnet.train.experiment.Scale;

/** With and without response normalization, and its other readings. */
final class LrnExperiment implements Experiment {

  @Override
  public String name() {
    return "lrn";
  }

  @Override
  public String section() {
    return "3.3";
  }

  @Override
  public String claim() {
    return "response normalization reduces the error";
  }

  @Override
  public ImmutableList<Arm> arms(Scale scale) {
    ImmutableList.Builder<Arm> arms = ImmutableList.builder();
    arms.add(
        Arm.of("own tower", scale.network()),
        Arm.of("without", scale.network().withNetwork(AlexNetSpec::withoutNormalization)),
        Arm.of(
            "all kernels", scale.network().withNetwork(AlexNetSpec::withCrossTowerNormalization)),
        Arm.of("within channels too", scale.network().withNetwork(LrnExperiment::withinChannels)));
    if (scale.equals(Scale.CIFAR10)) {
      arms.add(
          Arm.of("four layers", scale.fourLayers()).on(Role.SMALL),
          Arm.of(
                  "four layers without",
                  scale.fourLayers().withNetwork(AlexNetSpec::withoutNormalization))
              .on(Role.SMALL));
    }
    return arms.build();
  }

  /** As the code had it after conv2: run 145. */
  private static AlexNetSpec withinChannels(AlexNetSpec spec) {
    ImmutableList.Builder<Layer> layers = ImmutableList.builder();
    for (Layer layer : spec.layers()) {
      layers.add(layer);
      if (layer.name().equals("norm2")) {
        layers.add(new WithinChannelLrn("mapnorm2", 5, 1, 0.001 / 25, 0.75));
      }
    }
    return new AlexNetSpec(
        spec.name() + ", within-channel LRN after norm2",
        spec.imageSize(),
        spec.towers(),
        spec.seed(),
        layers.build());
  }

  @Override
  public ImmutableList<Comparison> comparisons(Scale scale) {
    ImmutableList.Builder<Comparison> comparisons = ImmutableList.builder();
    comparisons.add(
        Comparison.of(
            "without",
            "normalization reduces the top-1 error by 1.4 points",
            Measures.VALIDATION_ERROR,
            "own tower",
            "without"),
        Comparison.of(
            "all-kernels",
            "the sum runs over adjacent kernels of the layer, which may mean all towers",
            Measures.VALIDATION_ERROR,
            "all kernels",
            "own tower"),
        Comparison.of(
            "within-channels",
            "the code normalized within channels too",
            Measures.VALIDATION_ERROR,
            "within channels too",
            "own tower"));
    if (scale.equals(Scale.CIFAR10)) {
      comparisons.add(
          Comparison.of(
              "four-layers",
              "on CIFAR-10 a four-layer network has 11 % with and 13 % without normalization",
              Measures.VALIDATION_ERROR,
              "four layers",
              "four layers without"));
    }
    return comparisons.build();
  }
}

package org.alexnet.graph;

import static org.alexnet.graph.spec.Connectivity.CROSS_TOWER;
import static org.alexnet.graph.spec.Connectivity.GROUPED;
import static org.alexnet.graph.spec.Dense.Spread.OVER_TOWERS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import org.alexnet.graph.reference.Dropping;
import org.alexnet.graph.reference.ReferenceNetwork;
import org.alexnet.graph.spec.AlexNetSpec;
import org.alexnet.graph.spec.AveragePool;
import org.alexnet.graph.spec.Connectivity;
import org.alexnet.graph.spec.Conv;
import org.alexnet.graph.spec.Dense;
import org.alexnet.graph.spec.Dropout;
import org.alexnet.graph.spec.Initializer;
import org.alexnet.graph.spec.Layer;
import org.alexnet.graph.spec.LocalResponseNorm;
import org.alexnet.graph.spec.LocallyConnected;
import org.alexnet.graph.spec.LowResolution;
import org.alexnet.graph.spec.LowResolutionConv;
import org.alexnet.graph.spec.MaxPool;
import org.alexnet.graph.spec.Padding;
import org.alexnet.graph.spec.Relu;
import org.alexnet.graph.spec.Sigmoid;
import org.alexnet.graph.spec.Tanh;
import org.alexnet.graph.spec.WithinChannelLrn;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The graph's gradients against central differences of the loss, for each kind of layer. */
class FiniteDifferenceTest {
  private static final int SAMPLES = 12;

  static Stream<Named<AlexNetSpec>> kinds() {
    return Stream.of(
        named(conv("conv", 3, 1, Padding.around(1), GROUPED)),
        named(conv("conv_linked", 3, 1, Padding.around(1), CROSS_TOWER)),
        named(conv("conv_lopsided_padding", 3, 2, new Padding(0, 2), GROUPED)),
        named(conv("conv_strided_half_padding", 3, 2, Padding.around(1), GROUPED)),
        named(conv("conv_even", 4, 3, new Padding(2, 1), CROSS_TOWER)),
        named(local("local", 3, 1, Padding.around(1), GROUPED)),
        named(local("local_linked", 3, 1, Padding.around(1), CROSS_TOWER)),
        named(local("local_lopsided_padding", 3, 2, new Padding(0, 2), GROUPED)),
        named(local("local_even", 4, 3, new Padding(2, 1), CROSS_TOWER)),
        named(local("local_pixels", 1, 2, Padding.NONE, GROUPED)),
        named(lowResolution("low_resolution", 3, 2, 1, 3, Padding.around(1))),
        named(lowResolution("low_resolution_even", 5, 2, 0, 2, Padding.NONE)),
        named(lowResolution("low_resolution_lopsided", 1, 3, 2, 4, new Padding(1, 5))),
        named(new Relu("relu")),
        named(new LocalResponseNorm("norm_unusual", 3, 1, 0.5, 0.6)),
        named(new LocalResponseNorm("norm_strong", 5, 2, 0.8, 0.75)),
        named(new LocalResponseNorm("norm_linked", 5, 1, 0.7, 0.75, CROSS_TOWER)),
        named(new WithinChannelLrn("norm_within_maps", 3, 1, 0.3, 0.75)),
        named(new WithinChannelLrn("norm_within_large_windows", 7, 2, 0.1, 0.5)),
        named(new Tanh("tanh")),
        named(new Sigmoid("sigmoid")),
        named(new AveragePool("mean_pool", 3, 2, false)),
        named(new AveragePool("mean_pool_ceil", 3, 2, true)),
        named(new MaxPool("pool_ceil", 3, 2, true)),
        named(new MaxPool("pool_ceil_even", 4, 3, true)),
        named(new LocalResponseNorm("norm_wider_than_the_maps", 9, 1, 0.3, 1)),
        named(new MaxPool("pool_overlapping", 3, 2)),
        named(new MaxPool("pool_apart", 2, 2)),
        named(new Dense("dense", 6, GROUPED, OVER_TOWERS, Initializer.PAPER)),
        named(new Dense("dense_linked", 6, CROSS_TOWER, OVER_TOWERS, Initializer.PAPER)),
        named(new Dropout("dropout", 0.3)));
  }

  private static Named<AlexNetSpec> named(Layer layer) {
    return Named.of(layer.name(), TestSpecs.around(layer));
  }

  private static Conv conv(String name, int size, int stride, Padding padding, Connectivity reads) {
    return new Conv(name, 6, size, stride, padding, reads, Initializer.PAPER);
  }

  private static LocallyConnected local(
      String name, int size, int stride, Padding padding, Connectivity reads) {
    return new LocallyConnected(name, 6, size, stride, padding, reads, Initializer.PAPER);
  }

  private static LowResolutionConv lowResolution(
      String name, int blur, int stride, int first, int size, Padding padding) {
    LowResolution resolution = new LowResolution(blur, 1.5, stride, first);
    return new LowResolutionConv(name, resolution, size, 1, padding, 0.01);
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void gradientsAreTheSlopesOfTheFloat64Loss(AlexNetSpec spec) {
    Map<String, double[]> parameters = TestSpecs.livelyParameters(spec, 21);
    Batch batch = Batch.of(spec, 4, 22);
    try (TrainingRig rig = new TrainingRig(spec)) {
      // given
      TrainingRig.Outcome graph = rig.gradients(batch, parameters);
      Dropping dropping = Dropping.with(graph.masks());
      ReferenceNetwork network = new ReferenceNetwork(spec, parameters);
      Random random = new Random(23);

      parameters.forEach(
          (name, values) -> {
            double size = Arrays64.norm(graph.gradients().get(name)) / Math.sqrt(values.length);
            for (int sample = 0; sample < SAMPLES; sample++) {
              // when
              int at = random.nextInt(values.length);
              double slope =
                  slope(
                      values,
                      at,
                      1e-6,
                      any -> network.run(batch.volume(), dropping).loss(batch.labels()));

              // then
              assertThat(graph.gradients().get(name)[at])
                  .as("%s[%s]", name, at)
                  .isCloseTo(slope, within(1e-4 * (size + Math.abs(slope))));
            }
          });
    }
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void gradientsAreTheSlopesOfTheGraphsOwnLoss(AlexNetSpec spec) {
    Map<String, double[]> parameters = TestSpecs.livelyParameters(spec, 24);
    Batch batch = Batch.of(spec, 4, 25);
    try (TrainingRig rig = new TrainingRig(spec)) {
      // given
      TrainingRig.Outcome graph = rig.gradients(batch, parameters);

      parameters.forEach(
          (name, values) -> {
            // when: the whole tensor moves along its gradient, to rise above float32's rounding
            double[] gradient = graph.gradients().get(name);
            double steepness = Arrays64.norm(gradient);
            double[] distance = {0};
            Map<String, double[]> moved = new LinkedHashMap<>(parameters);
            double slope =
                slope(
                    distance,
                    0,
                    5e-4 / steepness,
                    any -> {
                      double[] there = values.clone();
                      for (int at = 0; at < there.length; at++) {
                        there[at] += distance[0] * gradient[at] / steepness;
                      }
                      moved.put(name, there);
                      return rig.loss(batch, moved);
                    });

            // then
            assertThat(slope / steepness).as(name).isCloseTo(1, within(0.01));
          });
    }
  }

  /** The central difference of a loss by one value, which is put back. */
  private static double slope(
      double[] values, int at, double step, ToDoubleFunction<double[]> loss) {
    double value = values[at];
    values[at] = value + step;
    double above = loss.applyAsDouble(values);
    values[at] = value - step;
    double below = loss.applyAsDouble(values);
    values[at] = value;
    return (above - below) / (2 * step);
  }
}

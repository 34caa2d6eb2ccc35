package org.alexnet.graph.reference;

import static org.alexnet.graph.spec.Connectivity.CROSS_TOWER;
import static org.alexnet.graph.spec.Connectivity.GROUPED;
import static org.alexnet.graph.spec.Dense.Spread.FIRST_TOWER;
import static org.alexnet.graph.spec.Dense.Spread.OVER_TOWERS;
import static org.alexnet.graph.spec.Initializer.PAPER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.Iterables;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.alexnet.graph.TestSpecs;
import org.alexnet.graph.preset.Preset;
import org.alexnet.graph.spec.Activation;
import org.alexnet.graph.spec.AlexNetSpec;
import org.alexnet.graph.spec.AveragePool;
import org.alexnet.graph.spec.Connectivity;
import org.alexnet.graph.spec.Conv;
import org.alexnet.graph.spec.Dense;
import org.alexnet.graph.spec.Dropout;
import org.alexnet.graph.spec.Dropout.Scaling;
import org.alexnet.graph.spec.Layer;
import org.alexnet.graph.spec.LocalResponseNorm;
import org.alexnet.graph.spec.LocallyConnected;
import org.alexnet.graph.spec.MaxPool;
import org.alexnet.graph.spec.Padding;
import org.alexnet.graph.spec.ParameterTable;
import org.alexnet.graph.spec.Relu;
import org.alexnet.graph.spec.Sigmoid;
import org.alexnet.graph.spec.Tanh;
import org.alexnet.graph.spec.WithinChannelLrn;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The backward pass of the reference against finite differences of its loss. */
class ReferenceGradientTest {

  private static final int IMAGES = 2;
  private static final double STEP = 1e-6;

  @Test
  void paperLayers() {
    AlexNetSpec spec =
        new AlexNetSpec(
            "small",
            9,
            2,
            0,
            ImmutableList.of(
                new Conv("conv1", 6, 3, 1, Padding.NONE, GROUPED, PAPER),
                new Relu("relu1"),
                new LocalResponseNorm("norm", 3, 1, 0.5, 0.6),
                new MaxPool("pool", 3, 2),
                new Conv("conv2", 4, 2, 2, new Padding(0, 1), CROSS_TOWER, PAPER),
                new Relu("relu2"),
                new Dense("fc1", 4, CROSS_TOWER, OVER_TOWERS, PAPER),
                new Dropout("drop", 0.3),
                new Dense("fc2", 4, GROUPED, OVER_TOWERS, PAPER),
                new Dense("fc3", 3, CROSS_TOWER, FIRST_TOWER, PAPER)));
    assertGradients(spec, 1, Integer.MAX_VALUE);
  }

  @Test
  void tanh() {
    assertGradients(twoTowers(9, new Tanh("layer")), 1, Integer.MAX_VALUE);
  }

  @Test
  void sigmoid() {
    assertGradients(twoTowers(9, new Sigmoid("layer")), 1, Integer.MAX_VALUE);
  }

  @ParameterizedTest
  @CsvSource({
    "3, 1, 1, 1, GROUPED",
    "3, 1, 1, 1, CROSS_TOWER",
    "2, 2, 0, 1, GROUPED",
    "4, 3, 2, 1, CROSS_TOWER"
  })
  void locallyConnected(int size, int stride, int near, int far, Connectivity reads) {
    assertGradients(
        twoTowers(
            9,
            new LocallyConnected("layer", 4, size, stride, new Padding(near, far), reads, PAPER)),
        1,
        Integer.MAX_VALUE);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 5, 9})
  void normalizationOverAllTowers(int neighbors) {
    assertGradients(
        twoTowers(9, new LocalResponseNorm("layer", neighbors, 2, 0.4, 0.75, CROSS_TOWER)),
        1,
        Integer.MAX_VALUE);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 5, 15})
  void normalizationWithinMaps(int size) {
    assertGradients(
        twoTowers(9, new WithinChannelLrn("layer", size, 2, 0.4, 0.75)), 1, Integer.MAX_VALUE);
  }

  @ParameterizedTest
  @CsvSource({"8, 3, 2", "9, 3, 2", "8, 2, 2", "9, 2, 2", "9, 4, 3", "8, 5, 1", "8, 9, 2"})
  void maxPoolInCeilMode(int side, int size, int stride) {
    assertGradients(
        twoTowers(side, new MaxPool("layer", size, stride, true)), 1, Integer.MAX_VALUE);
  }

  @ParameterizedTest
  @CsvSource({
    "8, 3, 2, true",
    "9, 3, 2, true",
    "8, 2, 2, true",
    "9, 2, 2, true",
    "9, 4, 3, true",
    "8, 9, 2, true",
    "8, 3, 2, false",
    "9, 3, 2, false",
    "9, 1, 2, false"
  })
  void averagePool(int side, int size, int stride, boolean ceilMode) {
    assertGradients(
        twoTowers(side, new AveragePool("layer", size, stride, ceilMode)), 1, Integer.MAX_VALUE);
  }

  @Test
  void allTogetherInTwoTowers() {
    AlexNetSpec spec =
        new AlexNetSpec(
            "together",
            10,
            2,
            0,
            ImmutableList.of(
                new Conv("conv1", 6, 3, 1, Padding.NONE, GROUPED, PAPER),
                new LocalResponseNorm("norm1", 5, 1, 0.3, 0.75, CROSS_TOWER),
                new WithinChannelLrn("mapnorm1", 3, 1, 0.3, 0.75),
                new MaxPool("pool1", 3, 2, true),
                new Tanh("tanh1"),
                new Conv("conv2", 4, 3, 1, Padding.around(1), GROUPED, PAPER),
                new Relu("relu2"),
                new AveragePool("pool2", 3, 2, true),
                new LocalResponseNorm("norm2", 3, 1, 0.3, 0.75, CROSS_TOWER),
                new Dense("fc1", 4, GROUPED, OVER_TOWERS, PAPER),
                new Tanh("tanh_fc1"),
                new Dropout("drop", 0.4, Scaling.IN_TRAINING),
                new Dense("fc2", 3, CROSS_TOWER, FIRST_TOWER, PAPER)));
    assertGradients(spec, 1, Integer.MAX_VALUE);
  }

  @ParameterizedTest
  @CsvSource({"CUDA_CONVNET, 67, 16", "CAFFE, 67, 16", "CIFAR10, 32, 8", "CIFAR10, 29, 8"})
  void presets(Preset preset, int side, int divisor) {
    AlexNetSpec spec =
        preset.spec().withWidthDividedBy(divisor).withClassCount(5).withImageSize(side);
    // in gray levels, so that normalization with the alpha of the presets does something
    assertGradients(spec, 60, 12);
  }

  @Test
  void presetInTwoTowersWithTanh() {
    assertGradients(
        Preset.CIFAR10
            .spec()
            .withTowers(2)
            .withActivation(Activation.Kind.TANH)
            .withWidthDividedBy(8)
            .withImageSize(30),
        1,
        12);
  }

  /** A layer over the convolutions of two towers, before more convolutions. */
  private static AlexNetSpec twoTowers(int side, Layer layer) {
    return new AlexNetSpec(
        "two towers",
        side,
        2,
        0,
        ImmutableList.of(
            new Conv("conv1", 6, 2, 1, new Padding(1, 0), GROUPED, PAPER),
            layer,
            new Conv("conv2", 4, 2, 2, new Padding(1, 1), GROUPED, PAPER),
            new Dense("fc", 3, CROSS_TOWER, FIRST_TOWER, PAPER)));
  }

  /** Checks up to {@code samples} values of each parameter. */
  private static void assertGradients(AlexNetSpec spec, double imageStd, int samples) {
    // given
    Random random = new Random(1);
    Map<String, double[]> parameters = parameters(spec, imageStd, random);
    int side = spec.imageSize();
    Volume images =
        new Volume(IMAGES, side, side, 3, gaussians(random, IMAGES * side * side * 3, imageStd));
    int[] labels = {2, 0};
    ReferenceNetwork network = new ReferenceNetwork(spec, parameters);

    // when
    Map<String, double[]> gradients =
        network.run(images, ReferenceGradientTest::factors).gradients(labels);

    // then
    parameters.forEach(
        (name, values) -> {
          double greatest = 0;
          for (int at : samples(random, values.length, samples)) {
            double value = values[at];
            values[at] = value + STEP;
            double above = network.run(images, ReferenceGradientTest::factors).loss(labels);
            values[at] = value - STEP;
            double below = network.run(images, ReferenceGradientTest::factors).loss(labels);
            values[at] = value;
            double expected = (above - below) / (2 * STEP);
            greatest = Math.max(greatest, Math.abs(expected));
            assertThat(gradients.get(name)[at])
                .as("%s[%s]", name, at)
                .isCloseTo(expected, within(2e-8 + 1e-6 * Math.abs(expected)));
          }
          assertThat(greatest).as("gradient of %s", name).isGreaterThan(1e-6);
        });
  }

  /** Values that keep activations about as large as the image's, and logits about 1. */
  private static Map<String, double[]> parameters(
      AlexNetSpec spec, double imageStd, Random random) {
    String last = Iterables.getLast(spec.layers()).name();
    Map<String, double[]> parameters = new LinkedHashMap<>();
    for (ParameterTable.Parameter parameter : ParameterTable.of(spec).parameters()) {
      int size = (int) parameter.shape().size();
      double std = 0.1 * imageStd;
      if (parameter.kind() == ParameterTable.Kind.WEIGHTS) {
        std = Math.sqrt(2 / TestSpecs.fanIn(spec, parameter));
      }
      double scale = parameter.layer().equals(last) ? 1 / imageStd : 1;
      parameters.put(parameter.name(), gaussians(random, size, scale * std));
    }
    return parameters;
  }

  /** Drops every third activation, others in each tower. */
  private static double[] factors(Dropout layer, int tower, int count) {
    double kept = layer.scaling() == Scaling.IN_TRAINING ? 1 / (1 - layer.rate()) : 1;
    return IntStream.range(0, count).mapToDouble(at -> at % 3 == tower ? 0 : kept).toArray();
  }

  private static int[] samples(Random random, int length, int count) {
    return length <= count
        ? IntStream.range(0, length).toArray()
        : random.ints(count, 0, length).toArray();
  }

  private static double[] gaussians(Random random, int count, double std) {
    return random.doubles(count).map(any -> std * random.nextGaussian()).toArray();
  }
}

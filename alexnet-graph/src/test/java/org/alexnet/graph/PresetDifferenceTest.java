package org.alexnet.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import com.google.common.collect.ImmutableList;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.alexnet.graph.preset.Preset;
import org.alexnet.graph.spec.AlexNetSpec;
import org.alexnet.graph.spec.Layer;
import org.alexnet.graph.spec.ShapeTrace;
import org.junit.jupiter.api.Test;

/** That the differences between presets are really in their graphs. */
class PresetDifferenceTest {
  private static final AlexNetSpec PAPER = TestSpecs.narrow(Preset.PAPER.spec(), 8);
  private static final AlexNetSpec CODE = TestSpecs.narrow(Preset.CUDA_CONVNET.spec(), 8);
  private static final AlexNetSpec CAFFE = TestSpecs.narrow(Preset.CAFFE.spec(), 8);

  @Test
  void normalizationDiffersInItsConstants() {
    Map<String, double[]> paper = activations(PAPER);
    Map<String, double[]> caffe = activations(CAFFE);

    assertThat(difference(caffe, paper, "relu1/tower0")).isZero();
    assertThat(difference(caffe, paper, "norm1/tower0")).isGreaterThan(0.1);
  }

  @Test
  void normalizationOverAllChannelsDiffersAtTheBorderOfTheTowers() {
    Map<String, double[]> all = activations(CAFFE);
    Map<String, double[]> own = activations(CAFFE.withoutLinks());
    double[] a = all.get("norm1/tower0");
    double[] b = own.get("norm1/tower0");

    assertThat(a).hasSameSizeAs(b);
    int channels = 96 / 8 / 2;
    for (int i = 0; i < a.length; i++) {
      boolean atBorder = i % channels >= channels - 2; // neighbors are two to each side
      if (!atBorder) { // the same numbers, added up in the order of another convolution
        assertThat(a[i]).isCloseTo(b[i], withinPercentage(1e-4));
      }
    }
    assertThat(difference(all, own, "norm1/tower0")).isGreaterThan(1e-4);
  }

  @Test
  void normalizationBeforeTheReluIsAnotherFunction() {
    AlexNetSpec swapped = inOrder(CODE, "relu1", "norm1", "pool1");

    Map<String, double[]> code = activations(CODE);
    Map<String, double[]> asInPaper = activations(swapped);

    assertThat(Arrays64.relativeError(asInPaper.get("pool1/tower0"), code.get("relu1/tower0")))
        .isGreaterThan(1e-4);
  }

  @Test
  void poolingBeforeTheReluIsTheSameFunction() {
    AlexNetSpec swapped = inOrder(CODE, "relu5", "pool5");

    assertThat(activations(swapped).get("probabilities"))
        .isEqualTo(activations(CODE).get("probabilities"));
  }

  @Test
  void normalizationWithinChannelsCounts() {
    Map<String, double[]> code = activations(CODE);

    assertThat(Arrays64.relativeError(code.get("mapnorm2/tower0"), code.get("norm2/tower0")))
        .isGreaterThan(1e-3);
  }

  @Test
  void poolingWithoutOverlapIsAnotherFunction() {
    Map<String, double[]> overlapping = activations(PAPER);
    Map<String, double[]> apart = activations(PAPER.withoutOverlap());

    assertThat(difference(apart, overlapping, "norm1/tower0")).isZero();
    assertThat(difference(apart, overlapping, "pool1/tower0")).isGreaterThan(0.01);
  }

  @Test
  void dropoutIsScaledAtTestOrInTraining() {
    Map<String, double[]> paper = activations(PAPER);
    Map<String, double[]> caffe = activations(CAFFE);

    assertThat(paper.get("drop6/tower0")).isEqualTo(scaled(paper.get("relu6/tower0"), 0.5));
    assertThat(caffe.get("drop6/tower0")).isEqualTo(caffe.get("relu6/tower0"));
    assertThat(factorsInTraining(PAPER)).containsOnly(0.0, 1.0);
    assertThat(factorsInTraining(CAFFE)).contains(0.0, 2.0).isSubsetOf(0.0, 1.0, 2.0);
  }

  /** 1 also where there was nothing to drop. */
  private static List<Double> factorsInTraining(AlexNetSpec spec) {
    try (TrainingRig rig = new TrainingRig(spec)) {
      List<Double> factors = new ArrayList<>();
      for (double factor : rig.masks(Batch.of(spec, 4, 1)).get("drop6/tower0")) {
        factors.add(factor);
      }
      return factors;
    }
  }

  private static Map<String, double[]> activations(AlexNetSpec spec) {
    return TestGraphs.activations(spec, Batch.of(spec, 4, 2), TestSpecs.livelyParameters(spec, 3));
  }

  private static double difference(
      Map<String, double[]> actual, Map<String, double[]> expected, String name) {
    return Arrays64.relativeError(actual.get(name), expected.get(name));
  }

  private static double[] scaled(double[] values, double by) {
    double[] scaled = values.clone();
    for (int i = 0; i < scaled.length; i++) {
      scaled[i] *= by;
    }
    return scaled;
  }

  /** The same layers, some of which in another order. */
  private static AlexNetSpec inOrder(AlexNetSpec spec, String... names) {
    List<Layer> layers = new ArrayList<>(spec.layers());
    List<Integer> places = new ArrayList<>();
    List<Layer> moved = new ArrayList<>();
    for (String name : names) {
      Layer layer = ShapeTrace.of(spec).step(name).layer();
      places.add(layers.indexOf(layer));
      moved.add(layer);
    }
    Collections.sort(places);
    for (int i = 0; i < moved.size(); i++) {
      layers.set(places.get(i), moved.get(i));
    }
    return new AlexNetSpec(
        spec.name(), spec.imageSize(), spec.towers(), spec.seed(), ImmutableList.copyOf(layers));
  }
}

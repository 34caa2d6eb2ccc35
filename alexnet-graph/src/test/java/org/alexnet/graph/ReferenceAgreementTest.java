package org.alexnet.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.alexnet.common.RecordCodec;
import org.alexnet.graph.preset.Preset;
import org.alexnet.graph.reference.Dropping;
import org.alexnet.graph.reference.ReferenceNetwork;
import org.alexnet.graph.reference.ReferenceRun;
import org.alexnet.graph.reference.Volume;
import org.alexnet.graph.spec.Activation;
import org.alexnet.graph.spec.AlexNetSpec;
import org.alexnet.graph.spec.Connectivity;
import org.alexnet.graph.spec.Conv;
import org.alexnet.graph.spec.Initializer;
import org.alexnet.graph.spec.Layer;
import org.alexnet.graph.spec.Padding;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The graph against the same network in plain float64 Java. */
class ReferenceAgreementTest {
  private static final double TOLERANCE = 1e-4;

  static Stream<Named<AlexNetSpec>> networks() {
    AlexNetSpec paper = TestSpecs.narrowPaper(8);
    return Stream.of(
        Named.of("the paper's, narrow", paper),
        Named.of("the paper's in one tower", paper.withTowers(1)),
        Named.of("the paper's in four towers", paper.withTowers(4)),
        Named.of("the paper's at 71 pixels", paper.withImageSize(71)),
        // The oneDNN pass once mixed up the towers' bias gradients where one operation split them.
        Named.of("a convolution below a link, four towers", convolutionBelowLink()),
        named(TestSpecs.narrow(Preset.CUDA_CONVNET.spec(), 8)),
        named(TestSpecs.narrow(Preset.CUDA_CONVNET.spec().withSixthConvolution(), 8)),
        named(TestSpecs.narrow(Preset.CAFFE.spec(), 8)),
        named(TestSpecs.narrow(Preset.CAFFE.spec(), 8).withTowers(4)),
        named(Preset.CIFAR10.spec().withWidthDividedBy(4)),
        named(
            Preset.CIFAR10
                .spec()
                .withWidthDividedBy(4)
                .withActivation(Activation.Kind.TANH)
                .withoutNormalization()),
        named(Preset.CIFAR10.spec().withWidthDividedBy(4).withImageSize(29)),
        // Of few layers: each takes the gradient down to a quarter at most.
        named(Preset.CIFAR10.spec().withActivation(Activation.Kind.SIGMOID).withoutNormalization()),
        named(
            Preset.CIFAR10
                .spec()
                .withActivation(Activation.Kind.SIGMOID)
                .withTowers(4)
                .withWidthDividedBy(2)),
        named(paper.withOneTower()),
        named(paper.withoutNormalization()),
        named(paper.withoutOverlap()),
        named(paper.withActivation(Activation.Kind.TANH)),
        named(paper.withoutDropout()),
        named(paper.withoutLinks()),
        named(paper.withSixthConvolution()),
        named(paper.withoutLayer("conv2")),
        named(paper.withoutLayer("conv3")),
        named(paper.withoutLayer("conv4")),
        named(paper.withoutLayer("conv5")),
        named(paper.withoutLayer("fc6")),
        named(paper.withoutLayer("fc7")),
        named(TestSpecs.everyKind()),
        named(TestSpecs.largeFeatureMaps()),
        named(TestSpecs.withSpreadLogits(paper, 11)),
        named(TestSpecs.withSpreadLogits(paper, 11).withTowers(4)),
        named(TestSpecs.withSpreadLogits(paper, 11).withTowers(1)),
        named(TestSpecs.convLocal().withWidthDividedBy(2)),
        named(TestSpecs.convLocal().withWidthDividedBy(2).withImageSize(29).withTowers(2)),
        named(TestSpecs.convLocal().withWidthDividedBy(2).withTowers(4)),
        Named.of("unusual, one tower", TestSpecs.unusual(1)),
        Named.of("unusual, two towers", TestSpecs.unusual(2)),
        Named.of("unusual, four towers", TestSpecs.unusual(4)));
  }

  private static Named<AlexNetSpec> named(AlexNetSpec spec) {
    return Named.of(spec.name(), spec);
  }

  private static AlexNetSpec convolutionBelowLink() {
    Layer conv =
        new Conv("conv2", 8, 3, 1, Padding.around(1), Connectivity.CROSS_TOWER, Initializer.PAPER);
    return new AlexNetSpec("linear", 17, 4, 5, TestSpecs.around(conv).layers());
  }

  /** So that a kind without operations, or without a reference, is found here. */
  @Test
  void theNetworkOfEveryKindHasEveryKind() {
    assertThat(TestSpecs.everyKind().layers().stream().map(Object::getClass))
        .containsAll(RecordCodec.kinds(Layer.class).values());
  }

  @ParameterizedTest
  @MethodSource("networks")
  void activationsAtTestAreThoseOfTheReference(AlexNetSpec spec) {
    // given
    Map<String, double[]> parameters = TestSpecs.livelyParameters(spec, 11);
    Batch batch = Batch.of(spec, 8, 12);
    ReferenceRun reference =
        new ReferenceNetwork(spec, parameters).run(batch.volume(), Dropping.atTest());

    // when
    Map<String, double[]> activations = TestGraphs.activations(spec, batch, parameters);

    // then
    Map<String, double[]> expected = new LinkedHashMap<>();
    for (Layer layer : spec.layers()) {
      List<Volume> parts = reference.activations(layer.name());
      for (int tower = 0; tower < parts.size(); tower++) {
        expected.put(layer.name() + "/tower" + tower, parts.get(tower).values());
      }
    }
    expected.put("probabilities", reference.probabilities());
    assertAgree(activations, expected);
  }

  @ParameterizedTest
  @MethodSource("networks")
  void lossAndGradientsAreThoseOfTheReferenceWithTheSameMasks(AlexNetSpec spec) {
    // given
    Map<String, double[]> parameters = TestSpecs.livelyParameters(spec, 13);
    Batch batch = Batch.of(spec, 8, 14);

    try (TrainingRig rig = new TrainingRig(spec)) {
      // when
      TrainingRig.Outcome graph = rig.gradients(batch, parameters);

      // then
      ReferenceRun reference =
          new ReferenceNetwork(spec, parameters).run(batch.volume(), Dropping.with(graph.masks()));
      double loss = reference.loss(batch.labels());
      assertThat(graph.loss()).isCloseTo(loss, within(TOLERANCE * loss));
      assertAgree(graph.gradients(), reference.gradients(batch.labels()));
    }
  }

  private static void assertAgree(Map<String, double[]> actual, Map<String, double[]> expected) {
    assertThat(actual.keySet()).containsExactlyInAnyOrderElementsOf(expected.keySet());
    expected.forEach(
        (name, values) -> {
          assertThat(Arrays64.norm(values)).as("size of %s", name).isGreaterThan(1e-4);
          assertThat(Arrays64.relativeError(actual.get(name), values))
              .as("relative error of %s", name)
              .isLessThan(TOLERANCE);
        });
  }
}

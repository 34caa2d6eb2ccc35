package org.alexnet.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.alexnet.common.GraphOps;
import org.alexnet.graph.device.PlacedNetwork;
import org.alexnet.graph.device.Placement;
import org.alexnet.graph.optimizer.SgdMomentum;
import org.alexnet.graph.preset.Preset;
import org.alexnet.graph.reference.Dropping;
import org.alexnet.graph.reference.ReferenceNetwork;
import org.alexnet.graph.reference.ReferenceRun;
import org.alexnet.graph.reference.Volume;
import org.alexnet.graph.spec.AlexNetSpec;
import org.alexnet.graph.spec.AveragePool;
import org.alexnet.graph.spec.Connectivity;
import org.alexnet.graph.spec.Conv;
import org.alexnet.graph.spec.Dense;
import org.alexnet.graph.spec.Initializer;
import org.alexnet.graph.spec.Layer;
import org.alexnet.graph.spec.MaxPool;
import org.alexnet.graph.spec.Padding;
import org.alexnet.graph.spec.ParameterTable;
import org.alexnet.graph.spec.Precision;
import org.alexnet.graph.spec.Relu;
import org.alexnet.graph.spec.Tanh;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.tensorflow.Graph;
import org.tensorflow.GraphOperation;
import org.tensorflow.op.Ops;
import org.tensorflow.proto.DataType;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;

/** Networks that compute in bfloat16. */
class PrecisionTest {
  /** Half the distance of two neighboring bfloat16 numbers, relative: what one rounding costs. */
  private static final double ROUNDING = 1 / 256.0;

  /** Roundings add up over some ten layers, there and back. */
  private static final double TOLERANCE = 12 * ROUNDING;

  /**
   * Where a rounding makes another pixel win, or stops a ReLU, the gradient jumps; in these small
   * networks that happens to many values. A gradient that is missing has an error of 1.
   */
  private static final double WITH_JUMPS = 0.9;

  static Stream<Named<AlexNetSpec>> networks() {
    return Stream.of(
            TestSpecs.narrowPaper(8),
            TestSpecs.narrow(Preset.CUDA_CONVNET.spec(), 8),
            Preset.CIFAR10.spec().withWidthDividedBy(4),
            TestSpecs.everyKind(),
            TestSpecs.withSpreadLogits(TestSpecs.narrowPaper(8), 11),
            TestSpecs.convLocal().withWidthDividedBy(2),
            TestSpecs.largeFeatureMaps(),
            TestSpecs.largeDense(),
            TestSpecs.unusual(4))
        .map(spec -> Named.of(spec.name(), spec));
  }

  @ParameterizedTest
  @MethodSource("networks")
  void activationsAreThoseOfTheReferenceButRounded(AlexNetSpec spec) {
    // given
    Map<String, double[]> parameters = TestSpecs.livelyParameters(spec, 11);
    Batch batch = Batch.of(spec, 8, 12);
    ReferenceRun reference =
        new ReferenceNetwork(spec, parameters).run(batch.volume(), Dropping.atTest());

    // when
    Map<String, double[]> activations = TestGraphs.activations(rounded(spec), batch, parameters);

    // then
    for (Layer layer : spec.layers()) {
      List<Volume> parts = reference.activations(layer.name());
      for (int tower = 0; tower < parts.size(); tower++) {
        String name = layer.name() + "/tower" + tower;
        assertRounded(name, activations.get(name), parts.get(tower).values(), TOLERANCE);
      }
    }
    assertRounded(
        "probabilities", activations.get("probabilities"), reference.probabilities(), TOLERANCE);
  }

  @ParameterizedTest
  @MethodSource("networks")
  void lossAndGradientsAreThoseOfTheReferenceButRounded(AlexNetSpec spec) {
    assertGradientsAreThoseOfTheReference(spec, WITH_JUMPS);
  }

  static Stream<Named<AlexNetSpec>> smoothNetworks() {
    return Stream.of(TestSpecs.everyKind(), TestSpecs.unusual(4), TestSpecs.narrowPaper(8))
        .map(
            spec ->
                spec.withLayers(
                    spec.name() + ", smooth",
                    layer ->
                        layer instanceof MaxPool pool
                            ? new AveragePool(pool.name(), pool.kernelSize(), pool.stride(), true)
                            : layer instanceof Relu ? new Tanh(layer.name()) : layer))
        .map(spec -> Named.of(spec.name(), spec));
  }

  @ParameterizedTest
  @MethodSource("smoothNetworks")
  void gradientsWithoutJumpsAreCloser(AlexNetSpec spec) {
    assertGradientsAreThoseOfTheReference(spec, TOLERANCE);
  }

  private static void assertGradientsAreThoseOfTheReference(AlexNetSpec spec, double tolerance) {
    // given
    Map<String, double[]> parameters = TestSpecs.livelyParameters(spec, 13);
    Batch batch = Batch.of(spec, 8, 14);

    try (TrainingRig rig = rig(rounded(spec))) {
      // when
      TrainingRig.Outcome graph = rig.gradients(batch, parameters);

      // then
      ReferenceRun reference =
          new ReferenceNetwork(spec, parameters).run(batch.volume(), Dropping.with(graph.masks()));
      double loss = reference.loss(batch.labels());
      assertThat(graph.loss()).isCloseTo(loss, within(TOLERANCE * loss));
      reference
          .gradients(batch.labels())
          .forEach(
              (name, values) ->
                  assertRounded(name, graph.gradients().get(name), values, tolerance));
    }
  }

  /** Rounded, and not computed in float32 after all. */
  private static void assertRounded(
      String name, double[] actual, double[] expected, double tolerance) {
    assertThat(Arrays64.relativeError(actual, expected))
        .as("relative error of %s", name)
        .isBetween(1e-5, tolerance);
  }

  /** TensorFlow's own kernels for CPUs sum up bfloat16 in bfloat16, in which 256 + 1 is 256. */
  @Test
  void sumsOverManyPixelsAreNotLost() {
    AlexNetSpec spec =
        new AlexNetSpec(
            "many pixels",
            61,
            1,
            0,
            ImmutableList.of(
                new Conv(
                    "conv1", 3, 3, 1, Padding.around(1), Connectivity.GROUPED, Initializer.PAPER),
                new Tanh("tanh1"),
                new AveragePool("mean1", 61, 61, false),
                new Dense(
                    "fc2",
                    4,
                    Connectivity.CROSS_TOWER,
                    Dense.Spread.FIRST_TOWER,
                    Initializer.PAPER)));
    assertGradientsAreThoseOfTheReference(spec, TOLERANCE);
  }

  /** Whole numbers up to 256 are bfloat16 numbers, and their products are added in float32. */
  @Test
  void whatNeedsNoRoundingIsExact() {
    // given
    AlexNetSpec spec = wholeNumbers();
    Batch batch = Batch.ofWholeNumbers(spec, 4, 3, 5);
    Map<String, double[]> parameters = new LinkedHashMap<>();
    Random random = new Random(6);
    for (ParameterTable.Parameter parameter : ParameterTable.of(spec).parameters()) {
      parameters.put(
          parameter.name(),
          random.doubles(parameter.shape().size()).map(any -> random.nextInt(3) - 1).toArray());
    }

    // when
    Map<String, double[]> rounded = TestGraphs.activations(rounded(spec), batch, parameters);

    // then
    Map<String, double[]> exact = TestGraphs.activations(spec, batch, parameters);
    exact.forEach(
        (name, values) -> {
          assertThat(rounded.get(name)).as(name).isEqualTo(values);
          assertThat(Arrays.stream(values).map(Math::abs).max().orElseThrow())
              .as(name)
              .isBetween(1e-9, 256.0);
        });
  }

  private static AlexNetSpec wholeNumbers() {
    return new AlexNetSpec(
        "whole numbers",
        9,
        1,
        0,
        ImmutableList.of(
            new Conv("conv1", 3, 3, 2, Padding.around(1), Connectivity.GROUPED, Initializer.PAPER),
            new Relu("relu1"),
            new MaxPool("pool1", 3, 2, true),
            new Dense(
                "fc2", 4, Connectivity.CROSS_TOWER, Dense.Spread.FIRST_TOWER, Initializer.PAPER)));
  }

  @Test
  void parametersAreUpdatedInFloat32() {
    // given
    AlexNetSpec spec = TestSpecs.narrowPaper(8);
    double rate = 1e-4; // far below what a bfloat16 weight could show
    try (TrainingRig rig = new TrainingRig(rounded(spec), new SgdMomentum(0.9, 0.0005))) {
      Map<String, double[]> before = rig.parameters();

      // when
      Map<String, double[]> gradients = rig.step(Batch.of(spec, 8, 15), rate);

      // then
      Map<String, double[]> after = rig.parameters();
      before.forEach(
          (name, values) -> {
            double[] gradient = gradients.get(name);
            double[] expected = values.clone();
            for (int i = 0; i < values.length; i++) {
              expected[i] -= rate * (gradient[i] + 0.0005 * values[i]);
            }
            assertThat(Arrays64.relativeError(after.get(name), expected)).as(name).isLessThan(1e-7);
            assertThat(after.get(name)).as(name).isNotEqualTo(values);
          });
    }
  }

  @Test
  void twoRunsAreEqualToTheBit() {
    AlexNetSpec spec = TestSpecs.narrowPaper(4);
    assertThat(trained(spec)).containsExactlyEntriesOf(trained(spec));
  }

  private static Map<String, double[]> trained(AlexNetSpec spec) {
    try (TrainingRig rig = rig(rounded(spec))) {
      for (int step = 0; step < 3; step++) {
        rig.step(Batch.of(spec, 8, step), 0.01);
      }
      return rig.parameters();
    }
  }

  /** Which operations of the layers see a float32 is what a reader of the graph wants to know. */
  @Test
  void convolutionsProductsAndPoolingAreInBfloat16AndNothingOfTheOptimizer() {
    // given
    Set<String> heavy =
        ImmutableSet.of(
            "Conv2D",
            "Conv2DBackpropInput",
            "Conv2DBackpropFilter",
            "MatMul",
            "BiasAdd",
            "Relu",
            "ReluGrad",
            "MaxPool",
            "MaxPoolGrad",
            "ConcatV2");

    // when: on GPUs, which need not be there
    Set<String> inFloat32 = new TreeSet<>();
    Set<DataType> ofVariables = new TreeSet<>();
    try (Graph graph = new Graph()) {
      Ops tf = GraphOps.of(graph);
      Ops host = tf.withDevice(Placement.twoGpus().hostDevice());
      new TrainingStep(
          tf,
          new PlacedNetwork(TestSpecs.narrowPaper(8), Placement.twoGpus(), Precision.BFLOAT16),
          Preset.PAPER.recipe().optimizer(),
          host.placeholder(TFloat32.class),
          host.placeholder(TInt32.class));
      for (GraphOperation operation : ImmutableList.copyOf(graph.operations())) {
        if (heavy.contains(operation.type())
            && operation.output(0).dataType() != DataType.DT_BFLOAT16) {
          inFloat32.add(operation.name().replaceAll("/tower.*", ""));
        }
        if (operation.type().equals("ReadVariableOp")) {
          ofVariables.add(operation.output(0).dataType());
        }
      }
    }

    // then: the banded convolutions of response normalization alone
    assertThat(inFloat32).containsExactly("norm1", "norm2");
    assertThat(ofVariables).containsExactlyInAnyOrder(DataType.DT_FLOAT, DataType.DT_INT64);
  }

  private static TrainingRig rig(PlacedNetwork network) {
    return new TrainingRig(network, Preset.PAPER.recipe().optimizer());
  }

  private static PlacedNetwork rounded(AlexNetSpec spec) {
    return PlacedNetwork.onOneDevice(spec, "/CPU:0").withPrecision(Precision.BFLOAT16);
  }
}

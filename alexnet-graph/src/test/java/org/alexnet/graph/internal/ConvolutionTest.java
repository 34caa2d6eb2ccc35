package org.alexnet.graph.internal;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import java.util.List;
import java.util.Random;
import java.util.function.BiFunction;
import org.alexnet.common.GraphOps;
import org.alexnet.common.Processor;
import org.alexnet.graph.Arrays64;
import org.alexnet.graph.ForwardPass;
import org.alexnet.graph.GraphSession;
import org.alexnet.graph.TrainingGraphs;
import org.alexnet.graph.device.PlacedNetwork;
import org.alexnet.graph.device.Placement;
import org.alexnet.graph.preset.Preset;
import org.alexnet.graph.reference.ReferenceConv;
import org.alexnet.graph.reference.Volume;
import org.alexnet.graph.spec.AlexNetSpec;
import org.alexnet.graph.spec.Connectivity;
import org.alexnet.graph.spec.Conv;
import org.alexnet.graph.spec.Dense;
import org.alexnet.graph.spec.FeatureMap;
import org.alexnet.graph.spec.Initializer;
import org.alexnet.graph.spec.Layer;
import org.alexnet.graph.spec.Padding;
import org.alexnet.graph.spec.Precision;
import org.alexnet.graph.spec.ShapeTrace;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Result;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.types.TFloat32;

/** Every way to compute a convolution against the reference, on any processor. */
class ConvolutionTest {
  private static final int IMAGES = 3;
  private static final int FILTERS = 4;
  private static final double TOLERANCE = 1e-6;

  @ParameterizedTest
  @CsvSource({
    "11, 4, 0, 0, 35", // the paper's conv1: a row and a column are missing from whole blocks
    "11, 4, 0, 0, 36", // none is
    "8, 4, 0, 0, 20",
    "5, 2, 1, 2, 11",
    "3, 2, 1, 1, 9",
    "2, 3, 0, 0, 11", // gaps between the windows
    "4, 3, 2, 0, 14",
    "8, 4, 0, 0, 23", // the last three rows and columns are in no window
    "11, 4, 0, 0, 70"
  })
  void spaceToDepthIsTheConvolution(int kernel, int stride, int near, int far, int side)
      throws Exception {
    Conv conv = conv(kernel, stride, new Padding(near, far));
    ShapeTrace.Step shape = ShapeTrace.of(around(conv, side)).steps().get(0);

    assertThat(SpaceToDepthConvolution.isFasterFor(conv, shape)).isTrue();
    assertThatAllIsThatOfTheReference(SpaceToDepthConvolution::new, conv, shape);
  }

  @ParameterizedTest
  @CsvSource({
    "3, 1, 1, 3",
    "3, 1, 1, 6",
    "5, 2, 2, 7",
    "3, 0, 0, 5",
    "3, 1, 0, 5",
    "2, 1, 1, 4",
    "1, 0, 0, 3"
  })
  void gradientsOfWeightsBySwappingAreThoseOfTheConvolution(int kernel, int near, int far, int side)
      throws Exception {
    Conv conv = conv(kernel, 1, new Padding(near, far));
    ShapeTrace.Step shape = ShapeTrace.of(around(conv, side)).steps().get(0);

    assertThat(SwappedConvolution.isFasterFor(conv, shape)).isTrue();
    assertThatAllIsThatOfTheReference((direct, any) -> new SwappedConvolution(direct), conv, shape);
  }

  @Test
  void otherLayersAreComputedDirectly() {
    Conv unpadded = conv(3, 1, Padding.NONE);
    Conv strided = conv(3, 2, Padding.NONE);

    assertThat(SpaceToDepthConvolution.isFasterFor(unpadded, first(unpadded, 23))).isFalse();
    assertThat(SwappedConvolution.isFasterFor(unpadded, first(unpadded, 8))).isTrue();
    assertThat(SwappedConvolution.isFasterFor(unpadded, first(unpadded, 9))).isFalse();
    assertThat(SwappedConvolution.isFasterFor(strided, first(strided, 8))).isFalse();
    assertThat(
            SpaceToDepthConvolution.isFasterFor(
                strided, ShapeTrace.of(behindAnother(strided, 9)).steps().get(1)))
        .as("maps of four channels, no images")
        .isFalse();
  }

  /** Of 67 pixels conv1 has a stride, and the others put out 7x7 and 3x3. */
  @Test
  void trainingInBfloat16OnACpuWithTilesLaysConvolutionsOutAnew() {
    AlexNetSpec small = Preset.PAPER.spec().withImageSize(67).withClassCount(10);
    Placement cpu = Placement.onOneDevice("/CPU:0", 2);
    boolean here = Processor.instructionSets().contains("amx_bf16");

    assertThat(laidOut(small, cpu, Precision.BFLOAT16))
        .containsExactlyElementsOf(
            here ? List.of("conv1", "conv2", "conv3", "conv4", "conv5") : List.of());
    assertThat(laidOut(Preset.PAPER.spec(), cpu, Precision.BFLOAT16))
        .containsExactlyElementsOf(here ? List.of("conv1") : List.of());
    assertThat(laidOut(small, cpu, Precision.FLOAT32)).isEmpty();
    assertThat(laidOut(small, Placement.twoGpus(), Precision.BFLOAT16)).isEmpty();
  }

  @Test
  void aNetworkAtTestIsLaidOutAsUsual() {
    try (Graph graph = new Graph()) {
      Ops tf = GraphOps.of(graph);
      new ForwardPass(
          tf,
          PlacedNetwork.onOneDevice(Preset.PAPER.spec(), "/CPU:0")
              .withPrecision(Precision.BFLOAT16),
          tf.placeholder(TFloat32.class));
      assertThat(graph.toGraphDef().getNodeList())
          .extracting(NodeDef::getOp)
          .contains("Conv2D")
          .doesNotContain("Transpose");
    }
  }

  /** The layers with an operation that moves axes. */
  private static List<String> laidOut(AlexNetSpec spec, Placement placement, Precision precision) {
    ImmutableList.Builder<String> layers = ImmutableList.builder();
    TrainingGraphs.with(
        new PlacedNetwork(spec, placement).withPrecision(precision),
        (graph, training) ->
            graph.toGraphDef().getNodeList().stream()
                .filter(node -> node.getOp().equals("Transpose"))
                .map(NodeDef::getName)
                .map(name -> name.substring(0, name.indexOf('/')))
                .distinct()
                .sorted()
                .forEach(layers::add));
    return layers.build();
  }

  private static Conv conv(int kernel, int stride, Padding padding) {
    return new Conv(
        "conv", FILTERS, kernel, stride, padding, Connectivity.GROUPED, Initializer.PAPER);
  }

  private static ShapeTrace.Step first(Conv conv, int side) {
    return ShapeTrace.of(around(conv, side)).steps().get(0);
  }

  private static AlexNetSpec behindAnother(Conv conv, int side) {
    AlexNetSpec spec = around(conv, side);
    return new AlexNetSpec(
        "two convolutions",
        side,
        1,
        0,
        ImmutableList.<Layer>builder()
            .add(
                new Conv(
                    "first", FILTERS, 3, 1, Padding.NONE, Connectivity.GROUPED, Initializer.PAPER))
            .addAll(spec.layers())
            .build());
  }

  private static AlexNetSpec around(Conv conv, int side) {
    Dense last =
        new Dense("fc", 2, Connectivity.CROSS_TOWER, Dense.Spread.FIRST_TOWER, Initializer.PAPER);
    return new AlexNetSpec("convolution", side, 1, 0, ImmutableList.of(conv, last));
  }

  private static void assertThatAllIsThatOfTheReference(
      BiFunction<Convolution.Direct, ShapeTrace.Step, Convolution> way,
      Conv conv,
      ShapeTrace.Step shape)
      throws Exception {
    // given
    Random random = new Random(shape.read().size());
    Volume maps = gaussians(random, shape.read());
    Volume dy = gaussians(random, shape.output());
    double[] weights = Arrays64.gaussians(random, conv.weights(shape.read(), FILTERS).size(), 1);

    // when
    List<double[]> computed =
        compute(way.apply(new Convolution.Direct(conv), shape), conv, shape, maps, weights, dy);

    // then
    ReferenceConv reference = new ReferenceConv(conv, weights, new double[FILTERS]);
    double[] weightsGradient = new double[weights.length];
    Volume mapsGradient = reference.backward(maps, dy, weightsGradient, new double[FILTERS]);
    assertThat(Arrays64.relativeError(computed.get(0), reference.forward(maps).values()))
        .isLessThan(TOLERANCE);
    assertThat(Arrays64.relativeError(computed.get(1), mapsGradient.values()))
        .isLessThan(TOLERANCE);
    assertThat(Arrays64.relativeError(computed.get(2), weightsGradient)).isLessThan(TOLERANCE);
  }

  private static Volume gaussians(Random random, FeatureMap shape) {
    return new Volume(
        IMAGES,
        shape.height(),
        shape.width(),
        shape.channels(),
        Arrays64.gaussians(random, IMAGES * shape.size(), 1));
  }

  /** Returns the output, the gradient of the maps, and that of the weights. */
  private static List<double[]> compute(
      Convolution convolution,
      Conv conv,
      ShapeTrace.Step shape,
      Volume maps,
      double[] weights,
      Volume dy)
      throws Exception {
    try (GraphSession<Passes> session =
            GraphSession.open(
                Placement.of("/CPU:0"), tf -> Passes.of(tf, convolution, conv, shape));
        TFloat32 fedMaps = Arrays64.tensor(shape(shape.read(), IMAGES), maps.values());
        TFloat32 fedDy = Arrays64.tensor(shape(shape.output(), IMAGES), dy.values());
        TFloat32 fedWeights = Arrays64.tensor(conv.weights(shape.read(), FILTERS), weights);
        Result result =
            session.run(
                runner ->
                    runner
                        .feed(session.operations().maps, fedMaps)
                        .feed(session.operations().weights, fedWeights)
                        .feed(session.operations().dy, fedDy)
                        .fetch(session.operations().output)
                        .fetch(session.operations().mapsGradient)
                        .fetch(session.operations().weightsGradient))) {
      return List.of(
          Arrays64.array(result.get(0)),
          Arrays64.array(result.get(1)),
          Arrays64.array(result.get(2)));
    }
  }

  private static Shape shape(FeatureMap maps, long images) {
    return Shape.of(images, maps.height(), maps.width(), maps.channels());
  }

  /** The passes in a graph, with the layer's margin added as its operations do. */
  private record Passes(
      Placeholder<TFloat32> maps,
      Placeholder<TFloat32> weights,
      Placeholder<TFloat32> dy,
      Operand<TFloat32> output,
      Operand<TFloat32> mapsGradient,
      Operand<TFloat32> weightsGradient) {

    static Passes of(Ops builders, Convolution convolution, Conv conv, ShapeTrace.Step shape) {
      Ops tf = builders.withDevice(Placement.of("/CPU:0").towerDevice(0));
      Placeholder<TFloat32> maps = placeholder(tf, shape(shape.read(), -1));
      Placeholder<TFloat32> weights = placeholder(tf, conv.weights(shape.read(), FILTERS));
      Placeholder<TFloat32> dy = placeholder(tf, shape(shape.output(), -1));
      Margin margin = new Margin(conv.hasSamePadding() ? Padding.NONE : conv.padding());
      Convolution.Passes<TFloat32> passes = convolution.of(tf, margin.added(tf, maps, 0), weights);
      assertThat(GraphOps.graphOf(tf).toGraphDef().getNodeList())
          .extracting(NodeDef::getOp)
          .doesNotContain("Conv2DBackpropFilter");
      return new Passes(
          maps,
          weights,
          dy,
          passes.output(),
          margin.removed(tf, passes.mapsGradient().of(tf, dy)),
          passes.weightsGradient().of(tf, dy));
    }

    private static Placeholder<TFloat32> placeholder(Ops tf, Shape shape) {
      return tf.placeholder(TFloat32.class, Placeholder.shape(shape));
    }
  }
}

package org.alexnet.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.google.common.collect.ImmutableList;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.alexnet.common.GraphOps;
import org.alexnet.graph.device.Device;
import org.alexnet.graph.device.Kernels;
import org.alexnet.graph.device.PlacedNetwork;
import org.alexnet.graph.device.Placement;
import org.alexnet.graph.preset.Preset;
import org.alexnet.graph.spec.Activation;
import org.alexnet.graph.spec.AlexNetSpec;
import org.alexnet.graph.spec.Precision;
import org.alexnet.graph.spec.Variation;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.TString;

/** Whether the natives have a kernel for whatever a graph puts on a GPU. */
class GpuKernelsTest {
  private static final Kernels KERNELS = new Kernels();

  @BeforeAll
  static void nativesAreThoseForGpus() {
    assumeThat(KERNELS.has(product(DataType.DT_FLOAT), "GPU")).as("natives for GPUs").isTrue();
  }

  private static NodeDef product(DataType type) {
    return NodeDef.newBuilder()
        .setOp("MatMul")
        .putAttr("T", AttrValue.newBuilder().setType(type).build())
        .build();
  }

  /** Narrow ones: the kinds and types of the operations are the same. */
  static Stream<Arguments> networks() {
    AlexNetSpec paper = Preset.PAPER.spec().withWidthDividedBy(8);
    List<AlexNetSpec> specs = new ArrayList<>();
    for (Preset preset : Preset.values()) {
      specs.add(preset.spec().withWidthDividedBy(8));
    }
    for (Variation variation : Variation.values()) {
      specs.add(variation.of(paper));
    }
    specs.add(paper.withActivation(Activation.Kind.TANH));
    specs.add(paper.withActivation(Activation.Kind.SIGMOID));
    specs.add(paper.withTowers(4));
    specs.add(TestSpecs.everyKind());
    specs.add(TestSpecs.convLocal().withWidthDividedBy(8));
    return specs.stream()
        .flatMap(
            spec ->
                Stream.of(Precision.values())
                    .map(precision -> Arguments.of(Named.of(spec.name(), spec), precision)));
  }

  @ParameterizedTest
  @MethodSource("networks")
  void trainingHasThemAll(AlexNetSpec spec, Precision precision) {
    try (Graph graph = new Graph()) {
      Ops tf = GraphOps.of(graph);
      Ops host = tf.withDevice(Device.cpu(0).toDeviceSpec());
      Operand<TFloat32> images = host.placeholder(TFloat32.class);
      Operand<TInt32> labels = host.placeholder(TInt32.class);
      PlacedNetwork network = onGpus(spec, precision);
      new TrainingStep(tf, network, Preset.PAPER.recipe().optimizer(), images, labels);

      assertThat(KERNELS.missing(graph.toGraphDef())).isEmpty();
      assertThat(graph.toGraphDef().getNodeList())
          .extracting(NodeDef::getDevice)
          .contains("/device:GPU:" + (spec.towers() - 1));
    }
  }

  @ParameterizedTest
  @MethodSource("networks")
  void theForwardPassHasThemAll(AlexNetSpec spec, Precision precision) {
    try (Graph graph = new Graph()) {
      Ops tf = GraphOps.of(graph);
      Operand<TFloat32> images =
          tf.withDevice(Device.cpu(0).toDeviceSpec()).placeholder(TFloat32.class);
      new ForwardPass(tf, onGpus(spec, precision), images).initialize();

      assertThat(KERNELS.missing(graph.toGraphDef())).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource
  void replicasHaveThemAll(Precision precision) {
    PlacedNetwork network =
        onGpus(TestSpecs.withSpreadLogits(TestSpecs.narrowPaper(16), 11), precision)
            .withReplicas(List.of(Placement.onGpus(2), Placement.of("/GPU:2", "/GPU:3")));
    TrainingGraphs.with(
        network, (graph, training) -> assertThat(KERNELS.missing(graph.toGraphDef())).isEmpty());
  }

  private static PlacedNetwork onGpus(AlexNetSpec spec, Precision precision) {
    List<Device> gpus =
        Stream.iterate(0, i -> i + 1).limit(spec.towers()).map(Device::gpu).toList();
    return new PlacedNetwork(
        spec, new Placement(Device.cpu(0), ImmutableList.copyOf(gpus)), precision);
  }

  @Test
  void whatOnlyAProcessorCanDoIsNamed() {
    try (Graph graph = new Graph()) {
      Ops gpu = GraphOps.of(graph).withDevice(Device.gpu(1).toDeviceSpec());
      gpu.withName("photograph").image.decodeJpeg(gpu.withName("bytes").placeholder(TString.class));

      assertThat(KERNELS.missing(graph.toGraphDef()))
          .containsExactly("photograph: DecodeJpeg[] on /device:GPU:1");
    }
  }

  @Test
  void theTypesCountToo() {
    assertThat(KERNELS.has(product(DataType.DT_BFLOAT16), "GPU")).isTrue();
    assertThat(KERNELS.has(product(DataType.DT_STRING), "GPU")).isFalse();
    assertThat(KERNELS.has(product(DataType.DT_FLOAT), "CPU")).isTrue();
    assertThat(KERNELS.has(product(DataType.DT_FLOAT), "TPU")).isFalse();
  }
}

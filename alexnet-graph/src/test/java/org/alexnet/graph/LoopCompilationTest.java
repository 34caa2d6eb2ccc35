package org.alexnet.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.function.Consumer;
import java.util.stream.Stream;
import org.alexnet.common.CompiledLoop;
import org.alexnet.common.GraphOps;
import org.alexnet.common.Processor;
import org.alexnet.graph.device.LoopCompilation;
import org.alexnet.graph.device.PlacedNetwork;
import org.alexnet.graph.device.Placement;
import org.alexnet.graph.preset.Preset;
import org.alexnet.graph.spec.AlexNetSpec;
import org.alexnet.graph.spec.Precision;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;

/** Which graphs have compiled loops in them. */
class LoopCompilationTest {
  private static final AlexNetSpec PAPER = Preset.PAPER.spec();

  @AfterEach
  void switchOn() {
    System.clearProperty(CompiledLoop.PROPERTY);
  }

  @Test
  void normalizationIsCompiledOnCpusWithAvx512() {
    assertThat(LoopCompilation.isFor(Placement.of("/CPU:0")))
        .isEqualTo(Processor.instructionSets().contains("avx512f"));
    assertThat(LoopCompilation.isFor(Placement.twoGpus())).isFalse();
    System.setProperty(CompiledLoop.PROPERTY, "false");
    assertThat(LoopCompilation.isFor(Placement.of("/CPU:0"))).isFalse();
    System.setProperty(CompiledLoop.PROPERTY, "off");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> LoopCompilation.isFor(Placement.twoGpus()))
        .withMessage("-Dorg.alexnet.compile must be true or false, found 'off'");
  }

  /** So that what is compared with the reference is compared with compiled loops in it too. */
  @Test
  void theNetworkOfLargeFeatureMapsHasLoops() {
    AlexNetSpec spec = TestSpecs.largeFeatureMaps();

    assertThat(loopsOfTraining(onCpu(spec, Precision.FLOAT32))).hasSize(here(8));
    assertThat(loopsOfTraining(onCpu(spec, Precision.BFLOAT16))).hasSize(here(10));
  }

  /** Two layers in two towers, there and back. */
  @Test
  void trainingOfThePaperHasALoopForEachNormalization() {
    assertThat(loopsOfTraining(onCpu(PAPER, Precision.FLOAT32))).hasSize(here(8));
    assertThat(loopsOfTraining(onCpu(PAPER.withWidthDividedBy(8), Precision.FLOAT32)))
        .as("small feature maps")
        .isEmpty();
    assertThat(loopsOfTraining(new PlacedNetwork(PAPER, Placement.twoGpus())))
        .as("on GPUs")
        .isEmpty();
  }

  /**
   * The ReLUs of the five convolutions; that of conv5 reads the fewest, 21,632 values a tower. And
   * two for each parameter of a million values and more, which are those of the dense layers.
   */
  @Test
  void bfloat16HasOneForEachReluOfLargeFeatureMapsToo() {
    assertThat(loopsOfTraining(onCpu(PAPER, Precision.BFLOAT16)))
        .hasSize(here(8 + 2 * 5 + 2 * 5))
        .allSatisfy(loop -> assertThat(loop).doesNotContain("relu6", "relu7"))
        .filteredOn(loop -> loop.startsWith("parameters/"))
        .hasSize(here(2 * 5))
        .allSatisfy(
            loop ->
                assertThat(loop)
                    .containsAnyOf(
                        "fc6_tower0_weights",
                        "fc6_tower1_weights",
                        "fc7_tower0_weights",
                        "fc7_tower1_weights",
                        "fc8_tower0_weights"));
  }

  /**
   * Each tower reads 10,800 and 6,272 values for norm1 and norm2, and for the ReLUs before them.
   */
  @Test
  void smallerFeatureMapsAreLargeEnoughInBfloat16() {
    AlexNetSpec small = PAPER.withImageSize(67);

    assertThat(loopsOfTraining(onCpu(small, Precision.FLOAT32))).isEmpty();
    assertThat(loopsOfTraining(onCpu(small, Precision.BFLOAT16)))
        .filteredOn(loop -> !loop.startsWith("parameters/"))
        .hasSize(here(8 + 2 * 2))
        .allSatisfy(loop -> assertThat(loop).containsAnyOf("norm1", "norm2", "relu1", "relu2"));
  }

  @Test
  void aGraphForOtherMachinesHasNone() {
    PlacedNetwork network = onCpu(PAPER, Precision.FLOAT32);

    assertThat(
            loops(
                tf -> {
                  ForwardPass pass = ForwardPass.named(tf, "", network, images(tf));
                  pass.of(tf.withSubScope("of_center"), images(tf));
                }))
        .isEmpty();
    assertThat(loops(tf -> new ForwardPass(tf, network, images(tf)))).hasSize(here(4));
  }

  private static int here(int loops) {
    return LoopCompilation.isFor(Placement.of("/CPU:0")) ? loops : 0;
  }

  private static PlacedNetwork onCpu(AlexNetSpec spec, Precision precision) {
    return PlacedNetwork.onOneDevice(spec, "/CPU:0").withPrecision(precision);
  }

  private static Stream<String> loopsOfTraining(PlacedNetwork network) {
    return loops(
        tf ->
            new TrainingStep(
                tf,
                network,
                Preset.PAPER.recipe().optimizer(),
                images(tf),
                tf.placeholder(TInt32.class)));
  }

  private static Operand<TFloat32> images(Ops tf) {
    return tf.placeholder(TFloat32.class);
  }

  private static Stream<String> loops(Consumer<Ops> network) {
    try (Graph graph = new Graph()) {
      network.accept(GraphOps.of(graph));
      return graph.toGraphDef().getNodeList().stream()
          .filter(node -> node.getAttrMap().containsKey("_XlaMustCompile"))
          .map(NodeDef::getName)
          .toList()
          .stream();
    }
  }
}

package org.alexnet.graph.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import java.util.stream.Stream;
import org.alexnet.graph.TestSpecs;
import org.alexnet.graph.TrainingGraphs;
import org.alexnet.graph.device.Placement;
import org.alexnet.graph.preset.Preset;
import org.alexnet.graph.run.ReleasedRuns;
import org.alexnet.graph.spec.AlexNetSpec;
import org.alexnet.graph.spec.Connectivity;
import org.alexnet.graph.spec.Conv;
import org.alexnet.graph.spec.Dense;
import org.alexnet.graph.spec.Initializer;
import org.alexnet.graph.spec.LocalResponseNorm;
import org.alexnet.graph.spec.Padding;
import org.alexnet.graph.spec.ShapeTrace;
import org.alexnet.graph.spec.WithinChannelLrn;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What networks cost, against published figures and against built graphs. */
class NetworkCostTest {
  private static final NetworkCost PAPER = NetworkCost.of(Preset.PAPER.spec());

  /** Rows x columns x filters x window x channels of the tower's part that is read. */
  @ParameterizedTest
  @CsvSource({
    "conv1, 105415200",
    "conv2, 223948800",
    "conv3, 149520384",
    "conv4, 112140288",
    "conv5, 74760192",
    "fc6, 37748736",
    "fc7, 16777216",
    "fc8, 4096000",
    "pool5, 0",
    "norm1, 0"
  })
  void everyLayerHasItsMultiplyAdds(String layer, long multiplyAdds) {
    assertThat(row(layer).multiplyAdds()).isEqualTo(multiplyAdds);
  }

  @Test
  void theWholeNetworkHasThePublished724MillionMultiplyAdds() {
    assertThat(PAPER.multiplyAdds()).isEqualTo(724_406_816);
    assertThat(PAPER.parameters()).isEqualTo(60_965_224);
  }

  @Test
  void linksCarryHalfOfWhatIsReadToEachTower() {
    assertThat(row("conv3").linkBytes()).isEqualTo(4 * 13 * 13 * 256);
    assertThat(row("fc8").linkBytes()).as("one reader").isEqualTo(4 * 2048);
    assertThat(row("conv2").linkBytes()).isZero();
    assertThat(NetworkCost.of(Preset.PAPER.spec().withTowers(1)).linkBytes()).isZero();
  }

  static Stream<AlexNetSpec> linked() {
    return Stream.of(
        TestSpecs.narrowPaper(16),
        TestSpecs.narrowPaper(8).withTowers(4),
        TestSpecs.narrowPaper(16).withSixthConvolution(),
        TestSpecs.narrowPaper(16).withoutLinks(),
        TestSpecs.narrow(Preset.CUDA_CONVNET.spec(), 16),
        TestSpecs.narrow(Preset.CAFFE.spec(), 16),
        TestSpecs.narrow(ReleasedRuns.named("141").spec(), 16),
        TestSpecs.withSpreadLogits(TestSpecs.narrowPaper(16), 11),
        TestSpecs.withSpreadLogits(TestSpecs.narrowPaper(8), 11).withTowers(4),
        TestSpecs.narrow(Preset.CAFFE.spec(), 8).withTowers(4));
  }

  @ParameterizedTest
  @MethodSource("linked")
  void linksOfTheSpecAreThoseOfTheGraphBothWays(AlexNetSpec spec) {
    Placement placement = Placement.onGpus(spec.towers());
    TrainingGraphs.with(
        spec,
        placement,
        (graph, training) -> {
          TowerLinks links = TowerLinks.of(graph, placement);

          assertThat(links.forwardBytesPerImage()).isEqualTo(NetworkCost.of(spec).linkBytes());
          assertThat(links.backwardBytesPerImage()).isEqualTo(NetworkCost.of(spec).linkBytes());
        });
  }

  /** 8x8 pixels of 2 filters are 128 values, 512 bytes; a normalization keeps three of them. */
  @Test
  void bothNormalizationsKeepThreeTimesTheirOutput() {
    Initializer any = new Initializer(0.01, 0);
    AlexNetSpec spec =
        new AlexNetSpec(
            "small",
            8,
            1,
            0,
            ImmutableList.of(
                new Conv("conv", 2, 3, 1, Padding.around(1), Connectivity.CROSS_TOWER, any),
                new WithinChannelLrn("within", 3, 1, 0.001, 0.75),
                new LocalResponseNorm("across", 3, 1, 0.001, 0.75),
                new Dense("dense", 5, Connectivity.CROSS_TOWER, Dense.Spread.FIRST_TOWER, any)));

    assertThat(NetworkCost.of(spec).rows())
        .extracting(NetworkCost.Row::activationBytes)
        .containsExactly(512L, 3 * 512L, 3 * 512L, 20L);
  }

  /** conv2 gives 27x27 pixels of 256 filters; floats, and three of them a value. */
  @Test
  void theNormalizationWithinChannelsOfCudaConvnetIsKept() {
    NetworkCost cost = NetworkCost.of(Preset.CUDA_CONVNET.spec());

    assertThat(cost.rows())
        .filteredOn(row -> row.layer().equals("mapnorm2"))
        .extracting(NetworkCost.Row::activationBytes)
        .containsExactly(3L * 4 * 27 * 27 * 256);
  }

  /**
   * Thrice the forward pass, but for the image's gradient: conv1 has 55 * 55 * 96 * 11 * 11 * 3.
   */
  @Test
  void aStepOfTrainingHasThreeProductsALayerAndTheFirstTwo() {
    assertThat(PAPER.trainingMultiplyAdds())
        .isEqualTo(3 * PAPER.multiplyAdds() - 55L * 55 * 96 * 11 * 11 * 3);
    NetworkCost.Row lowResolution =
        NetworkCost.of(ReleasedRuns.named("141").spec()).rows().stream()
            .filter(row -> row.layer().startsWith("low") && row.multiplyAdds() > 0)
            .findFirst()
            .orElseThrow();
    assertThat(lowResolution.trainingMultiplyAdds()).isEqualTo(2 * lowResolution.multiplyAdds());
  }

  /** Paper, section 6: 22,000 categories. */
  @Test
  void parametersGrowWithTheClasses() {
    NetworkCost many = NetworkCost.of(Preset.PAPER.spec().withClassCount(22_000));
    assertThat(many.parameters() - PAPER.parameters()).isEqualTo(21_000 * 4097);
  }

  @Test
  void hugeImagesDoNotOverflow() {
    NetworkCost huge = NetworkCost.of(Preset.PAPER.spec().withImageSize(50_000));

    assertThat(huge.rows())
        .allMatch(
            row -> row.activationBytes() > 0 && row.linkBytes() >= 0 && row.parameters() >= 0);
    long fc6 = ShapeTrace.of(Preset.PAPER.spec().withImageSize(50_000)).step("fc6").input().size();
    assertThat(huge.rows())
        .filteredOn(row -> row.layer().equals("fc6"))
        .allMatch(row -> row.parameters() == fc6 * 4096 + 4096);
  }

  @Test
  void theTableHasALineForEachLayer() {
    assertThat(PAPER.toString().lines()).hasSize(22 + 6);
    assertThat(PAPER.toString())
        .startsWith("Cost of paper, one image\n")
        .containsPattern("total +60,965,224 +724,406,816 +11,986,080 +234,496$");
  }

  @Test
  void theTableOfEveryKindOfLayerIsThis() {
    assertThat(NetworkCost.of(TestSpecs.everyKind()).toString().lines().map(String::stripTrailing))
        .containsExactlyElementsOf(
            """
            Cost of every kind, one image

            layer     output        parameters    multiply-adds  activation bytes    link bytes
            -----------------------------------------------------------------------------------
            conv1     20x20x8              608          240,000            12,800
            relu1     20x20x8                                              12,800
            norm1     20x20x8                                              64,000        12,800
            pool1     10x10x8                                               3,200
            conv2     10x10x12             876           86,400            11,200         3,200
            lowres2   10x10x12           2,304          230,400             8,856
            tanh2     10x10x12                                              4,800
            mapnorm2  10x10x12                                             14,400
            mean2     4x4x12                                                  768
            conv5     4x4x16               880           13,824             1,024
            act5      4x4x16                                                1,024
            mean5     2x2x16                                                  256
            local5    2x2x16            16,448           16,384             8,960           256
            sigmoid5  2x2x16                                                  256
            fc6       24                 1,560            1,536               608           256
            relu6     24                                                       96
            drop6     24                                                       96
            fc7       20                   260              240                80
            tanh7     20                                                       80
            drop7     20                                                       80
            fc8       10                   210              200               120            40
            -----------------------------------------------------------------------------------
            total                       23,146          588,984           145,504        16,552"""
                .lines()
                .toList());
  }

  /** Every tower has the image, so none gathers it from another. */
  @Test
  void nothingIsLinkedOrGatheredWhereTheImageIsRead() {
    AlexNetSpec spec =
        Preset.PAPER
            .spec()
            .withLayers(
                "conv1 reads all",
                layer ->
                    layer instanceof Conv conv && conv.name().equals("conv1")
                        ? conv.withConnectivity(Connectivity.CROSS_TOWER)
                        : layer);
    assertThat(NetworkCost.of(spec).rows()).isEqualTo(PAPER.rows());
  }

  private static NetworkCost.Row row(String layer) {
    return PAPER.rows().stream().filter(r -> r.layer().equals(layer)).findFirst().orElseThrow();
  }
}

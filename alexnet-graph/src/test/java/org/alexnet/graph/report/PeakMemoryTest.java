package org.alexnet.graph.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.MoreCollectors;
import org.alexnet.graph.preset.Preset;
import org.alexnet.graph.report.PeakMemory.Point;
import org.alexnet.graph.spec.AlexNetSpec;
import org.alexnet.graph.spec.Connectivity;
import org.alexnet.graph.spec.Conv;
import org.alexnet.graph.spec.Dense;
import org.alexnet.graph.spec.FeatureMap;
import org.alexnet.graph.spec.Initializer;
import org.alexnet.graph.spec.LocalResponseNorm;
import org.alexnet.graph.spec.MaxPool;
import org.alexnet.graph.spec.Padding;
import org.alexnet.graph.spec.Precision;
import org.alexnet.graph.spec.Relu;
import org.junit.jupiter.api.Test;

/** What is alive at once, by arithmetic. */
class PeakMemoryTest {
  private static final Initializer ANY = new Initializer(0.01, 0);

  /**
   * Images of 4*4*3 = 48 values; 4*4*2 = 32 from conv to norm, 8 behind the pool, 5 logits; 56 and
   * 45 parameters.
   */
  private static final AlexNetSpec SMALL =
      new AlexNetSpec(
          "small",
          4,
          1,
          0,
          ImmutableList.of(
              new Conv("conv", 2, 3, 1, Padding.around(1), Connectivity.GROUPED, ANY),
              new Relu("relu"),
              new LocalResponseNorm("norm", 3, 1, 1e-3, 0.75),
              new MaxPool("pool", 2, 2),
              new Dense("fc", 5, Connectivity.CROSS_TOWER, Dense.Spread.FIRST_TOWER, ANY)));

  /**
   * Kept are the images, the ReLU's output, the normalization's with two more of its size, the
   * pool's with a byte for each value, and the logits: 48, 80, 176, 186 and 191 values from layer
   * to layer. The convolution's own output is overwritten. Gradients of output and input, and of
   * the normalization one more, pass.
   */
  @Test
  void everyPointOfTheBackwardPassHasWhatIsAliveThere() {
    assertThat(PeakMemory.ofTraining(SMALL, Precision.FLOAT32, 1, false).points())
        .containsExactly(
            new Point("conv", 3 * 101, 48 + 32),
            new Point("relu", 2 * 101 + 45, 80 + 32 + 32),
            new Point("norm", 2 * 101 + 45, 176 + 32 + 32 + 32),
            new Point("pool", 2 * 101 + 45, 186 + 8 + 32),
            new Point("fc", 2 * 101 + 45, 191 + 5 + 8));
  }

  /** Beside the output of a normalization that is compiled nothing is kept; small ones are not. */
  @Test
  void compiledNormalizationComputesAnewWhatItNeedsBack() {
    AlexNetSpec paper = Preset.PAPER.spec();
    PeakMemory kept = PeakMemory.ofTraining(paper, Precision.FLOAT32, 1, false);
    PeakMemory anew = PeakMemory.ofTraining(paper, Precision.FLOAT32, 1, true);

    assertThat(ofAnImage(kept, "norm1") - ofAnImage(anew, "norm1")).isEqualTo(2 * 55 * 55 * 96);
    assertThat(ofAnImage(kept, "norm2") - ofAnImage(anew, "norm2"))
        .isEqualTo(2 * 55 * 55 * 96 + 2 * 27 * 27 * 256);
    assertThat(anew.rest() - kept.rest()).as("XLA").isEqualTo(96 << 20);
    assertThat(PeakMemory.ofTraining(SMALL, Precision.FLOAT32, 1, true))
        .isEqualTo(PeakMemory.ofTraining(SMALL, Precision.FLOAT32, 1, false));
  }

  private static long ofAnImage(PeakMemory memory, String layer) {
    return memory.points().stream()
        .filter(point -> point.name().equals(layer))
        .collect(MoreCollectors.onlyElement())
        .ofAnImage();
  }

  /** Beside them a product as large as the convolution's 54 weights, and two of its outputs. */
  @Test
  void theEstimateIsOfTheLargestPoint() {
    PeakMemory peak = PeakMemory.ofTraining(SMALL, Precision.FLOAT32, 1, false);

    assertThat(peak.tensorBytes(2)).isEqualTo(4 * (2 * 101 + 45 + 2 * (176 + 96)));
    assertThat(peak.bytes(2)).isEqualTo(peak.tensorBytes(2) + 4 * (54 + 2 * 2 * 32) + (30 << 20));
  }

  /** Parameters, images, what the normalization reads, its output, and the squares. */
  @Test
  void atTestALayerHasWhatItReadsAndMakes() {
    PeakMemory peak = PeakMemory.atTest(SMALL, Precision.FLOAT32, false);

    assertThat(peak.tensorBytes(2)).isEqualTo(4 * (101 + 2 * (48 + 3 * 32)));
    assertThat(peak.bytes(2)).isEqualTo(peak.tensorBytes(2) + (30 << 20));
    assertThat(PeakMemory.atTest(SMALL, Precision.BFLOAT16, false).tensorBytes(2))
        .isEqualTo(4 * (2 * 101 + 2 * (48 + 3 * 32)));
  }

  /** Each of two towers gathers all 32 values that both made, and keeps them for its gradient. */
  @Test
  void eachTowerKeepsWhatItGathers() {
    assertThat(keptBehindSecondConv(Connectivity.CROSS_TOWER))
        .isEqualTo(keptBehindSecondConv(Connectivity.GROUPED) + 2 * 32);
  }

  private static long keptBehindSecondConv(Connectivity second) {
    AlexNetSpec spec =
        new AlexNetSpec(
            "small",
            4,
            2,
            0,
            ImmutableList.of(
                new Conv("conv1", 2, 3, 1, Padding.around(1), Connectivity.GROUPED, ANY),
                new Relu("relu1"),
                new Conv("conv2", 2, 3, 1, Padding.around(1), second, ANY),
                new Relu("relu2"),
                new Dense("fc", 5, Connectivity.CROSS_TOWER, Dense.Spread.FIRST_TOWER, ANY)));
    return ofAnImage(PeakMemory.ofTraining(spec, Precision.FLOAT32, 1, false), "relu2");
  }

  /** In ceil mode the input, 4x4x2, is padded to 5x5x2: 50 values. */
  @Test
  void aPaddedCopyIsKeptInsteadOfTheInput() {
    Conv conv = new Conv("conv", 2, 3, 2, Padding.around(1), Connectivity.GROUPED, ANY);
    FeatureMap read = new FeatureMap(4, 4, 2);
    FeatureMap output = new FeatureMap(2, 2, 2);

    assertThat(conv.readsInputBack(read)).isFalse();
    assertThat(conv.keptBesideCount(read, output)).isEqualTo(6 * 6 * 2);
    MaxPool pool = new MaxPool("pool", 3, 2, true);
    assertThat(pool.readsInputBack(read)).isFalse();
    assertThat(pool.keptBesideCount(read, output)).isEqualTo(50 + 2);
    assertThat(pool.passingCount(read, output)).isEqualTo(50);
  }

  @Test
  void thereIsABatch() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> PeakMemory.atTest(SMALL, Precision.FLOAT32, false).bytes(0))
        .withMessage("batchSize must be positive, found 0");
  }
}

package org.alexnet.graph.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.Iterables;
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
            new Point("conv", 4 * (3 * 101), 4 * (48 + 32)),
            new Point("relu", 4 * (2 * 101 + 45), 4 * (80 + 32 + 32)),
            new Point("norm", 4 * (2 * 101 + 45), 4 * (176 + 32 + 32 + 32)),
            new Point("pool", 4 * (2 * 101 + 45), 4 * (186 + 8 + 32)),
            new Point("fc", 4 * (2 * 101 + 45), 4 * (191 + 5 + 8)),
            new Point("update", 4 * (3 * 101), 0));
  }

  /** Beside the output of a normalization that is compiled nothing is kept; small ones are not. */
  @Test
  void compiledNormalizationComputesAnewWhatItNeedsBack() {
    AlexNetSpec paper = Preset.PAPER.spec();
    PeakMemory kept = PeakMemory.ofTraining(paper, Precision.FLOAT32, 1, false);
    PeakMemory anew = PeakMemory.ofTraining(paper, Precision.FLOAT32, 1, true);

    assertThat(ofAnImage(kept, "norm1") - ofAnImage(anew, "norm1")).isEqualTo(4 * 2 * 55 * 55 * 96);
    assertThat(ofAnImage(kept, "norm2") - ofAnImage(anew, "norm2"))
        .isEqualTo(4 * (2 * 55 * 55 * 96 + 2 * 27 * 27 * 256));
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

  /**
   * With loops there are 2 bytes for activations, rounded parameters and gradients; gradients of
   * parameters that are not large become float32 beside, images are there as they are too, and the
   * norm, which is small here, computes in float32.
   */
  @Test
  void inBfloat16ValuesTakeTwoBytesWhereLoopsAreCompiled() {
    assertThat(PeakMemory.ofTraining(SMALL, Precision.BFLOAT16, 1, true).points())
        .containsExactly(
            new Point("conv", 10 * 101 + 6 * 101, withHalf(6 * 48 + 2 * 32)),
            new Point("relu", 10 * 101 + 6 * 45, withHalf(6 * 48 + 2 * (32 + 32 + 32))),
            new Point("norm", 10 * 101 + 6 * 45, withHalf(6 * 48 + 2 * 128 + 4 * (64 + 32))),
            new Point("pool", 10 * 101 + 6 * 45, withHalf(6 * 48 + 2 * (74 + 40) + 4 * 64)),
            new Point("fc", 10 * 101 + 6 * 45, withHalf(6 * 48 + 2 * (79 + 13) + 4 * 64)),
            new Point("update", 10 * 101 + 6 * 101, 0));
    assertThat(PeakMemory.ofTraining(SMALL, Precision.BFLOAT16, 1, false).points())
        .first()
        .isEqualTo(new Point("conv", 4 * (4 * 101), 4 * (48 + 32)));
    assertThat(PeakMemory.ofTraining(SMALL, Precision.BFLOAT16, 3, true).points())
        .first()
        .isEqualTo(new Point("conv", (10 + 6 + 2 * (2 + 6)) * 101, withHalf(6 * 48 + 2 * 32)));
    assertThat(PeakMemory.ofTraining(SMALL, Precision.BFLOAT16, 3, true).points())
        .last()
        .isEqualTo(new Point("update", (10 + 6 + 2 * (2 + 6)) * 101, 0));
    assertThat(PeakMemory.atTest(SMALL, Precision.BFLOAT16, true).points())
        .first()
        .isEqualTo(new Point("conv", 6 * 101, 10 * 48 + 2 * 32));
  }

  private static long withHalf(long bytes) {
    return bytes * 3 / 2;
  }

  /**
   * Of 58,621,952 values in parameters of a million and more, each tower's part of fc6 has
   * 18,874,368; the others are 2,343,272. conv1's output is 55*55*48 in a tower.
   */
  @Test
  void largeParametersAreUpdatedFromTwoBytesAndMadeAnew() {
    PeakMemory peak = PeakMemory.ofTraining(Preset.PAPER.spec(), Precision.BFLOAT16, 1, true);

    long first = 10L * 60_965_224 + 2L * 58_621_952 + 6L * 2_343_272;
    assertThat(peak.points().get(0).parameters()).isEqualTo(first);
    assertThat(Iterables.getLast(peak.points()))
        .isEqualTo(new Point("update", first + 2L * 2 * 4 * 18_874_368, 0));
    assertThat(peak.beside()).isEqualTo(new Point("beside", 4L * 18_874_368, 2 * 2 * 55 * 55 * 48));
    assertThat(peak.rest()).isEqualTo((30 + 96 + 2 * 37) << 20);
    assertThat(PeakMemory.atTest(Preset.PAPER.spec(), Precision.BFLOAT16, true).rest())
        .isEqualTo((30 + 96 + 37) << 20);
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
        .isEqualTo(keptBehindSecondConv(Connectivity.GROUPED) + 4 * 2 * 32);
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

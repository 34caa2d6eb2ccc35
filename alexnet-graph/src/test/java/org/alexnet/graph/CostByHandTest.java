package org.alexnet.graph;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import org.alexnet.graph.preset.Preset;
import org.alexnet.graph.report.NetworkCost;
import org.alexnet.graph.run.ReleasedRuns;
import org.alexnet.graph.spec.AlexNetSpec;
import org.alexnet.graph.spec.AveragePool;
import org.alexnet.graph.spec.Connectivity;
import org.alexnet.graph.spec.Conv;
import org.alexnet.graph.spec.Dense;
import org.alexnet.graph.spec.Dense.Spread;
import org.alexnet.graph.spec.Initializer;
import org.alexnet.graph.spec.LocalResponseNorm;
import org.alexnet.graph.spec.MaxPool;
import org.alexnet.graph.spec.Padding;
import org.alexnet.graph.spec.Relu;
import org.alexnet.graph.spec.WithinChannelLrn;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every number of a network's cost by arithmetic. */
class CostByHandTest {
  private static final Initializer FIRST = new Initializer(0.01, 0);

  /** 10x10 pixels; two towers that meet in conv2 and in the last layer. */
  private static final NetworkCost TINY =
      NetworkCost.of(
          new AlexNetSpec(
              "tiny",
              10,
              2,
              0,
              ImmutableList.of(
                  new Conv("conv1", 4, 3, 1, Padding.around(0), Connectivity.GROUPED, FIRST),
                  new Relu("relu1"),
                  new LocalResponseNorm("norm1", 3, 2, 1e-4, 0.75),
                  new MaxPool("pool1", 2, 2),
                  new Conv("conv2", 6, 3, 1, Padding.around(1), Connectivity.CROSS_TOWER, FIRST),
                  new WithinChannelLrn("within2", 3, 1, 1e-3, 0.75),
                  new AveragePool("pool2", 2, 2, false),
                  new Dense("fc3", 8, Connectivity.GROUPED, Spread.OVER_TOWERS, FIRST),
                  new Dense("fc4", 5, Connectivity.CROSS_TOWER, Spread.FIRST_TOWER, FIRST))));

  /**
   * Outputs are 8x8x4, 4x4x4, 4x4x6, 2x2x6, 8 and 5. A normalization keeps two more of its size,
   * and what both towers or the first one gathers is kept where it is read.
   */
  @ParameterizedTest
  @CsvSource({
    "conv1, 112, 6912, 1024, 0", // 3*3*3*4 + 4; 8*8 * 3*3*3*4; 4 * 256
    "relu1, 0, 0, 1024, 0",
    "norm1, 0, 0, 3072, 0", // 3 * 1024
    "pool1, 0, 0, 256, 0",
    "conv2, 222, 3456, 896, 256", // 3*3*4*6 + 6; 4*4 * 216; 4 * (96 + 2*64); 2 * 4*32
    "within2, 0, 0, 1152, 0", // 3 * 4*96
    "pool2, 0, 0, 96, 0",
    "fc3, 104, 96, 32, 0", // 2 * 12*4 + 8
    "fc4, 45, 40, 52, 16" // 8*5 + 5; 4 * (5 + 8); half of 8 units
  })
  void eachLayerCosts(
      String layer, long parameters, long multiplyAdds, long activationBytes, long linkBytes) {
    NetworkCost.Row row =
        TINY.rows().stream().filter(r -> r.layer().equals(layer)).findFirst().orElseThrow();

    assertThat(row.parameters()).isEqualTo(parameters);
    assertThat(row.multiplyAdds()).isEqualTo(multiplyAdds);
    assertThat(row.activationBytes()).isEqualTo(activationBytes);
    assertThat(row.linkBytes()).isEqualTo(linkBytes);
  }

  @Test
  void theNetworkCostsTheSum() {
    assertThat(TINY.rows()).hasSize(9);
    assertThat(TINY.parameters()).isEqualTo(112 + 222 + 104 + 45);
    assertThat(TINY.multiplyAdds()).isEqualTo(6912 + 3456 + 96 + 40);
    assertThat(TINY.linkBytes()).isEqualTo(256 + 16);
  }

  /** 2 logits in the first tower and 3 in the second. */
  @Test
  void joiningLogitsOfTwoTowersCrossesToo() {
    AlexNetSpec tiny =
        new AlexNetSpec(
            "tiny",
            10,
            2,
            0,
            ImmutableList.of(
                new Conv("conv1", 4, 3, 1, Padding.NONE, Connectivity.GROUPED, FIRST),
                new Dense("fc2", 5, Connectivity.CROSS_TOWER, Spread.OVER_TOWERS, FIRST)));

    NetworkCost.Row fc2 = NetworkCost.of(tiny).rows().get(1);

    assertThat(fc2.parameters()).isEqualTo(8 * 8 * 4 * 5 + 5);
    assertThat(fc2.linkBytes()).isEqualTo(4 * (2 * 8 * 8 * 2 + 3));
    assertThat(fc2.activationBytes()).isEqualTo(4 * (5 + 2 * 8 * 8 * 4));
  }

  /** 56x56 pixels of the image are kept by each tower, and 27x27x256 sums. */
  @Test
  void aLowResolutionImageIsKeptByEachTower() {
    NetworkCost.Row row =
        NetworkCost.of(ReleasedRuns.named("141").spec()).rows().stream()
            .filter(r -> r.layer().equals("lowres2"))
            .findFirst()
            .orElseThrow();

    assertThat(row.parameters()).isEqualTo(256 * 5 * 5 * 3);
    assertThat(row.multiplyAdds()).isEqualTo(27 * 27 * 256 * 5 * 5 * 3);
    assertThat(row.activationBytes()).isEqualTo(4 * (27 * 27 * 256 + 2 * 56 * 56 * 3));
    assertThat(row.linkBytes()).isZero();
  }

  /** Channels and units of one tower, to the other one: paper, figure 2. */
  @Test
  void thePapersTowersSendEachOtherWhatOneHasAndTheOtherReads() {
    int conv3 = 2 * 13 * 13 * 128; // pool2 of each tower to the other
    int fc6 = 2 * 6 * 6 * 128;
    int fc7 = 2 * 2048;
    int fc8 = 2048; // which lives in the first tower alone

    assertThat(NetworkCost.of(Preset.PAPER.spec()).linkBytes())
        .isEqualTo(4L * (conv3 + fc6 + fc7 + fc8))
        .isEqualTo(234_496);
  }

  @Test
  void eachOfFourTowersGetsThreeParts() {
    NetworkCost four = NetworkCost.of(Preset.PAPER.spec().withTowers(4));

    assertThat(four.rows())
        .filteredOn(row -> row.layer().equals("conv3"))
        .singleElement()
        .satisfies(row -> assertThat(row.linkBytes()).isEqualTo(4 * 4 * 3 * 13 * 13 * 64));
    assertThat(four.rows())
        .filteredOn(row -> row.layer().equals("fc8"))
        .singleElement()
        .satisfies(row -> assertThat(row.linkBytes()).isEqualTo(4 * 3 * 1024));
  }
}

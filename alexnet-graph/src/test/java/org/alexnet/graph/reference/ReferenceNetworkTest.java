package org.alexnet.graph.reference;

import static org.alexnet.graph.spec.Connectivity.GROUPED;
import static org.alexnet.graph.spec.Initializer.PAPER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.alexnet.graph.spec.Conv;
import org.alexnet.graph.spec.LocalResponseNorm;
import org.alexnet.graph.spec.MaxPool;
import org.alexnet.graph.spec.Padding;
import org.junit.jupiter.api.Test;

/** The reference's layers of the paper's network, by numbers worked out by hand. */
class ReferenceNetworkTest {

  @Test
  void convolutionIsASumOverTheWindowAndThePaddingIsZero() {
    // given
    Conv layer = new Conv("conv", 1, 2, 1, new Padding(1, 0), GROUPED, PAPER);
    Volume image = new Volume(1, 2, 2, 1, new double[] {1, 2, 3, 4});

    // when
    Volume output =
        new ReferenceConv(layer, new double[] {10, 20, 30, 40}, new double[] {0.5}).forward(image);

    // then: the lower right weight alone sees the first pixel
    assertThat(output.values()).containsExactly(40.5, 110.5, 140.5, 300.5);
  }

  @Test
  void normalizationDividesByThePowerOfTheNeighbors() {
    // given
    LocalResponseNorm layer = new LocalResponseNorm("norm", 3, 1, 0.5, 2);
    Volume maps = new Volume(1, 1, 1, 4, new double[] {1, 2, 0, 4});

    // when
    Volume output = ReferenceNorm.forward(layer, maps);

    // then
    assertThat(output.values())
        .containsExactly(
            new double[] {1 / (3.5 * 3.5), 2 / (3.5 * 3.5), 0, 4.0 / 81}, within(1e-15));
  }

  @Test
  void overlappingWindowsGiveTheirGradientToOneWinner() {
    // given
    MaxPool layer = new MaxPool("pool", 3, 2);
    Volume row = Volume.zeros(1, 5, 5, 1);
    row.values()[12] = 7; // the center, in all four windows

    // when
    Volume gradient =
        ReferencePool.backward(layer, row, new Volume(1, 2, 2, 1, new double[] {1, 2, 3, 4}));

    // then
    assertThat(gradient.values()[12]).isEqualTo(10);
    assertThat(gradient.values()).containsOnly(10, 0);
  }
}

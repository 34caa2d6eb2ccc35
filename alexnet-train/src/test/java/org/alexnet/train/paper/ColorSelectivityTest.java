package org.alexnet.train.paper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.google.common.collect.ImmutableList;
import org.junit.jupiter.api.Test;

class ColorSelectivityTest {

  @Test
  void aGrayKernelHasNoneAndOneWhoseColorsCancelHasAll() {
    // two places, three colors, three kernels; the kernels run fastest
    float[] weights = {
      2, 1, 1, //
      2, -1, 0, //
      2, 0, 0, //
      -3, 0, 0, //
      -3, 2, 1, //
      -3, -2, 0
    };

    ImmutableList<Double> values = ColorSelectivity.ofKernels(weights, 3);

    assertThat(values.get(0)).isCloseTo(0, within(1e-12));
    assertThat(values.get(1)).isCloseTo(1, within(1e-12));
    assertThat(values.get(2)).isCloseTo(2.0 / 3, within(1e-12)); // pure red and pure green
  }

  @Test
  void aKernelOfZerosHasNone() {
    assertThat(ColorSelectivity.ofKernels(new float[3], 1)).containsExactly(0.0);
  }

  @Test
  void towersThatShareNothingDifferMoreThanByChance() {
    ColorSelectivity apart =
        new ColorSelectivity(
            ImmutableList.of(ImmutableList.of(0.0, 0.0), ImmutableList.of(1.0, 1.0)));

    // of 6 ways to deal 0, 0, 1, 1 to two towers 2 differ by 1 and 4 by 0
    assertThat(apart.difference()).isEqualTo(1);
    assertThat(apart.differenceByChance()).isCloseTo(1.0 / 3, within(0.02));
  }
}

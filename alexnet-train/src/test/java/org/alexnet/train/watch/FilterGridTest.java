package org.alexnet.train.watch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.alexnet.graph.preset.Preset;
import org.alexnet.graph.spec.ParameterTable.Parameter;
import org.junit.jupiter.api.Test;

class FilterGridTest {

  /** Two towers with a filter each of one row and two columns. */
  @Test
  void filtersStandBesideEachOtherOnOneScale() {
    float[] tower0 = {-1, 0, 1, /* second column */ 3, 0, 0};
    float[] tower1 = {0, 0, 0, /* second column */ 1, 1, 1};

    FilterGrid grid = FilterGrid.of(1, 2, List.of(tower0, tower1));

    assertThat(grid.height()).isEqualTo(3);
    assertThat(grid.width()).isEqualTo(7);
    int[] middle = new int[21];
    for (int i = 0; i < 21; i++) {
      assertThat(grid.pixels()[i]).as("above").isZero();
      middle[i] = grid.pixels()[21 + i] & 0xff;
      assertThat(grid.pixels()[42 + i]).as("below").isZero();
    }
    assertThat(middle) // 255 * (value + 1) / 4
        .containsExactly(
            0, 0, 0, 0, 64, 128, 255, 64, 64, 0, 0, 0, 64, 64, 64, 128, 128, 128, 0, 0, 0);
  }

  @Test
  void theSeventeenthFilterBeginsARow() {
    float[] filters = new float[3 * 17];
    filters[16] = 1; // the red of the last one

    FilterGrid grid = FilterGrid.of(1, 1, List.of(filters));

    assertThat(grid.height()).isEqualTo(5);
    assertThat(grid.width()).isEqualTo(33);
    assertThat(grid.pixels()[(3 * 33 + 1) * 3] & 0xff).isEqualTo(255);
  }

  @Test
  void filtersThatAreAllAlikeAreBlack() {
    assertThat(FilterGrid.of(1, 1, List.of(new float[] {2, 2, 2})).pixels()).containsOnly(0);
  }

  @Test
  void thoseOfThePaperAreConv1s() {
    assertThat(FilterGrid.parameters(Preset.PAPER.spec()))
        .extracting(Parameter::name)
        .containsExactly("conv1/tower0/weights", "conv1/tower1/weights");
  }
}

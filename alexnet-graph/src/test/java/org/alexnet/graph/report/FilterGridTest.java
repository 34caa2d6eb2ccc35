package org.alexnet.graph.report;

import static org.alexnet.graph.spec.Connectivity.GROUPED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.alexnet.graph.TestSpecs;
import org.alexnet.graph.preset.Preset;
import org.alexnet.graph.spec.AlexNetSpec;
import org.alexnet.graph.spec.Initializer;
import org.alexnet.graph.spec.LocallyConnected;
import org.alexnet.graph.spec.Padding;
import org.alexnet.graph.spec.ParameterTable.Parameter;
import org.junit.jupiter.api.Test;

class FilterGridTest {

  /** Two towers with a filter each of one row and two columns. */
  @Test
  void filtersOfBothTowersHaveOneScaleAndRowsOfTheirOwn() {
    float[] tower0 = {-1, 0, 1, /* second column */ 3, 0, 0};
    float[] tower1 = {0, 0, 0, /* second column */ 1, 1, 1};

    FilterGrid grid = FilterGrid.of(1, 2, List.of(tower0, tower1));

    assertThat(grid.height()).isEqualTo(5);
    assertThat(grid.width()).isEqualTo(4);
    int[][] rows = new int[5][12];
    for (int i = 0; i < 60; i++) {
      rows[i / 12][i % 12] = grid.pixels()[i] & 0xff;
    }
    assertThat(rows[0]).as("above").containsOnly(0);
    assertThat(rows[1]) // 255 * (value + 1) / 4
        .containsExactly(0, 0, 0, 0, 64, 128, 255, 64, 64, 0, 0, 0);
    assertThat(rows[2]).as("between").containsOnly(0);
    assertThat(rows[3]).containsExactly(0, 0, 0, 64, 64, 64, 128, 128, 128, 0, 0, 0);
    assertThat(rows[4]).as("below").containsOnly(0);
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

  /** A window of 1x1 has three weights, as a pixel of a filter has. */
  @Test
  void aFirstLayerWhoseFiltersAreNotSharedHasNone() {
    AlexNetSpec shared = TestSpecs.convLocal();
    AlexNetSpec local =
        shared.withLayers(
            "local",
            layer ->
                layer.name().equals("conv1")
                    ? new LocallyConnected(
                        "conv1", 64, 1, 1, Padding.NONE, GROUPED, Initializer.PAPER)
                    : layer);

    assertThat(FilterGrid.parameters(shared)).hasSize(1);
    assertThat(FilterGrid.parameters(local)).isEmpty();
  }

  @Test
  void refusesValuesOfAnotherSize() {
    List<Parameter> parameters = FilterGrid.parameters(Preset.PAPER.spec());
    float[] whole = new float[11 * 11 * 3 * 48];

    assertThatThrownBy(() -> FilterGrid.of(parameters, List.of(whole, new float[3])))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("conv1/tower1/weights has 17424 weights, found 3");
    assertThatThrownBy(() -> FilterGrid.of(List.of(), List.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("parameters must not be empty");
  }
}

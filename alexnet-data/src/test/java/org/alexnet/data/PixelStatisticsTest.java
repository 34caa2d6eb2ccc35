package org.alexnet.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.google.common.collect.ImmutableList;
import java.util.Collections;
import org.junit.jupiter.api.Test;

class PixelStatisticsTest {

  @Test
  void eachListHasItsSize() {
    String[] names = {"rgbMean", "rgbCovariance", "eigenvalues", "eigenvectors"};
    int[] sizes = {3, 9, 3, 9};
    for (int wrong = 0; wrong < 4; wrong++) {
      for (int by : new int[] {-1, 1}) {
        int[] found = sizes.clone();
        found[wrong] += by;
        assertThatThrownBy(
                () ->
                    new PixelStatistics(
                        zeros(found[0]), zeros(found[1]), zeros(found[2]), zeros(found[3])))
            .isInstanceOf(IllegalArgumentException.class)
            .hasMessage(
                names[wrong] + " must have " + sizes[wrong] + " values, found " + found[wrong]);
      }
    }
  }

  private static ImmutableList<Double> zeros(int count) {
    return ImmutableList.copyOf(Collections.nCopies(count, 0.0));
  }

  /** Of two components of one size the first is positive. */
  @Test
  void signsAndOrderOfTheEigenpairsAreFixed() {
    PixelStatistics found =
        PixelStatistics.of(
            new double[] {1, 2, 3}, new double[][] {{5, -3, 0}, {-3, 5, 0}, {0, 0, 4}});

    double half = Math.sqrt(0.5);
    double[] vectors = {half, -half, 0, 0, 0, 1, half, half, 0};
    assertThat(found.rgbMean()).containsExactly(1.0, 2.0, 3.0);
    assertThat(found.rgbCovariance())
        .containsExactly(5.0, -3.0, 0.0, -3.0, 5.0, 0.0, 0.0, 0.0, 4.0);
    for (int i = 0; i < 3; i++) {
      assertThat(found.eigenvalues().get(i)).isCloseTo(new double[] {8, 4, 2}[i], within(1e-12));
    }
    for (int i = 0; i < 9; i++) {
      assertThat(found.eigenvectors().get(i)).as("%s", i).isCloseTo(vectors[i], within(1e-12));
    }
  }
}

package org.alexnet.graph.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.google.common.collect.ImmutableList;
import org.junit.jupiter.api.Test;

/** Sizes of maps, counted window by window. */
class ShapeTraceTest {
  @Test
  void ceilModeLetsEveryPixelBeSeenAndNoMore() {
    for (int side = 1; side < 20; side++) {
      for (int size = 1; size < 7; size++) {
        for (int stride = 1; stride <= size; stride++) {
          int end = size; // of the last window
          while (end < side) {
            end += stride;
          }
          int windows = 1 + (end - size) / stride;

          assertThat(new MaxPool("pool", size, stride, true).padding(side))
              .isEqualTo(new Padding(0, end - side));
          assertThat(sideAfter(side, new MaxPool("pool", size, stride, true))).isEqualTo(windows);
          assertThat(sideAfter(side, new AveragePool("pool", size, stride, true)))
              .isEqualTo(windows);
        }
      }
    }
  }

  @Test
  void windowsWithinTheFeatureMapLeaveTheRestOut() {
    for (int side = 1; side < 20; side++) {
      for (int size = 1; size <= side; size++) {
        for (int stride = 1; stride < 7; stride++) {
          int windows = 0;
          for (int begin = 0; begin + size <= side; begin += stride) {
            windows++;
          }
          assertThat(sideAfter(side, new MaxPool("pool", size, stride))).isEqualTo(windows);
          assertThat(sideAfter(side, new AveragePool("pool", size, stride, false)))
              .isEqualTo(windows);
          assertThat(sideAfter(side, conv(size, stride, Padding.NONE))).isEqualTo(windows);
          if (side > 2) {
            assertThat(sideAfter(side - 2, conv(size, stride, new Padding(2, 0))))
                .isEqualTo(windows);
            assertThat(sideAfter(side - 2, conv(size, stride, new Padding(0, 2))))
                .isEqualTo(windows);
          }
        }
      }
    }
  }

  @Test
  void aWindowMustFitWithItsPadding() {
    assertThat(sideAfter(3, conv(6, 1, new Padding(1, 2)))).isOne();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> sideAfter(2, conv(6, 1, new Padding(1, 2))))
        .withMessage(
            "imageSize 2 is too small: conv needs 3 rows, found 2; the smallest for the paper's"
                + " layers is 67");
  }

  @Test
  void featureMapsOfOnePixelAreWrittenAsTheirChannels() {
    assertThat(new FeatureMap(1, 1, 7)).hasToString("7");
    assertThat(new FeatureMap(1, 2, 7)).hasToString("1x2x7");
    assertThat(new FeatureMap(3, 1, 7)).hasToString("3x1x7");
    assertThat(new FeatureMap(60_000, 50_000, 3).size()).isEqualTo(9_000_000_000L);
  }

  private static Conv conv(int size, int stride, Padding padding) {
    return new Conv("conv", 4, size, stride, padding, Connectivity.GROUPED, Initializer.PAPER);
  }

  private static int sideAfter(int side, Layer layer) {
    FeatureMap output = ShapeTrace.of(side, 1, ImmutableList.of(layer)).steps().get(0).output();
    assertThat(output.width()).isEqualTo(output.height());
    assertThat(output.channels()).isEqualTo(layer instanceof Conv ? 4 : 3);
    return output.height();
  }
}

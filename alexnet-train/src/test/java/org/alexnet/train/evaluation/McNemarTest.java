package org.alexnet.train.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.withinPercentage;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class McNemarTest {

  /** By {@code scipy.stats.binomtest(b, b + c).pvalue}; the first two are 22 / 1024 by hand. */
  @ParameterizedTest
  @CsvSource({
    "1, 9, 0.021484375",
    "9, 1, 0.021484375",
    "5, 5, 1",
    "6, 16, 0.052478790283203125",
    "41, 57, 0.12929258395357324",
    "0, 20, 1.9073486328125e-06",
    "59, 6, 4.964650327128617e-12",
    "0, 0, 1",
  })
  void isTheExactTest(int onlyFirst, int onlySecond, double expected) {
    assertThat(new McNemar(onlyFirst, onlySecond).pValue())
        .isCloseTo(expected, withinPercentage(1e-8));
  }

  @Test
  void countsTheImagesThatOneAloneGetsRight() {
    float[] right = {0.75f, 0.25f};
    float[] wrong = {0.25f, 0.75f};
    float[] tied = {0.5f, 0.5f};
    RightImages first = new RightImages();
    RightImages second = new RightImages();
    for (float[][] image :
        new float[][][] {
          {right, right},
          {right, wrong},
          {right, tied},
          {right, tied},
          {wrong, right},
          {wrong, wrong},
          {tied, wrong},
          {right, wrong},
          {tied, tied}
        }) {
      first.accept(0, image[0]);
      second.accept(0, image[1]);
    }

    assertThat(McNemar.of(first, second)).isEqualTo(new McNemar(4, 1));
    assertThat(McNemar.of(second, first)).isEqualTo(new McNemar(1, 4));
    assertThat(McNemar.of(first, first)).isEqualTo(new McNemar(0, 0));
  }

  @Test
  void isWrittenForPeople() {
    assertThat(new McNemar(1041, 1057))
        .hasToString("only the first is right on 1,041, only the second on 1,057, p = 0.7433");
    assertThat(new McNemar(0, 20))
        .hasToString("only the first is right on 0, only the second on 20, p < 0.0001");
  }

  @Test
  void refusesWhatIsNoTestOfTheSameImages() {
    RightImages one = new RightImages();
    one.accept(0, new float[] {1, 0});

    assertThatThrownBy(() -> McNemar.of(one, new RightImages()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("both networks must predict the same images, found 1 and 0");
    assertThatThrownBy(() -> new McNemar(-1, 2))
        .hasMessage("onlyFirst must not be negative, found -1");
    assertThatThrownBy(() -> new McNemar(1, -2))
        .hasMessage("onlySecond must not be negative, found -2");
    assertThatThrownBy(() -> new McNemar(Integer.MAX_VALUE, 1))
        .hasMessage("onlyFirst + onlySecond must be at most 2147483647, found 2147483647 and 1");
  }
}

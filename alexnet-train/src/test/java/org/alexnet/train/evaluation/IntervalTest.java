package org.alexnet.train.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IntervalTest {

  /** By {@code scipy.stats.binomtest(wrong, images).proportion_ci(0.95, method="exact")}. */
  @ParameterizedTest
  @CsvSource({
    "0, 10, 0, 0.30849710781876083",
    "1, 12, 0.002107593231860228, 0.38479616515094417",
    "5, 10, 0.18708602844739852, 0.8129139715526015",
    "10, 10, 0.6915028921812392, 1",
    "62, 100, 0.5174606942491933, 0.7152325238585207",
    "3, 1000, 0.0006190999316495662, 0.00874202323847828",
    "158, 1000, 0.13592651618496476, 0.1821076024878585",
  })
  void isThatOfClopperAndPearson(int wrong, int images, double low, double high) {
    Interval interval = Interval.ofError(wrong, images);

    assertThat(interval.low()).isCloseTo(low, within(1e-8));
    assertThat(interval.high()).isCloseTo(high, within(1e-8));
  }

  @Test
  void aCountBrokenByTiesReachesFromTheNextSmallerToTheNextLarger() {
    assertThat(Interval.ofError(5.5, 10))
        .isEqualTo(new Interval(Interval.ofError(5, 10).low(), Interval.ofError(6, 10).high()));
    assertThat(Interval.ofError(0.5, 10).low()).isZero();
    assertThat(Interval.ofError(9.5, 10).high()).isEqualTo(1);
  }

  @Test
  void sumsOfSharesThatMakeACountAreThatCount() {
    assertThat(Interval.ofError(4.999999999, 10)).isEqualTo(Interval.ofError(5, 10));
    assertThat(Interval.ofError(5.000000001, 10)).isEqualTo(Interval.ofError(5, 10));
  }

  @Test
  void isWrittenInPercent() {
    assertThat(Interval.ofError(158, 1000)).hasToString("13.6 to 18.2 %");
    assertThat(new Interval(0, 1)).hasToString("0.0 to 100.0 %");
  }

  @Test
  void refusesCountsThatCannotBe() {
    assertThatThrownBy(() -> Interval.ofError(0, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("imageCount must be positive, found 0");
    assertThatThrownBy(() -> Interval.ofError(-1, 4))
        .hasMessage("wrong must be in 0..4, the number of images, found -1.0");
    assertThatThrownBy(() -> Interval.ofError(Double.NaN, 4))
        .hasMessage("wrong must be in 0..4, the number of images, found NaN");
    assertThatThrownBy(() -> Interval.ofError(5, 4))
        .hasMessage("wrong must be in 0..4, the number of images, found 5.0");
    assertThatThrownBy(() -> new Interval(0.5, 0.25))
        .hasMessage("low and high must be rising and in 0..1, found 0.5 and 0.25");
    assertThatThrownBy(() -> new Interval(-0.5, 0.25))
        .hasMessage("low and high must be rising and in 0..1, found -0.5 and 0.25");
    assertThatThrownBy(() -> new Interval(0.5, 1.25))
        .hasMessage("low and high must be rising and in 0..1, found 0.5 and 1.25");
  }
}

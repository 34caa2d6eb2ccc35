package org.alexnet.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

class SmoothedLossTest {

  @Test
  void isTheWeightedMeanOfAllValuesTheLastOnesMost() {
    double[] values = new Random(2).doubles(150).toArray();
    SmoothedLoss smoothed = SmoothedLoss.NONE;
    for (double value : values) {
      smoothed = smoothed.plus(value);
    }

    double sum = 0;
    double weights = 0;
    for (int i = 0; i < values.length; i++) {
      double weight = Math.pow(0.98, values.length - 1 - i);
      sum += weight * values[i];
      weights += weight;
    }
    assertThat(smoothed.value()).isCloseTo(sum / weights, within(1e-12));
  }

  @Test
  void theFirstValueIsItself() {
    assertThat(SmoothedLoss.NONE.value()).isNaN();
    assertThat(SmoothedLoss.NONE.plus(2.5).value()).isCloseTo(2.5, within(1e-12));
  }

  @Test
  void refusesANegativeNumberOfSteps() {
    assertThatThrownBy(() -> new SmoothedLoss(1, -1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("steps must not be negative, found -1");
  }
}

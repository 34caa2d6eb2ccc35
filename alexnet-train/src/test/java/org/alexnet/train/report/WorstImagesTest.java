package org.alexnet.train.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class WorstImagesTest {

  @Test
  void keepsTheWrongOnesWithTheHighestLossesAndNoRightOne() {
    WorstImages worst = new WorstImages(3);

    worst.accept(0, new float[] {0.2f, 0.5f, 0.3f}); // wrong
    worst.accept(1, new float[] {0.3f, 0.4f, 0.3f}); // right
    worst.accept(2, new float[] {0.9f, 0.09f, 0.01f}); // the worst
    worst.accept(2, new float[] {0.5f, 0.1f, 0.4f}); // wrong, the least so
    worst.accept(0, new float[] {0.1f, 0.2f, 0.7f}); // wrong
    worst.accept(0, new float[] {0.1f, 0.8f, 0.1f}); // as much so, but later

    assertThat(worst.worst()).extracting(Prediction::place).containsExactly(2L, 4L, 5L);
    assertThat(worst.worst()).extracting(Prediction::predicted).containsExactly(0, 2, 1);
    assertThat(worst.worst().get(0).loss()).isEqualTo(-Math.log(0.01f));
  }

  @Test
  void aProbabilityOfZeroHasAFiniteLoss() {
    WorstImages worst = new WorstImages(1);

    worst.accept(0, new float[] {0, 1});

    assertThat(worst.worst().get(0).loss()).isEqualTo(-Math.log(Float.MIN_NORMAL));
  }
}

package org.alexnet.train.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.alexnet.train.report.Prediction.Guess;
import org.junit.jupiter.api.Test;

class SampleTest {

  private static Sample shown(int imageCount, int wanted) {
    Sample sample = new Sample(imageCount, wanted);
    for (int image = 0; image < imageCount; image++) {
      sample.accept(image % 2, new float[] {0.25f, 0.75f});
    }
    return sample;
  }

  @Test
  void theImagesLieAtEqualDistances() {
    assertThat(shown(20, 8).predictions())
        .extracting(Prediction::place)
        .containsExactly(0L, 2L, 5L, 7L, 10L, 12L, 15L, 17L);
    assertThat(shown(3, 8).predictions()).extracting(Prediction::place).containsExactly(0L, 1L, 2L);
  }

  @Test
  void thePredictionsAreThoseOfTheImage() {
    Prediction second = shown(2, 2).predictions().get(1);

    assertThat(second.label()).isEqualTo(1);
    assertThat(second.probability()).isEqualTo(0.75f);
    assertThat(second.best()).containsExactly(new Guess(1, 0.75f), new Guess(0, 0.25f));
  }

  @Test
  void theFiveMostProbableClassesAreKeptAndOfEqualOnesTheFirst() {
    float[] probabilities = {0.1f, 0.2f, 0.1f, 0.3f, 0.1f, 0.05f, 0.15f};

    assertThat(Prediction.of(0, 5, probabilities).best())
        .extracting(Guess::label)
        .containsExactly(3, 1, 6, 0, 2);
  }
}

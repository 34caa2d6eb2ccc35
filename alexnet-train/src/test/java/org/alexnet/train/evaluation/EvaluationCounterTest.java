package org.alexnet.train.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

/** Counted with classes of equal probability, by hand. */
class EvaluationCounterTest {

  private static Evaluation counted(int label, float... probabilities) {
    EvaluationCounter counter = new EvaluationCounter();
    counter.accept(label, probabilities);
    return counter.evaluation();
  }

  @Test
  void theMostProbableClassIsRight() {
    assertThat(counted(1, 0.25f, 0.5f, 0.25f)).isEqualTo(new Evaluation(1, 1, 1, Math.log(0.5)));
    assertThat(counted(0, 0.25f, 0.5f, 0.125f, 0.125f))
        .isEqualTo(new Evaluation(1, 0, 1, Math.log(0.25)));
  }

  @Test
  void classesOfEqualProbabilitySharePlaces() {
    float[] threeFirst = {0.25f, 0.25f, 0.25f, 0.125f, 0.125f, 0, 0};
    assertThat(counted(0, threeFirst).top1Correct()).isEqualTo(1.0 / 3);
    assertThat(counted(2, threeFirst).top5Correct()).isEqualTo(1);
    assertThat(counted(4, threeFirst).top5Correct()).isEqualTo(1);
    assertThat(counted(5, threeFirst).top5Correct()).isZero();
    float[] lastPlaceShared = {0.3f, 0.2f, 0.15f, 0.11f, 0.08f, 0.08f, 0.08f};
    assertThat(counted(6, lastPlaceShared).top5Correct()).isEqualTo(1.0 / 3);
  }

  @Test
  void whoeverCannotTellClassesApartIsRightAboutOneInAsMany() {
    float[] equal = new float[1000];
    java.util.Arrays.fill(equal, 0.001f);

    assertThat(counted(999, equal).top1Correct()).isEqualTo(0.001);
    assertThat(counted(0, equal).top5Correct()).isEqualTo(0.005);
  }

  @Test
  void logProbabilitiesAreAveragedAndNeverInfinite() {
    EvaluationCounter counter = new EvaluationCounter();
    counter.accept(0, new float[] {0.5f, 0.5f});
    counter.accept(1, new float[] {1, 0});

    assertThat(counter.evaluation().logProbability())
        .isCloseTo((Math.log(0.5) + Math.log(Float.MIN_NORMAL)) / 2, within(1e-12));
  }

  @Test
  void aClassWithoutANumberIsWrong() {
    assertThat(Ranking.shareWithin(new float[] {Float.NaN, Float.NaN}, 0, 1)).isZero();
  }

  @Test
  void refusesToSaySomethingOfNothing() {
    assertThatThrownBy(() -> new EvaluationCounter().evaluation())
        .hasMessage("imageCount must be positive, found 0");
  }
}

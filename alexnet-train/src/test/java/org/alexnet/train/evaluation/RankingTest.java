package org.alexnet.train.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RankingTest {
  private static final float[] TIED = {0.125f, 0.375f, 0.125f, 0.375f, 0};

  @Test
  void classesOfEqualProbabilityHaveTheBestOfTheirPlaces() {
    int[] expected = {3, 1, 3, 1, 5};
    for (int label = 0; label < 5; label++) {
      assertThat(Ranking.rank(TIED, label)).isEqualTo(expected[label]);
    }
  }

  @Test
  void theFirstOfThoseThatShareTheHighestProbabilityIsTheMostProbable() {
    assertThat(Ranking.mostProbable(TIED)).isEqualTo(1);
    assertThat(Ranking.mostProbable(new float[] {0.5f, 0.5f})).isZero();
    assertThat(Ranking.mostProbable(new float[] {0.25f, 0.25f, 0.5f})).isEqualTo(2);
  }

  @Test
  void aProbabilityOfZeroHasALogarithmToo() {
    assertThat(Ranking.logProbability(TIED, 0)).isEqualTo(Math.log(0.125));
    assertThat(Ranking.logProbability(TIED, 4)).isEqualTo(Math.log(Float.MIN_NORMAL));
  }

  @Test
  void severalConsumersAreGivenEachImageInTurn() throws IOException {
    List<String> given = new ArrayList<>();
    PredictionConsumer all =
        PredictionConsumer.all(
            List.of(
                (label, own) -> given.add("one " + label),
                (label, own) -> given.add("two " + label)));

    all.accept(3, TIED);
    all.accept(1, TIED);

    assertThat(given).containsExactly("one 3", "two 3", "one 1", "two 1");
  }
}

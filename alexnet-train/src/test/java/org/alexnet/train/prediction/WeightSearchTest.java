package org.alexnet.train.prediction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.util.List;
import org.alexnet.train.evaluation.Evaluation;
import org.alexnet.train.evaluation.EvaluationCounter;
import org.alexnet.train.prediction.WeightSearch.Goal;
import org.junit.jupiter.api.Test;

class WeightSearchTest {

  /** Two classes; every image is of the first, which gets these probabilities. */
  private static GivenPredictions first(String name, double... ofTheFirst) {
    float[][] probabilities = new float[ofTheFirst.length][];
    for (int i = 0; i < ofTheFirst.length; i++) {
      probabilities[i] = new float[] {(float) ofTheFirst[i], (float) (1 - ofTheFirst[i])};
    }
    return GivenPredictions.of(name, new int[ofTheFirst.length], probabilities);
  }

  private static Evaluation evaluation(PredictionSource source) throws IOException {
    EvaluationCounter counter = new EvaluationCounter();
    source.forEach(counter);
    return counter.evaluation();
  }

  /**
   * With a weight w of the first network the images are right if w > 1/3, w < 1/2 and w > 2/5. Of
   * the weights that are tried beside 0.5, only 0.35, 0.4 and 0.45 do all; the log-probability
   * grows with w up to there, so 0.45 : 0.5 it is.
   */
  @Test
  void findsTheWeightsThatGetEverythingRight() throws IOException {
    List<GivenPredictions> sources =
        List.of(first("one", 0.9, 0.2, 0.8), first("two", 0.3, 0.8, 0.3));

    List<Double> weights = WeightSearch.of(sources, Goal.TOP_1).weights();

    assertThat(evaluation(Averaging.of(sources)).top1Error()).isGreaterThan(0.1);
    assertThat(weights.get(0)).isCloseTo(0.45 / 0.95, within(1e-12));
    assertThat(weights.get(1)).isCloseTo(0.5 / 0.95, within(1e-12));
    assertThat(evaluation(Averaging.of(sources).withWeights(weights)).top1Error()).isZero();
  }

  /**
   * By a program of its own in Python: the first round ends with 0.55, 0.05 and 1, with which three
   * of the five images are right; the second one with 0.15, 0 and 1, with which four are.
   */
  @Test
  void aSecondRoundBettersWhatTheFirstFound() throws IOException {
    List<GivenPredictions> sources =
        List.of(
            first("one", 0.05, 0.7, 0.8, 0.1, 0.6),
            first("two", 0.8, 0.6, 0.9, 0.05, 0.1),
            first("three", 0.7, 0.7, 0.7, 0.05, 0.6));

    List<Double> weights = WeightSearch.of(sources, Goal.TOP_1).weights();

    assertThat(weights.get(0)).isCloseTo(0.15 / 1.15, within(1e-12));
    assertThat(weights.get(1)).isZero();
    assertThat(weights.get(2)).isCloseTo(1 / 1.15, within(1e-12));
    assertThat(evaluation(Averaging.of(sources).withWeights(weights)).top1Correct()).isEqualTo(4);
  }

  @Test
  void aNetworkThatHarmsGetsNoWeight() throws IOException {
    List<GivenPredictions> sources =
        List.of(first("bad", 0.1, 0.1), first("good", 0.9, 0.8), first("useless", 0.2, 0.3));

    assertThat(WeightSearch.of(sources, Goal.TOP_1).weights()).containsExactly(0.0, 1.0, 0.0);
  }

  @Test
  void whatChangesNothingKeepsItsWeight() throws IOException {
    List<GivenPredictions> same = List.of(first("one", 0.75, 0.75), first("two", 0.75, 0.75));

    assertThat(WeightSearch.of(same, Goal.TOP_1).weights()).containsExactly(0.5, 0.5);
    assertThat(WeightSearch.of(same.subList(0, 1), Goal.TOP_1).weights()).containsExactly(1.0);
  }

  /** The first network has the label first or sixth, the second one second or fifth. */
  @Test
  void theGoalDecidesWhichErrorIsLow() throws IOException {
    int[] labels = {0, 5};
    GivenPredictions one =
        GivenPredictions.of(
            "one",
            labels,
            new float[] {0.4f, 0.3f, 0.1f, 0.1f, 0.05f, 0.05f},
            new float[] {0.2f, 0.2f, 0.2f, 0.2f, 0.15f, 0.05f});
    GivenPredictions two =
        GivenPredictions.of(
            "two",
            labels,
            new float[] {0.35f, 0.5f, 0.1f, 0.05f, 0, 0},
            new float[] {0.2f, 0.2f, 0.2f, 0.2f, 0.05f, 0.15f});
    List<GivenPredictions> sources = List.of(one, two);
    Averaging equal = Averaging.of(sources);

    Evaluation top1 = evaluation(equal.withWeights(WeightSearch.of(sources, Goal.TOP_1).weights()));
    Evaluation top5 = evaluation(equal.withWeights(WeightSearch.of(sources, Goal.TOP_5).weights()));

    assertThat(top1.top1Correct()).isEqualTo(1);
    assertThat(top1.top5Correct()).isEqualTo(1);
    assertThat(top5.top1Correct()).isZero();
    assertThat(top5.top5Correct()).isEqualTo(2);
  }

  /** On even images the first network alone is right, on odd ones the second. */
  @Test
  void theCrossCheckUsesWeightsOfTheOtherHalf() throws IOException {
    WeightSearch search =
        WeightSearch.of(
            List.of(first("one", 0.9, 0.2, 0.9, 0.2), first("two", 0.2, 0.9, 0.2, 0.9)),
            Goal.TOP_1);

    assertThat(search.crossChecked().top1Error()).isEqualTo(1);
    assertThat(search.crossChecked().imageCount()).isEqualTo(4);
    assertThat(search.crossChecked().logProbability()).isCloseTo(Math.log(0.2f), within(1e-12));
  }

  @Test
  void whereTheHalvesAgreeTheCrossCheckIsTheSearch() throws IOException {
    List<GivenPredictions> sources =
        List.of(
            first("one", 0.9, 0.9, 0.2, 0.2, 0.8, 0.8), first("two", 0.3, 0.3, 0.8, 0.8, 0.3, 0.3));
    WeightSearch search = WeightSearch.of(sources, Goal.TOP_1);

    assertThat(search.crossChecked().top1Error()).isZero();
    assertThat(search.crossChecked().logProbability())
        .isCloseTo(
            evaluation(Averaging.of(sources).withWeights(search.weights())).logProbability(),
            within(1e-12));
  }

  @Test
  void refusesToHalveOneImage() {
    WeightSearch search = WeightSearch.of(List.of(first("one", 0.5)), Goal.TOP_1);

    assertThatThrownBy(search::crossChecked)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("images must be at least 2, found 1");
  }
}

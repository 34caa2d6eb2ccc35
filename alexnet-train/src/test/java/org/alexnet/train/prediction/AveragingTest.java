package org.alexnet.train.prediction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.alexnet.train.evaluation.Evaluation;
import org.junit.jupiter.api.Test;

class AveragingTest {
  private static final int[] LABELS = {0, 1};
  private static final GivenPredictions ONE =
      GivenPredictions.of("one", LABELS, new float[] {0.75f, 0.25f}, new float[] {1, 0});
  private static final GivenPredictions TWO =
      GivenPredictions.of("two", LABELS, new float[] {0.25f, 0.75f}, new float[] {0, 1});

  private static List<float[]> predictions(PredictionSource source) throws IOException {
    List<float[]> all = new ArrayList<>();
    source.forEach((label, probabilities) -> all.add(probabilities));
    return all;
  }

  @Test
  void isTheMeanOfAll() throws IOException {
    Averaging mean = Averaging.of(List.of(ONE, TWO));

    assertThat(predictions(mean))
        .containsExactly(new float[] {0.5f, 0.5f}, new float[] {0.5f, 0.5f});
    assertThat(mean.weights()).containsExactly(0.5, 0.5);
    assertThat(mean.images()).isEqualTo(ONE.images());
    assertThat(mean.name()).isEqualTo("the average of one, two");
  }

  @Test
  void weightsAreSharesOfTheirSum() throws IOException {
    Averaging mean = Averaging.of(List.of(ONE, TWO)).withWeights(List.of(6.0, 2.0));

    assertThat(predictions(mean))
        .containsExactly(new float[] {0.625f, 0.375f}, new float[] {0.75f, 0.25f});
    assertThat(mean.weights()).containsExactly(0.75, 0.25);
  }

  @Test
  void anAverageOfAveragesKnowsThePartOfEachNetwork() {
    Averaging inner = Averaging.of(List.of(ONE, TWO)).withWeights(List.of(3.0, 1.0));
    Averaging outer = Averaging.of(List.of(inner, ONE));

    assertThat(outer.networks())
        .containsExactly(
            new PredictedBy("checkpoint of one", "net one", 7, 10, 0.375),
            new PredictedBy("checkpoint of two", "net two", 7, 10, 0.125),
            new PredictedBy("checkpoint of one", "net one", 7, 10, 0.5));
  }

  @Test
  void refusesWeightsThatAreNone() {
    Averaging mean = Averaging.of(List.of(ONE, TWO));

    assertThatThrownBy(() -> mean.withWeights(List.of(1.0)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("weights must be 2, one for each source, found 1");
    assertThatThrownBy(() -> mean.withWeights(List.of(1.0, -0.5)))
        .hasMessage("weights must be numbers of at least 0, found -0.5");
    assertThatThrownBy(() -> mean.withWeights(List.of(Double.NaN, 1.0)))
        .hasMessage("weights must be numbers of at least 0, found NaN");
    assertThatThrownBy(() -> mean.withWeights(List.of(1.0, Double.POSITIVE_INFINITY)))
        .hasMessage("weights must be numbers of at least 0, found Infinity");
    assertThatThrownBy(() -> mean.withWeights(List.of(0.0, 0.0)))
        .hasMessage("weights must have a positive sum, found [0.0, 0.0]");
    assertThatThrownBy(() -> new PredictedBy("", "", 1, 1, 1.5))
        .hasMessage("weight must be in 0..1, found 1.5");
  }

  /** By hand: both alone, the first, and the mean, in which both images are ties. */
  @Test
  void theTableTellsWhatEachAdds() throws IOException {
    AverageTable table = AverageTable.of(Averaging.of(List.of(ONE, TWO)));

    double tiny = Math.log(Float.MIN_NORMAL);
    Evaluation first = new Evaluation(2, 1, 2, (Math.log(0.75) + tiny) / 2);
    assertThat(table.alone())
        .containsExactly(first, new Evaluation(2, 1, 2, (Math.log(0.25) + 0) / 2));
    assertThat(table.averaged())
        .containsExactly(Optional.of(first), Optional.of(new Evaluation(2, 1, 2, Math.log(0.5))));
  }

  @Test
  void theTableDividesByTheWeightsSoFar() throws IOException {
    AverageTable table =
        AverageTable.of(Averaging.of(List.of(TWO, ONE)).withWeights(List.of(0.0, 4.0)));

    assertThat(table.averaged())
        .containsExactly(Optional.empty(), Optional.of(table.alone().get(1)));
    AverageTable other =
        AverageTable.of(Averaging.of(List.of(TWO, ONE)).withWeights(List.of(1.0, 3.0)));
    assertThat(other.averaged().get(0)).contains(other.alone().get(0));
    assertThat(other.averaged().get(1))
        .contains(new Evaluation(2, 1, 2, (Math.log(0.625) + Math.log(0.25)) / 2));
  }

  @Test
  void aSourceWithoutWeightAddsNothingToTheTable() throws IOException {
    AverageTable table =
        AverageTable.of(Averaging.of(List.of(ONE, TWO)).withWeights(List.of(1.0, 0.0)));

    Optional<Evaluation> first = Optional.of(table.alone().get(0));
    assertThat(table.averaged()).containsExactly(first, first);
  }

  @Test
  void aRefusedSourceIsNamed() {
    GivenPredictions others = TWO.of(GivenPredictions.images(2, 3));

    assertThatThrownBy(() -> Averaging.of(List.of(ONE, others)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("one and two are not about the same images: classes 2 and 3");
  }
}

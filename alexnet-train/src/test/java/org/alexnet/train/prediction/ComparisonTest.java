package org.alexnet.train.prediction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import org.alexnet.train.evaluation.EvaluationCounter;
import org.alexnet.train.evaluation.McNemar;
import org.alexnet.train.prediction.Comparison.Pair;
import org.junit.jupiter.api.Test;

class ComparisonTest {
  private static final int[] LABELS = {0, 0, 0};
  private static final float[] RIGHT = {1, 0};
  private static final float[] WRONG = {0, 1};
  private static final GivenPredictions A = GivenPredictions.of("a", LABELS, RIGHT, RIGHT, RIGHT);
  private static final GivenPredictions B = GivenPredictions.of("b", LABELS, RIGHT, WRONG, WRONG);
  private static final GivenPredictions C = GivenPredictions.of("c", LABELS, WRONG, RIGHT, WRONG);

  @Test
  void testsEveryTwoNetworks() throws IOException {
    Comparison comparison = Comparison.of(List.of(A, B, C));

    assertThat(comparison.names()).containsExactly("a", "b", "c");
    assertThat(comparison.evaluations())
        .extracting(evaluation -> evaluation.top1Correct())
        .containsExactly(3.0, 1.0, 1.0);
    assertThat(comparison.pairs())
        .containsExactly(
            new Pair(0, 1, new McNemar(2, 0)),
            new Pair(0, 2, new McNemar(2, 0)),
            new Pair(1, 2, new McNemar(1, 1)));
  }

  @Test
  void givesPredictionsToOthersToo() throws IOException {
    EvaluationCounter counter = new EvaluationCounter();

    assertThat(new Comparison.Builder().add(B, List.of(counter))).isEqualTo(counter.evaluation());
  }

  @Test
  void refusesOtherImages() throws IOException {
    Comparison.Builder builder = new Comparison.Builder();
    builder.add(A, List.of());

    assertThatThrownBy(() -> builder.add(B.of(GivenPredictions.images(4, 2)), List.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a and b are not about the same images: images 3 and 4");
    assertThatThrownBy(() -> Comparison.of(List.of())).hasMessage("sources must not be empty");
  }
}

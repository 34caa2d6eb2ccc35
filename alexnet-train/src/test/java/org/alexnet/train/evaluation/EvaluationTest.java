package org.alexnet.train.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class EvaluationTest {

  @Test
  void errorsAreOfAllImages() {
    Evaluation evaluation = new Evaluation(8, 3, 5.5, -1.25);

    assertThat(evaluation.top1Error()).isEqualTo(0.625);
    assertThat(evaluation.top5Error()).isEqualTo(0.3125);
    assertThat(evaluation).hasToString("top-1 error 62.5 %, top-5 error 31.3 %, log p -1.250");
    assertThat(new Evaluation(2, 0, 0, -2))
        .hasToString("top-1 error 100.0 %, top-5 error 100.0 %, log p -2.000");
    assertThat(new Evaluation(2, 2, 2, 0))
        .hasToString("top-1 error 0.0 %, top-5 error 0.0 %, log p 0.000");
  }

  /** Ends by {@code scipy.stats.binomtest(158, 1000).proportion_ci()} and of 3. */
  @Test
  void tellsItsIntervals() {
    Evaluation evaluation = new Evaluation(1000, 842, 997, -0.4426);

    assertThat(evaluation.top1Interval()).isEqualTo(Interval.ofError(158, 1000));
    assertThat(evaluation.top5Interval()).isEqualTo(Interval.ofError(3, 1000));
    assertThat(evaluation.withIntervals())
        .isEqualTo(
            "top-1 error 15.8 % (95 % interval 13.6 to 18.2 %), top-5 error 0.3 % (95 % interval"
                + " 0.1 to 0.9 %), log-probability -0.443");
  }

  @Test
  void refusesCountsThatCannotBe() {
    assertThatThrownBy(() -> new Evaluation(0, 0, 0, 0))
        .hasMessage("imageCount must be positive, found 0");
    assertThatThrownBy(() -> new Evaluation(9, -1, 2, 0))
        .hasMessage("of 9 images -1.0 cannot be right at first and 2.0 within five predictions");
    assertThatThrownBy(() -> new Evaluation(9, 3, 2, 0))
        .hasMessage("of 9 images 3.0 cannot be right at first and 2.0 within five predictions");
    assertThatThrownBy(() -> new Evaluation(9, 3, 10, 0))
        .hasMessage("of 9 images 3.0 cannot be right at first and 10.0 within five predictions");
    assertThatThrownBy(() -> new Evaluation(9, 3, 4, 0.1))
        .hasMessage("logProbability must be at most 0, found 0.1");
  }
}

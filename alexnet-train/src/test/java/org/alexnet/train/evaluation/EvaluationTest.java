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

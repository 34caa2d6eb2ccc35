package org.alexnet.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class EvaluationTest {

  @Test
  void sharesAreOfAllImages() {
    Evaluation evaluation = new Evaluation(8, 3, 5);

    assertThat(evaluation.top1()).isEqualTo(0.375);
    assertThat(evaluation.top5()).isEqualTo(0.625);
    assertThat(evaluation).hasToString("top-1 37.5 %, top-5 62.5 %");
    assertThat(new Evaluation(2, 0, 0)).hasToString("top-1 0.0 %, top-5 0.0 %");
    assertThat(new Evaluation(2, 2, 2)).hasToString("top-1 100.0 %, top-5 100.0 %");
  }

  @Test
  void refusesCountsThatCannotBe() {
    assertThatThrownBy(() -> new Evaluation(0, 0, 0))
        .hasMessage("imageCount must be positive, found 0");
    assertThatThrownBy(() -> new Evaluation(9, -1, 2))
        .hasMessage("of 9 images -1 cannot be right at first and 2 within five answers");
    assertThatThrownBy(() -> new Evaluation(9, 3, 2))
        .hasMessage("of 9 images 3 cannot be right at first and 2 within five answers");
    assertThatThrownBy(() -> new Evaluation(9, 3, 10))
        .hasMessage("of 9 images 3 cannot be right at first and 10 within five answers");
  }
}

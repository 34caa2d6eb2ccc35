package org.alexnet.train.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class ClassErrorsTest {

  @Test
  void countsTheImagesOfEachClassAlone() {
    ClassErrors.Counter counter = new ClassErrors.Counter(List.of("cat", "dog", "eel"));
    counter.accept(2, new float[] {0.25f, 0.25f, 0.5f});
    counter.accept(0, new float[] {0.25f, 0.5f, 0.25f});
    counter.accept(2, new float[] {0.5f, 0.25f, 0.25f});
    counter.accept(2, new float[] {0.25f, 0.25f, 0.5f});

    ClassErrors errors = counter.errors();

    assertThat(errors.byClass())
        .containsExactly(
            java.util.Map.entry("cat", new Evaluation(1, 0, 1, Math.log(0.25))),
            java.util.Map.entry(
                "eel", new Evaluation(3, 2, 3, (2 * Math.log(0.5) + Math.log(0.25)) / 3)));
  }

  @Test
  void refusesPredictionsOfOtherClasses() {
    ClassErrors.Counter counter = new ClassErrors.Counter(List.of("cat", "dog"));

    assertThatThrownBy(() -> counter.accept(0, new float[] {1, 0, 0}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("probabilities must be 2, one for each class, found 3");
  }
}

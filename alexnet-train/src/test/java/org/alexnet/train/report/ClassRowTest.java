package org.alexnet.train.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableMap;
import org.alexnet.train.evaluation.ClassErrors;
import org.alexnet.train.evaluation.Evaluation;
import org.junit.jupiter.api.Test;

class ClassRowTest {

  @Test
  void theTenWorstClassesComeFirstAndOfEqualOnesTheLessProbable() {
    ImmutableMap.Builder<String, Evaluation> classes = ImmutableMap.builder();
    for (int right = 0; right < 12; right++) {
      classes.put("class" + right, new Evaluation(12, right, 12, -1));
    }
    classes.put("less probable", new Evaluation(12, 1, 12, -2));

    assertThat(ClassRow.worst(new ClassErrors(classes.buildOrThrow())))
        .extracting(ClassRow::name)
        .containsExactly(
            "class0",
            "less probable",
            "class1",
            "class2",
            "class3",
            "class4",
            "class5",
            "class6",
            "class7",
            "class8");
  }

  /** 11 of 12: the interval is that of scipy for 1 of 12, mirrored. */
  @Test
  void aRowIsAClassInWords() {
    assertThat(
            ClassRow.worst(
                new ClassErrors(ImmutableMap.of("eel", new Evaluation(12, 1, 6, -1.25)))))
        .containsExactly(
            new ClassRow("eel", "12", "91.67 %", "61.5 to 99.8 %", "50.00 %", "-1.2500"));
  }
}

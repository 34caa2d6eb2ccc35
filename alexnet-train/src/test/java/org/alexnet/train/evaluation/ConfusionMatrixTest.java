package org.alexnet.train.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.collect.ImmutableMultiset;
import java.util.Random;
import org.alexnet.train.evaluation.ConfusionMatrix.Cell;
import org.junit.jupiter.api.Test;

class ConfusionMatrixTest {

  @Test
  void countsWhatIsTakenForWhat() {
    ConfusionMatrix.Counter counter = new ConfusionMatrix.Counter(3);
    counter.accept(0, new float[] {0.5f, 0.25f, 0.25f});
    counter.accept(0, new float[] {0.25f, 0.25f, 0.5f});
    counter.accept(0, new float[] {0.125f, 0.125f, 0.75f});
    counter.accept(2, new float[] {0.25f, 0.5f, 0.25f});
    counter.accept(1, new float[] {0.25f, 0.375f, 0.375f});

    ConfusionMatrix matrix = counter.matrix();

    int[][] expected = {{1, 0, 2}, {0, 1, 0}, {0, 1, 0}};
    for (int label = 0; label < 3; label++) {
      for (int predicted = 0; predicted < 3; predicted++) {
        assertThat(matrix.count(label, predicted)).isEqualTo(expected[label][predicted]);
      }
    }
    assertThat(matrix.imageCount()).isEqualTo(5);
    assertThat(matrix.correct()).isEqualTo(2);
  }

  @Test
  void ofClassesThatShareTheHighestProbabilityTheFirstIsPredicted() {
    ConfusionMatrix.Counter counter = new ConfusionMatrix.Counter(3);

    counter.accept(2, new float[] {0.25f, 0.375f, 0.375f});

    assertThat(counter.matrix().images()).containsExactly(new Cell(2, 1));
  }

  @Test
  void sumsAreThoseOfAnEvaluationOfTheSameImages() {
    Random random = new Random(7);
    ConfusionMatrix.Counter counter = new ConfusionMatrix.Counter(6);
    EvaluationCounter evaluation = new EvaluationCounter();
    int[] perClass = new int[6];
    for (int i = 0; i < 500; i++) {
      float[] probabilities = new float[6];
      for (int c = 0; c < 6; c++) {
        probabilities[c] = random.nextFloat();
      }
      int label = random.nextInt(6);
      perClass[label]++;
      counter.accept(label, probabilities);
      evaluation.accept(label, probabilities);
    }

    ConfusionMatrix matrix = counter.matrix();

    assertThat(matrix.imageCount()).isEqualTo(500);
    assertThat(matrix.correct()).isEqualTo((int) evaluation.evaluation().top1Correct());
    for (int label = 0; label < 6; label++) {
      int row = 0;
      for (int predicted = 0; predicted < 6; predicted++) {
        row += matrix.count(label, predicted);
      }
      assertThat(row).isEqualTo(perClass[label]);
    }
  }

  @Test
  void staysAsItIsWhenTheCounterGoesOn() {
    ConfusionMatrix.Counter counter = new ConfusionMatrix.Counter(2);
    ConfusionMatrix before = counter.matrix();

    counter.accept(0, new float[] {1, 0});

    assertThat(before.imageCount()).isZero();
  }

  @Test
  void refusesClassesThatAreNotThere() {
    assertThatThrownBy(() -> new ConfusionMatrix(0, ImmutableMultiset.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("classCount must be positive, found 0");
    assertThatThrownBy(() -> new ConfusionMatrix(3, ImmutableMultiset.of(new Cell(0, 3))))
        .hasMessage("label and predicted must be in 0..2, found 0 and 3");
    assertThatThrownBy(() -> new ConfusionMatrix(3, ImmutableMultiset.of(new Cell(-1, 2))))
        .hasMessage("label and predicted must be in 0..2, found -1 and 2");
    assertThatThrownBy(() -> new ConfusionMatrix(3, ImmutableMultiset.of()).count(0, 3))
        .hasMessage("predicted (3) must be less than size (3)");
  }
}

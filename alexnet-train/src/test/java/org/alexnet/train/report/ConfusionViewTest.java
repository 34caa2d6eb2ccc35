package org.alexnet.train.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableMultiset;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.util.List;
import java.util.stream.IntStream;
import org.alexnet.train.evaluation.ConfusionMatrix;
import org.alexnet.train.evaluation.ConfusionMatrix.Cell;
import org.alexnet.train.report.ConfusionView.Count;
import org.alexnet.train.report.ConfusionView.Pair;
import org.junit.jupiter.api.Test;

class ConfusionViewTest {
  private static final ImmutableMultiset<Cell> IMAGES =
      ImmutableMultiset.<Cell>builder()
          .addCopies(new Cell(0, 0), 3)
          .addCopies(new Cell(0, 2), 1)
          .addCopies(new Cell(2, 1), 2)
          .addCopies(new Cell(2, 0), 2)
          .build();

  @Test
  void fewClassesAreATable() {
    ConfusionView view = ConfusionView.of(new ConfusionMatrix(3, IMAGES), List.of("a", "b", "c"));

    assertThat(view.classes()).containsExactly("a", "b", "c");
    assertThat(view.pictures()).isEmpty();
    assertThat(view.rows().get(0).counts())
        .containsExactly(
            new Count("3", "0.750", true),
            new Count("", "0.000", false),
            new Count("1", "0.250", false));
    assertThat(view.rows().get(1).counts()).allMatch(count -> count.share().equals("0.000"));
  }

  @Test
  void theMostFrequentConfusionsComeFirst() {
    assertThat(ConfusionView.of(new ConfusionMatrix(3, IMAGES), List.of("a", "b", "c")).pairs())
        .containsExactly(
            new Pair("c", "a", 2, "50.00 %"),
            new Pair("c", "b", 2, "50.00 %"),
            new Pair("a", "c", 1, "25.00 %"));
  }

  @Test
  void manyClassesAreAPicture() throws IOException {
    List<String> names = IntStream.range(0, 21).mapToObj(i -> "class " + i).toList();

    ConfusionView view = ConfusionView.of(new ConfusionMatrix(21, IMAGES), names);

    assertThat(view.classes()).isEmpty();
    assertThat(view.rows()).isEmpty();
    BufferedImage image = FilterFigureTest.decoded(view.pictures().get(0).uri());
    assertThat(image.getWidth()).isEqualTo(21);
    assertThat(image.getRaster().getSample(0, 0, 0)).isEqualTo(64); // 255 * (1 - 3/4)
    assertThat(image.getRaster().getSample(2, 0, 0)).isEqualTo(191);
    assertThat(image.getRaster().getSample(1, 2, 0)).isEqualTo(128);
    assertThat(image.getRaster().getSample(20, 20, 0)).isEqualTo(255);
  }
}

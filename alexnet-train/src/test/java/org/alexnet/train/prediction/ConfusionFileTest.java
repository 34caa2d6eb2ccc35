package org.alexnet.train.prediction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.collect.ImmutableMultiset;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.alexnet.data.source.LabelMap;
import org.alexnet.train.evaluation.ConfusionMatrix;
import org.alexnet.train.evaluation.ConfusionMatrix.Cell;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfusionFileTest {
  private static final ConfusionMatrix MATRIX =
      new ConfusionMatrix(
          3, ImmutableMultiset.of(new Cell(0, 0), new Cell(0, 0), new Cell(0, 2), new Cell(2, 1)));

  @TempDir private Path folder;

  @Test
  void aRowIsAClassOfImages() throws IOException {
    Path file = folder.resolve("confusion.csv");

    ConfusionFile.write(file, MATRIX, LabelMap.of(List.of("cat", "shark, white", "eel")));

    assertThat(Files.readString(file))
        .isEqualTo(
            """
            class,cat,"shark, white",eel
            cat,2,0,1
            "shark, white",0,0,0
            eel,0,1,0
            """);
  }

  @Test
  void refusesNamesOfOtherClasses() {
    Path file = folder.resolve("confusion.csv");

    assertThatThrownBy(() -> ConfusionFile.write(file, MATRIX, LabelMap.of(List.of("cat", "dog"))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("labels must be 3, one for each class, found 2");
    assertThat(folder).isEmptyDirectory();
  }
}

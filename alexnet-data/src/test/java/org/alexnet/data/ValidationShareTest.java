package org.alexnet.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.alexnet.data.source.ClassFolders;
import org.alexnet.data.source.Split;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How many images of a class are for validation: the nearest whole number, but never all. */
class ValidationShareTest {
  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource({
    "10, 0.1, 1",
    "16, 0.1, 2", // 1.6
    "14, 0.1, 1", // 1.4
    "15, 0.1, 2", // 1.5
    "7, 0.22, 2", // 1.54
    "9, 0.39, 4", // 3.51
    "3, 0.01, 1", // at least one
    "3, 0.99, 2" // and one to train on
  })
  void isRoundedToTheNearest(int images, double share, int expected) throws IOException {
    for (String name : new String[] {"cat", "dog"}) {
      Path into = Files.createDirectory(folder.resolve(name));
      for (int i = 0; i < images; i++) {
        Files.createFile(into.resolve("image" + i));
      }
    }
    ClassFolders source = ClassFolders.in(folder).withValidationShare(share);

    assertThat(source.images(Split.VALIDATION)).hasSize(2 * expected);
    assertThat(source.images(Split.TRAIN)).hasSize(2 * (images - expected));
  }
}

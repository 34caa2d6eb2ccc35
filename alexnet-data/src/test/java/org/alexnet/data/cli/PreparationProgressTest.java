package org.alexnet.data.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Field;
import org.alexnet.data.source.Split;
import org.junit.jupiter.api.Test;

class PreparationProgressTest {

  private static void set(PreparationProgress progress, String field, Object value) {
    try {
      Field found = PreparationProgress.class.getDeclaredField(field);
      found.setAccessible(true);
      found.set(progress, value);
    } catch (ReflectiveOperationException e) {
      throw new LinkageError(e.getMessage(), e);
    }
  }

  private static long secondsAgo(long seconds) {
    return System.nanoTime() - seconds * 1_000_000_000;
  }

  @Test
  void isALineEachMinuteWhereThereIsNoTerminal() {
    CommandRun printed =
        CommandRun.printedBy(
            () -> {
              try (PreparationProgress progress = new PreparationProgress()) {
                set(progress, "terminal", false);
                progress.stored(Split.TRAIN, 64, 5678);
                set(progress, "lastLine", secondsAgo(50));
                progress.stored(Split.TRAIN, 640, 5678);
                set(progress, "lastLine", secondsAgo(61));
                progress.stored(Split.TRAIN, 1234, 5678);
                progress.stored(Split.TRAIN, 1300, 5678);
                set(progress, "lastLine", secondsAgo(61));
                progress.stored(Split.VALIDATION, 7, 9);
              }
            });

    assertThat(printed.out())
        .isEqualTo("train: 1,234 of 5,678 images\nvalidation: 7 of 9 images\n");
    assertThat(printed.err()).isEmpty();
  }

  @Test
  void isABarForEachSplitOnATerminal() {
    CommandRun printed =
        CommandRun.printedBy(
            () -> {
              try (PreparationProgress progress = new PreparationProgress()) {
                set(progress, "terminal", true);
                progress.stored(Split.TRAIN, 3, 40);
                progress.stored(Split.TRAIN, 40, 40);
                progress.stored(Split.VALIDATION, 5, 20);
              }
            });

    assertThat(printed.out()).isEmpty();
    assertThat(printed.err())
        .containsPattern("train +100%.* 40/40 ")
        .containsPattern("validation +25%.* 5/20 ");
  }
}

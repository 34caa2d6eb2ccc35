package org.alexnet.data.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicLong;
import org.alexnet.data.source.Split;
import org.junit.jupiter.api.Test;

class PreparationProgressTest {
  private final AtomicLong nanoseconds = new AtomicLong();

  private void wait(int seconds) {
    nanoseconds.addAndGet(seconds * 1_000_000_000L);
  }

  private PreparationProgress progress(boolean terminal) {
    return new PreparationProgress(terminal, nanoseconds::get);
  }

  @Test
  void isALineEachMinuteWhereThereIsNoTerminal() {
    CommandRun printed =
        CommandRun.printedBy(
            () -> {
              try (PreparationProgress progress = progress(false)) {
                progress.stored(Split.TRAIN, 64, 567_800);
                wait(50);
                progress.stored(Split.TRAIN, 640, 567_800);
                wait(11);
                progress.stored(Split.TRAIN, 12_200, 567_800);
                progress.stored(Split.TRAIN, 13_000, 567_800);
                wait(61);
                progress.stored(Split.VALIDATION, 7, 900);
                wait(61);
                progress.stored(Split.VALIDATION, 61, 900);
              }
            });

    assertThat(printed.out())
        .isEqualTo( // 200 a second of 555,600 that are left, and one a second of 839
            """
            train: 12,200 of 567,800 images, 200/s, 47 min left
            validation: 61 of 900 images, 1.0/s, 14 min left
            """);
    assertThat(printed.err()).isEmpty();
  }

  @Test
  void whatWasStoredBeforeIsToldAndDoesNotCountAsFast() {
    CommandRun printed =
        CommandRun.printedBy(
            () -> {
              try (PreparationProgress progress = progress(false)) {
                progress.kept(Split.TRAIN, 1_000_000, 1_281_167);
                wait(100);
                progress.stored(Split.TRAIN, 1_003_000, 1_281_167);
              }
            });

    assertThat(printed.out())
        .isEqualTo(
            """
            train: 1,000,000 of 1,281,167 images are stored already
            train: 1,003,000 of 1,281,167 images, 30/s, 2 h 35 min left
            """);
  }

  @Test
  void isABarForEachSplitOnATerminal() {
    CommandRun printed =
        CommandRun.printedBy(
            () -> {
              try (PreparationProgress progress = progress(true)) {
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

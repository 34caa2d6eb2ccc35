package org.alexnet.train.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What fits a terminal. */
class TrainingLineTest {
  private static final TrainingLine.Status SHORT =
      new TrainingLine.Status("loss 2.345", "error 75.0 %", "512 images/s", "12 min 05 s left");
  private static final TrainingLine.Status LONG =
      new TrainingLine.Status(
          "loss 6.908", "error 100.0 %", "12345 images/s", "1234 h 59 min left");

  private static String line(TrainingLine.Status status, long done, long all, int columns) {
    TrainingLine line = new TrainingLine();
    line.show(status);
    return line.line("epoch 100/200", done, all, columns);
  }

  @Test
  void onAWideTerminalEverythingIsThere() {
    assertThat(line(SHORT, 3_000, 10_009, 150))
        .isEqualTo(
            "epoch 100/200  29% [===========                             ] 3,000/10,009  loss 2.345"
                + "  error 75.0 %  512 images/s  12 min 05 s left");
  }

  @Test
  void eightyColumnsHoldABarTheLossTheErrorAndTheTimeLeft() {
    assertThat(line(SHORT, 10_009, 10_009, 80))
        .isEqualTo(
            "epoch 100/200 100% [================] loss 2.345  error 75.0 %  12 min 05 s left")
        .hasSize(80);
    assertThat(line(LONG, 5_005, 10_009, 80))
        .isEqualTo(
            "epoch 100/200  50% [======       ] loss 6.908  error 100.0 %  1234 h 59 min left")
        .hasSize(80);
  }

  @Test
  void theTimeLeftIsTheLastToGo() {
    assertThat(line(LONG, 1, 2, 60))
        .isEqualTo("epoch 100/200  50% [====    ] loss 6.908  1234 h 59 min left");
    assertThat(line(LONG, 1, 2, 50))
        .isEqualTo("epoch 100/200  50% [=====     ] 1234 h 59 min left");
    assertThat(line(LONG, 1, 2, 30)).isEqualTo("epoch 100/200  50% [] 1234 h 5");
    assertThat(line(LONG, 1, 2, 0)).isEqualTo("");
  }

  @Test
  void anEpochWithoutStepsIsNoError() {
    assertThat(line(SHORT, 0, 0, 40)).isEqualTo("epoch 100/200   0% [  ] 12 min 05 s left");
  }
}

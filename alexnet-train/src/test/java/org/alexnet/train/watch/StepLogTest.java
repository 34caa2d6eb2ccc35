package org.alexnet.train.watch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.alexnet.train.SmoothedLoss;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which lines stay when a run is resumed. */
class StepLogTest {
  private static final WatchState STATE = new WatchState(new SmoothedLoss(1.0 / 3, 4), 0.1, 0.7, 2);
  private static final String CHECKPOINT =
      "{\"kind\":\"event\",\"step\":4,\"event\":\"checkpoint\",\"text\":\"step-00000004\",\"state\":"
          + "{\"smoothed\":{\"sum\":0.3333333333333333,\"steps\":4},\"loss\":0.1,\"error\":0.7,\"steps\":2},\"time\":\"now\"}\n";
  private static final String BEFORE = "{\"kind\":\"step\",\"step\":2}\n" + CHECKPOINT;
  private static final String EPOCH = "{\"kind\":\"epoch\",\"step\":4,\"epoch\":1}\n";
  private static final String AFTER = "{\"kind\":\"step\",\"step\":6}\n";

  @TempDir private Path folder;

  private String resumed(String text, long step, int epochs) throws IOException {
    Path file = Files.writeString(folder.resolve("steps.jsonl"), text);
    try (StepLog log = StepLog.open(file, step, epochs)) {
      log.add(new Line.Event("event", step, "resumed", "\"a\" & b\n", null, "now"));
    }
    return Files.readString(file);
  }

  private static String line(long step) {
    return "{\"kind\":\"event\",\"step\":"
        + step
        + ",\"event\":\"resumed\",\"text\":\"\\\"a\\\" & b\\n\",\"time\":\"now\"}\n";
  }

  @Test
  void thoseOfLaterStepsAreCutOff() throws IOException {
    assertThat(resumed(BEFORE + EPOCH + AFTER, 4, 1)).isEqualTo(BEFORE + EPOCH + line(4));
    assertThat(resumed(BEFORE + EPOCH + AFTER, 6, 1)).isEqualTo(BEFORE + EPOCH + AFTER + line(6));
  }

  @Test
  void aLastLineOfFewerStepsIsCutOff() throws IOException {
    String partial = "{\"kind\":\"step\",\"step\":4,\"partial\":true}\n";

    assertThat(resumed(BEFORE + EPOCH + partial, 4, 1)).isEqualTo(BEFORE + EPOCH + line(4));
  }

  @Test
  void anEpochThatNoCheckpointKnowsIsCutOff() throws IOException {
    assertThat(resumed(BEFORE + EPOCH, 4, 0)).isEqualTo(BEFORE + line(4));
  }

  @Test
  void aLineThatAKillHasCutIsCutOff() throws IOException {
    assertThat(resumed(BEFORE + "{\"kind\":\"step\",\"st", 4, 1)).isEqualTo(BEFORE + line(4));
    assertThat(resumed(BEFORE + "{\"kind\":\"step\",\"step\":4}", 4, 1))
        .isEqualTo(BEFORE + line(4));
    assertThat(resumed(BEFORE + "\0\0\0\n" + EPOCH, 4, 1)).isEqualTo(BEFORE + line(4));
    assertThat(resumed(BEFORE + "[]\n{}\n", 4, 1)).isEqualTo(BEFORE + line(4));
    assertThat(resumed(BEFORE + "{\"kind\":\"step\",\"step\":\"two\"}\n", 4, 1))
        .isEqualTo(BEFORE + line(4));
  }

  @Test
  void aRunThatStartsOverKeepsNone() throws IOException {
    assertThat(resumed(BEFORE, 0, 0)).isEqualTo(line(0));
  }

  @Test
  void theStateIsThatOfTheCheckpointToTheBit() throws IOException {
    Path file = folder.resolve("steps.jsonl");
    try (StepLog log = StepLog.open(file, 0, 0)) {
      log.add(new Line.Event("event", 4, "checkpoint", "step-00000004", STATE, "now"));
    }

    assertThat(Files.readString(file)).isEqualTo(CHECKPOINT);
    try (StepLog log = StepLog.open(file, 4, 0)) {
      assertThat(log.state()).isEqualTo(STATE);
    }
    try (StepLog log = StepLog.open(file, 5, 0)) {
      assertThat(log.state()).isEqualTo(WatchState.NONE);
    }
  }
}

package org.alexnet.train.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;
import static org.assertj.core.api.Assertions.within;

import com.google.common.collect.ImmutableMap;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.alexnet.train.watch.LoggedSteps.Happening;
import org.alexnet.train.watch.LoggedSteps.Point;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LoggedStepsTest {
  private static final String TIME = "2026-01-02T03:04:05.678Z";

  @TempDir private Path folder;

  private static String line(long step, double loss, double error) {
    return LineCodec.encode(
            new Line.Steps(
                "step", step, 1, loss, 0, error, 0, 0, null, ImmutableMap.of(), null, 0, 0, "now"))
        + "\n";
  }

  private static String event(long step, String event, String text) {
    return LineCodec.encode(new Line.Event("event", step, event, text, null, TIME)) + "\n";
  }

  private void write(String text) throws IOException {
    Files.writeString(folder.resolve("steps.jsonl"), text);
  }

  @Test
  void pointsAndHappeningsUpToTheCheckpointAreRead() throws IOException {
    write(
        event(0, "started", "x")
            + line(20, 2.5, 0.9)
            + event(25, "resumed", "after 25 steps")
            + LineCodec.encode(
                new Line.Epoch("epoch", 30, 1, 2, 0.5, 0.01, 100, 0.5, 0.1, -2, 0, "now"))
            + "\n"
            + line(40, 1.25, 0.75)
            + event(41, "warning", "of later")
            + line(60, 1, 0.5));

    LoggedSteps log = LoggedSteps.read(folder, 40);

    assertThat(log.points()).containsExactly(new Point(20, 2.5, 0.9), new Point(40, 1.25, 0.75));
    assertThat(log.happenings()).containsExactly(new Happening(25, "resumed", "after 25 steps"));
    assertThat(log.starts())
        .containsExactly(entry(0L, Instant.parse(TIME)), entry(25L, Instant.parse(TIME)));
  }

  @Test
  void theWayToTheStepThatBrokeTheRunIsReadBeyondTheCheckpoint() throws IOException {
    String before = line(20, 2.5, 0.9) + event(30, "checkpoint", "step-00000030");
    String broken = event(47, "diverged", "fc6/weights is no longer finite");
    write(before + line(40, 1e9, 0.75) + broken);

    LoggedSteps log = LoggedSteps.read(folder, 30);

    Happening end = new Happening(47, "diverged", "fc6/weights is no longer finite");
    assertThat(log.divergence()).contains(end);
    assertThat(log.happenings()).containsExactly(end);
    assertThat(log.points()).containsExactly(new Point(20, 2.5, 0.9), new Point(40, 1e9, 0.75));

    write(before + line(40, 1e9, 0.75));
    assertThat(LoggedSteps.read(folder, 30).points()).containsExactly(new Point(20, 2.5, 0.9));
    assertThat(LoggedSteps.read(folder, 30).divergence()).isEmpty();
  }

  @Test
  void whatHappenedIsToldWithItsWordOnce() {
    assertThat(new Happening(1, "resumed", "it is").told()).isEqualTo("resumed: it is");
    assertThat(new Happening(1, "warning", "warning: it is").told()).isEqualTo("warning: it is");
  }

  @Test
  void whereThereIsNoLogThereAreNoPoints() throws IOException {
    assertThat(LoggedSteps.read(folder, 40).points()).isEmpty();
    write("");
    assertThat(LoggedSteps.read(folder, 40).points()).isEmpty();
  }

  @Test
  void aLineThatIsStillBeingWrittenDoesNotCount() throws IOException {
    write(line(20, 2.5, 0.9) + "{\"kind\":\"st");

    assertThat(LoggedSteps.read(folder, 40).points()).containsExactly(new Point(20, 2.5, 0.9));
  }

  @Test
  void aDamagedLineIsAnErrorWithItsNumber() throws IOException {
    String noTime = event(20, "resumed", "x").replace(TIME, "today");
    for (String bad : new String[] {noTime, "{\"kind\":\"st\n", "\n", "3\n", "{\"step\":1}\n"}) {
      write(line(20, 2.5, 0.9) + bad + line(40, 2.5, 0.9));

      assertThatThrownBy(() -> LoggedSteps.read(folder, 40))
          .isInstanceOf(IOException.class)
          .hasMessage(
              folder.resolve("steps.jsonl")
                  + " is damaged in line 2; move it away, and its curves are left out");
    }
  }

  @Test
  void whatIsNoTextIsAnErrorWithItsName() throws IOException {
    Path file = Files.write(folder.resolve("steps.jsonl"), new byte[] {'{', (byte) 0xe4, '\n'});

    assertThatThrownBy(() -> LoggedSteps.read(folder, 40))
        .isInstanceOf(IOException.class)
        .hasMessage(
            file
                + " is damaged: it is not text in UTF-8; move it away, and its curves are left out");
  }

  @Test
  void manyPointsBecomeMeans() throws IOException {
    StringBuilder text = new StringBuilder();
    for (int i = 1; i <= 2001; i++) {
      text.append(line(i, i, i % 2));
    }
    write(text.toString());

    LoggedSteps log = LoggedSteps.read(folder, 4000).thinned(2000);

    assertThat(log.points()).hasSize(1001).startsWith(new Point(2, 1.5, 0.5));
    assertThat(log.points().get(1000)).isEqualTo(new Point(2001, 2001, 1));
    assertThat(log.points().stream().mapToDouble(Point::loss).sum())
        .isCloseTo(2000 * 2001 / 4.0 + 2001, within(1e-6));
    assertThat(LoggedSteps.read(folder, 4000).thinned(2001).points()).hasSize(2001);
  }
}

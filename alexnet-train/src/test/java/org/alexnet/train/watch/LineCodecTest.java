package org.alexnet.train.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.collect.ImmutableMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.alexnet.train.SmoothedLoss;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is written is what is read. */
class LineCodecTest {
  private static final Line.Steps STEPS =
      new Line.Steps(
          "step",
          40,
          2,
          1.25,
          1.5,
          0.75,
          -1.25,
          0.01,
          ImmutableMap.of("conv1/weights", 1e-5),
          ImmutableMap.of("conv1", 0.001),
          true,
          12.5,
          3.5,
          "2026-01-02T03:04:05.678Z");
  private static final String STEPS_TEXT =
      "{\"kind\":\"step\",\"step\":40,\"epoch\":2,\"loss\":1.25,\"smoothed_loss\":1.5,"
          + "\"training_error\":0.75,\"log_probability\":-1.25,\"learning_rate\":0.01,"
          + "\"learning_rates\":{\"conv1/weights\":1.0E-5},\"update_ratios\":{\"conv1\":0.001},"
          + "\"partial\":true,\"images_per_second\":12.5,\"seconds\":3.5,\"time\":\"2026-01-02T03:04:05.678Z\"}";

  @Test
  void theLineOfStepsIsAsItIsDescribed() {
    assertThat(LineCodec.encode(STEPS)).isEqualTo(STEPS_TEXT);
    assertThat(LineCodec.decode(STEPS_TEXT)).isEqualTo(STEPS);
  }

  @Property(tries = 200)
  void everyNumberComesBackToTheBit(
      @ForAll long step,
      @ForAll int epoch,
      @ForAll @DoubleRange(min = -1e300, max = 1e300) double loss,
      @ForAll @DoubleRange(min = 0, max = 1) double share) {
    Line.Steps steps =
        new Line.Steps(
            "step",
            step,
            epoch,
            loss,
            -loss,
            share,
            loss / 3,
            share,
            null,
            ImmutableMap.of("fc8", share / 7),
            null,
            loss,
            share,
            "now");
    Line.Epoch line =
        new Line.Epoch(
            "epoch", step, epoch, loss, share, share / 3, step, share, share, loss, share, "now");

    assertThat(LineCodec.decode(LineCodec.encode(steps))).isEqualTo(steps);
    assertThat(LineCodec.decode(LineCodec.encode(line))).isEqualTo(line);
  }

  @Test
  void theLineOfADivergenceNamesTheTensorAndTheLearningRate() {
    Line.Event diverged =
        new Line.Event("event", 47, "diverged", "it is so", null, "conv2/biases", 1e39, "now");
    String text =
        "{\"kind\":\"event\",\"step\":47,\"event\":\"diverged\",\"text\":\"it is so\","
            + "\"tensor\":\"conv2/biases\",\"learning_rate\":1.0E39,\"time\":\"now\"}";

    assertThat(LineCodec.encode(diverged)).isEqualTo(text);
    assertThat(LineCodec.decode(text)).isEqualTo(diverged);
  }

  @Test
  void whatAnEventMayLackALineOfStepsMayNot() {
    assertThatThrownBy(() -> LineCodec.decode(STEPS_TEXT.replace("\"learning_rate\":0.01,", "")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("not a line of steps.jsonl: ");
  }

  @Property(tries = 200)
  void everyTextComesBackInOneLine(@ForAll String event, @ForAll String text) {
    WatchState state = new WatchState(new SmoothedLoss(1.0 / 3, 4), 0.1, 0.7, 2);
    Line.Event line = new Line.Event("event", 4, event, text, state, "now");

    assertThat(LineCodec.encode(line)).doesNotContain("\n");
    assertThat(LineCodec.decode(LineCodec.encode(line))).isEqualTo(line);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "3",
        "[]",
        "{}",
        "{\"kind\":\"st",
        "{\"kind\":\"steps\",\"step\":1}",
        "{\"kind\":\"event\",\"step\":1,\"event\":\"warning\",\"time\":\"now\"}",
        "{\"kind\":\"event\",\"step\":1,\"event\":null,\"text\":\"x\",\"time\":\"now\"}",
        "{\"kind\":\"event\",\"step\":\"one\",\"event\":\"warning\",\"text\":\"x\",\"time\":\"now\"}",
        "{\"kind\":\"event\",\"step\":1,\"event\":[],\"text\":\"x\",\"time\":\"now\"}",
      })
  void refusesWhatIsNoLine(String text) {
    assertThatThrownBy(() -> LineCodec.decode(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("not a line of steps.jsonl: " + text);
  }

  @Test
  void aMemberThatIsMissingIsNoZero() {
    assertThatThrownBy(() -> LineCodec.decode(STEPS_TEXT.replace("\"loss\":1.25,", "")))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(LineCodec.decode(STEPS_TEXT.replace("\"kind\"", "\"later\":1,\"kind\"")))
        .isEqualTo(STEPS);
  }
}

package org.alexnet.train.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableList;
import java.util.List;
import java.util.stream.Stream;
import org.alexnet.graph.optimizer.Constant;
import org.alexnet.graph.optimizer.Exponential;
import org.alexnet.graph.optimizer.LearningRateSchedule;
import org.alexnet.graph.optimizer.MultiStep;
import org.alexnet.graph.optimizer.Noisy;
import org.alexnet.graph.optimizer.Polynomial;
import org.alexnet.graph.optimizer.ReduceOnPlateau;
import org.alexnet.graph.optimizer.Warmup;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every schedule can be written on the command line. */
class ScheduleTextTest {
  private static final LearningRateSchedule RECIPE = new MultiStep(ImmutableList.of(20, 40), 0.25);

  private static LearningRateSchedule parsed(String texts) {
    return ScheduleText.parse(Splitter.on(',').splitToList(texts), RECIPE);
  }

  static Stream<Arguments> schedules() {
    return Stream.of(
        Arguments.of("constant", new Constant()),
        Arguments.of("multi-step:milestones=7", new MultiStep(ImmutableList.of(7), 0.25)),
        Arguments.of("multi-step:factor=0.5", new MultiStep(ImmutableList.of(20, 40), 0.5)),
        Arguments.of("polynomial:steps=100:power=0.5", new Polynomial(100, 0.5)),
        Arguments.of("exponential:steps=1000", new Exponential(0.1, 1000)),
        Arguments.of("exponential:steps=1000:factor=0.9", new Exponential(0.9, 1000)),
        Arguments.of("reduce-on-plateau", new ReduceOnPlateau(3, 3, 0.1)),
        Arguments.of(
            "reduce-on-plateau:leastImprovement=0.001:patience=5",
            new ReduceOnPlateau(5, 3, 0.1, 0.001)));
  }

  @ParameterizedTest
  @MethodSource("schedules")
  void aKindIsWrittenWithItsNumbers(String text, LearningRateSchedule expected) {
    assertThat(parsed(text)).isEqualTo(expected);
  }

  @ParameterizedTest
  @MethodSource("schedules")
  void warmupAndNoiseStandBeforeEachOfThem(String text, LearningRateSchedule expected) {
    assertThat(parsed("warmup:steps=500," + text)).isEqualTo(new Warmup(500, expected));
    assertThat(parsed("noisy," + text)).isEqualTo(new Noisy(1, 0, expected));
    assertThat(parsed("warmup:steps=5,noisy:std=2:seed=-3," + text))
        .isEqualTo(new Warmup(5, new Noisy(2, -3, expected)));
  }

  @Test
  void warmupAloneStandsBeforeTheRecipes() {
    assertThat(parsed("warmup:steps=500")).isEqualTo(new Warmup(500, RECIPE));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "warmup:steps=5",
        "noisy:std=2",
        "warmup:steps=5,noisy:std=2",
        "noisy,warmup:steps=5"
      })
  void theSameTextsTwiceAreThoseOnce(String texts) {
    LearningRateSchedule once = parsed(texts);

    assertThat(ScheduleText.parse(Splitter.on(',').splitToList(texts), once)).isEqualTo(once);
  }

  @Test
  void warmupStandsBeforeTheNoiseOfTheRecipe() {
    Noisy noisy = new Noisy(2, 3, RECIPE);

    assertThat(ScheduleText.parse(List.of("warmup:steps=5"), noisy))
        .isEqualTo(new Warmup(5, noisy));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "step:milestones=3 | step:milestones=3: a kind is one of [reduce-on-plateau, constant, noisy,"
            + " multi-step, exponential, polynomial, warmup], found 'step'",
        "constant,constant | constant: no other follows constant",
        "multi-step:factor | multi-step:factor: NAME=VALUE is expected with a name of [factor,"
            + " milestones], found 'factor'",
        "multi-step:patience=3 | multi-step:patience=3: NAME=VALUE is expected with a name of"
            + " [factor, milestones], found 'patience=3'",
        "warmup:then=constant | warmup:then=constant: NAME=VALUE is expected with a name of [steps],"
            + " found 'then=constant'",
        "multi-step:milestones=3+x | multi-step:milestones=3+x: a number is expected, found 'x'",
        "multi-step:milestones=3+3 | multi-step:milestones=3+3: multi-step: milestones must be"
            + " positive and rising, found [3, 3]",
        "warmup:steps=1.5 | warmup:steps=1.5: a whole number is expected, found '1.5'",
        "reduce-on-plateau:patience=1.5 | reduce-on-plateau:patience=1.5: reduce-on-plateau.patience"
            + " must be a whole number of 32 bits, found 1.5",
        "polynomial:power=1 | polynomial:power=1: polynomial.steps is missing, found [power, kind]",
        "multi-step:factor=10 | multi-step:factor=10: multi-step: factor must be more than 0 and"
            + " less than 1, found 10.0"
      })
  void whatIsNoScheduleIsRefusedWithItsText(String texts, String message) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> parsed(texts))
        .withMessage("--schedule " + message);
  }
}

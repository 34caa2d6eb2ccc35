package org.alexnet.graph.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.google.common.collect.ImmutableList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import org.alexnet.graph.event.AfterSteps;
import org.alexnet.graph.event.Event;
import org.alexnet.graph.event.Events;
import org.alexnet.graph.event.SetLearningRate;
import org.alexnet.graph.optimizer.Biases;
import org.alexnet.graph.optimizer.Constant;
import org.alexnet.graph.optimizer.Multipliers;
import org.alexnet.graph.optimizer.SgdMomentum;
import org.alexnet.graph.preset.InputRules;
import org.alexnet.graph.preset.InputRules.MeanPlace;
import org.alexnet.graph.preset.InputRules.PcaScale;
import org.alexnet.graph.preset.InputRules.PixelRange;
import org.alexnet.graph.preset.Preset;
import org.alexnet.graph.preset.PresetRecipe;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the runs are, began from and reached, typed from the notes of the release. */
class ReleasedRunsTest {

  @ParameterizedTest
  @CsvSource({
    "145, ILSVRC-2012, ILSVRC-2012 validation, 1.741473, 40.6640, 18.2100, table 2: 40.7 / 18.2",
    "145-135, ILSVRC-2012, ILSVRC-2012 validation, 1.725738, 40.2500, 17.9940,",
    "145-2010, ILSVRC-2010, ILSVRC-2010 test, 1.614660, 37.4727, 16.9987, table 1: 37.5 / 17.0",
    "145-half, ILSVRC-2010, ILSVRC-2010 test, 1.702802, 39.1680, 18.2287,"
        + " section 3.2: 1.70 / 1.23 above 145-2010",
    "147, ILSVRC-2012, ILSVRC-2012 validation, 1.757644, 41.0580, 18.5100,"
        + " section 3.4: 0.39 / 0.30 above 145",
    "148, ILSVRC-2012, ILSVRC-2012 validation, 1.822358, 42.0340, 19.3620,"
        + " section 3.3: 1.37 / 1.15 above 145",
    "150, ILSVRC-2012, ILSVRC-2012 validation, 1.811173, 41.8280, 19.3300,",
    "141-2012-2009, ILSVRC-2012, ILSVRC-2012 validation, 1.671316, 39.5620, 17.2060,",
    "141-2010-2009, ILSVRC-2010, ILSVRC-2010 test, 1.511725, 35.6707, 15.4893,",
    "146-2012-2011, ILSVRC-2012, ILSVRC-2012 validation, 1.633191, 38.9900, 16.6220,"
        + " table 2: 39.0 / 16.6",
    "146-2012-2009, ILSVRC-2012, ILSVRC-2012 validation, 1.646452, 39.1000, 16.8760,"
  })
  void reachedWithTenCrops(
      String run,
      String trainedOn,
      String testedOn,
      double crossEntropy,
      double top1,
      double top5,
      String inPaper) {
    assertThat(ReleasedRuns.named(run).trainedOn()).isEqualTo(trainedOn);
    assertThat(ReleasedRuns.named(run).results().get(0))
        .isEqualTo(
            new Result(
                testedOn,
                10,
                OptionalDouble.of(crossEntropy),
                top1,
                OptionalDouble.of(top5),
                Optional.ofNullable(inPaper)));
  }

  @Test
  void reachedWithTheCenterCrop() {
    assertThat(ReleasedRuns.all())
        .filteredOn(run -> run.results().size() > 1)
        .extracting(run -> run + " " + run.results().subList(1, run.results().size()))
        .containsExactly(
            "145-2010 "
                + List.of(
                    new Result(
                        "ILSVRC-2010 test",
                        1,
                        OptionalDouble.of(1.706031),
                        39.0247,
                        OptionalDouble.of(18.2953),
                        Optional.of("section 4.1: 39.0 / 18.3"))),
            "141-2012-2009 "
                + List.of(
                    new Result(
                        "ILSVRC-2012 validation",
                        1,
                        OptionalDouble.of(1.779082),
                        41.5920,
                        OptionalDouble.of(18.6780),
                        Optional.empty())));
  }

  @Test
  void theErrorsOfTheCifarNetworksAreThoseOfTheirNames() {
    assertThat(List.of("18pct", "19pct"))
        .allSatisfy(
            name ->
                assertThat(ReleasedRuns.named(name).results())
                    .containsExactly(
                        new Result(
                            "CIFAR-10 test",
                            1,
                            OptionalDouble.empty(),
                            Double.parseDouble(name.substring(0, 2)),
                            OptionalDouble.empty(),
                            Optional.empty())));
    assertThat(ReleasedRuns.named("conv-local-13pct").results())
        .containsExactly(
            new Result(
                "CIFAR-10 test",
                1,
                OptionalDouble.empty(),
                13,
                OptionalDouble.empty(),
                Optional.of("section 3.3: 13 %")));
  }

  @Test
  void ofTheseNoResultIsNoted() {
    assertThat(ReleasedRuns.all().stream().filter(run -> run.results().isEmpty()))
        .extracting(ReleasedRun::name)
        .containsExactly("149", "141", "141-2009", "146-2009", "146-2011");
  }

  /** Differences as the paper's text gives them, of runs to the network that they vary. */
  @ParameterizedTest
  @CsvSource({
    "145-half, 145-2010, 1.70, 1.23",
    "147, 145, 0.39, 0.30",
    "148, 145, 1.37, 1.15",
    "150, 145, 1.16, 1.12"
  })
  void areWorseThanTheNetworkThatTheyVary(String run, String than, double top1, double top5) {
    Result one = ReleasedRuns.named(run).results().get(0);
    Result other = ReleasedRuns.named(than).results().get(0);

    assertThat(Math.round(100 * (one.top1Percent() - other.top1Percent())))
        .isEqualTo(hundred(top1));
    assertThat(
            Math.round(100 * (one.top5Percent().getAsDouble() - other.top5Percent().getAsDouble())))
        .isEqualTo(hundred(top5));
  }

  private static long hundred(double percent) {
    return Math.round(100 * percent);
  }

  @ParameterizedTest
  @CsvSource({
    "141-2009, 141, conv1 conv2 lowres2 conv3 conv4 conv5 conv6 fc6 fc7, Fall 2009",
    "141-2012-2009, 141-2009, conv1 conv2 lowres2 conv3 conv4 conv5 conv6 fc6 fc7, ILSVRC-2012",
    "141-2010-2009, 141-2009, conv1 conv2 lowres2 conv3 conv4 conv5 conv6 fc6 fc7, ILSVRC-2010",
    "146-2009, 145, conv1 conv2 conv3 conv4 conv5, Fall 2009",
    "146-2011, 146-2009, conv1 conv2 conv3 conv4 conv5 conv6, Fall 2011",
    "146-2012-2011, 146-2011, conv1 conv2 conv3 conv4 conv5 conv6 fc6 fc7, ILSVRC-2012",
    "146-2012-2009, 146-2009, conv1 conv2 conv3 conv4 conv5 conv6 fc6 fc7, ILSVRC-2012"
  })
  void tookTheirFirstParametersFrom(String run, String from, String layers, String trainedOn) {
    assertThat(ReleasedRuns.named(run).initializedFrom())
        .contains(new InitializedFrom(from, ImmutableList.copyOf(layers.split(" "))));
    assertThat(ReleasedRuns.named(run).trainedOn()).isEqualTo(trainedOn);
  }

  @Test
  void comeAfterTheRunThatTheyTookParametersFrom() {
    Set<String> before = new HashSet<>();
    for (ReleasedRun run : ReleasedRuns.all()) {
      run.initializedFrom().ifPresent(from -> assertThat(before).contains(from.run()));
      assertThat(before.add(run.name())).as(run.name()).isTrue();
    }
    assertThat(before).hasSize(19);
  }

  @Test
  void learnAsTheCodeDid() {
    assertThat(ReleasedRuns.all())
        .filteredOn(run -> !run.name().endsWith("pct"))
        .extracting(ReleasedRun::recipe)
        .allSatisfy(
            recipe -> {
              assertThat(recipe.batchSize()).isEqualTo(128);
              assertThat(recipe.optimizer())
                  .isEqualTo(
                      new SgdMomentum(0.9, 0.0005).withBiases(new Biases.Fixed(0.02, false)));
              assertThat(recipe.input())
                  .isEqualTo(
                      new InputRules(
                          256,
                          true,
                          true,
                          PcaScale.STANDARD_DEVIATION,
                          0.1,
                          32,
                          MeanPlace.CENTER,
                          PixelRange.UNIT,
                          true));
            });
    assertThat(ReleasedRuns.named("19pct").recipe().optimizer())
        .isEqualTo(
            new SgdMomentum(0.9, 0.004)
                .withBiases(new Biases.Scaled(2, false))
                .withLayer("fc10", new Multipliers(1, 750))); // 3 / 0.004
    assertThat(ReleasedRuns.named("conv-local-13pct").recipe().optimizer())
        .isEqualTo(
            new SgdMomentum(0.9, 0.004)
                .withBiases(new Biases.Scaled(2, false))
                .withLayer("conv1", new Multipliers(1, 0))
                .withLayer("conv2", new Multipliers(1, 0)));
  }

  @Test
  void anUnknownNameIsRefusedWithAllThatAreKnown() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ReleasedRuns.named("146"))
        .withMessage(
            "run must be one of [145, 145-135, 145-2010, 145-half, 147, 148, 149, 150, 141,"
                + " 141-2009, 141-2012-2009, 141-2010-2009, 146-2009, 146-2011, 146-2012-2011,"
                + " 146-2012-2009, 18pct, 19pct, conv-local-13pct],"
                + " found '146'");
  }

  @Test
  void refuseWhatMakesNoSense() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> run(" ", Events.NONE))
        .withMessage("name must not be blank");
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                run("x", Events.of(new Event(new AfterSteps(0), SetLearningRate.freeze("conv6")))))
        .withMessageStartingWith("an event is about the layer conv6, but");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new InitializedFrom("145", ImmutableList.of()))
        .withMessage("layers must not be empty");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Result.of("test", 1, 101, 1))
        .withMessage("top1Percent must be 0 to 100, found 101.0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Result.of("test", 1, 1, -1))
        .withMessage("top5Percent must be 0 to 100, found -1.0");
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                new Result(
                    "test", 0, OptionalDouble.empty(), 1, OptionalDouble.empty(), Optional.empty()))
        .withMessage("crops must be positive, found 0");
  }

  private static ReleasedRun run(String name, Events events) {
    PresetRecipe like = Preset.PAPER.recipe();
    return new ReleasedRun(
        name,
        "a test",
        Preset.PAPER.spec(),
        new PresetRecipe(like.input(), 1, like.optimizer(), 1, new Constant(), 1, events),
        "nothing");
  }
}

package org.alexnet.train.watch;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.alexnet.graph.event.AfterSteps;
import org.alexnet.graph.event.Event;
import org.alexnet.graph.event.Events;
import org.alexnet.graph.event.SetLearningRate;
import org.alexnet.graph.optimizer.Exponential;
import org.alexnet.graph.preset.Preset;
import org.alexnet.train.TrainingRecipe;
import org.alexnet.train.TrainingStart;
import org.alexnet.train.watch.Changes.Change;
import org.junit.jupiter.api.Test;

/** Which changes of a recipe are told. */
class ChangesTest {
  private static final TrainingRecipe PAPER = TrainingRecipe.paper();

  private static TrainingStart start(TrainingRecipe recipe, long step) {
    return new TrainingStart(
        Path.of("run"), Preset.PAPER.spec(), recipe, 1000, step, ImmutableList.of(), null);
  }

  private static List<Change> ofSteps(TrainingRecipe recipe, int steps) {
    Changes changes = new Changes(start(recipe, 0));
    List<Change> all = new ArrayList<>();
    for (int step = 1; step <= steps; step++) {
      all.addAll(changes.before(step, List.of()));
    }
    return all;
  }

  @Test
  void aLearningRateThatFallsByLessThanAFifthIsACurve() {
    assertThat(ofSteps(PAPER.withSchedule(new Exponential(0.84, 1)), 20)).isEmpty();
  }

  @Test
  void aLearningRateThatFallsByMoreIsTold() {
    assertThat(ofSteps(PAPER.withSchedule(new Exponential(0.5, 1)), 3))
        .containsExactly(
            new Change("learning_rate", "0.005 after 0.01"),
            new Change("learning_rate", "0.0025 after 0.005"));
  }

  @Test
  void aLearningRateThatRisesIsToldInTheStepOfItsEvent() {
    SetLearningRate higher =
        new SetLearningRate(ImmutableList.of(), SetLearningRate.Target.WEIGHTS, 0.04);
    Event event = new Event(new AfterSteps(3), higher);
    TrainingRecipe recipe = PAPER.withEvents(Events.of(event));

    assertThat(ofSteps(recipe, 3)).isEmpty();
    assertThat(ofSteps(recipe, 9))
        .containsExactly(
            new Change("recipe", event.describe()), new Change("learning_rate", "0.04 after 0.01"));
  }
}

package org.alexnet.train.watch;

import com.google.common.collect.ImmutableList;
import java.util.List;
import java.util.Locale;
import org.alexnet.graph.event.Event;
import org.alexnet.graph.optimizer.LearningRates;
import org.alexnet.graph.optimizer.TrainingProgress;
import org.alexnet.train.EpochSummary;
import org.alexnet.train.TrainingRecipe;
import org.alexnet.train.TrainingStart;

/**
 * What a recipe changes from one step to the next. It is a function of the step and of the
 * evaluations before it, so that a resumed run finds what an unbroken one does.
 */
final class Changes {
  /** A learning rate that is at least so many times the one before, or that one of it, is told. */
  private static final double JUMP = 1.2;

  private final TrainingStart start;
  private long lastStep;

  Changes(TrainingStart start) {
    this.start = start;
    this.lastStep = start.step();
  }

  /** A line about it. */
  record Change(String event, String text) {}

  /** Returns the number of the step that was asked about last. */
  long lastStep() {
    return lastStep;
  }

  /**
   * Returns what is new in a step.
   *
   * @param step its number, counted from 1
   * @param epochs what was evaluated so far
   */
  List<Change> before(long step, List<EpochSummary> epochs) {
    lastStep = step;
    ImmutableList.Builder<Change> changes = ImmutableList.builder();
    TrainingProgress now = start.progress(step - 1, epochs);
    if (step == 1) {
      reached(now).forEach(event -> changes.add(new Change("recipe", event.describe())));
      return changes.build();
    }
    TrainingProgress before = start.progress(step - 2, epochs);
    ImmutableList<Event> reachedBefore = reached(before);
    reached(now).stream()
        .filter(event -> !reachedBefore.contains(event))
        .forEach(event -> changes.add(new Change("recipe", event.describe())));
    double old = rates(before).highestOfWeights();
    double rate = rates(now).highestOfWeights();
    if (Math.max(old, rate) >= JUMP * Math.min(old, rate) && old != rate) {
      changes.add(
          new Change("learning_rate", String.format(Locale.ROOT, "%s after %s", rate, old)));
    }
    return changes.build();
  }

  private ImmutableList<Event> reached(TrainingProgress progress) {
    return start.recipe().events().list().stream()
        .filter(event -> event.trigger().isReached(progress))
        .collect(ImmutableList.toImmutableList());
  }

  /** Returns the learning rates without the noise of a schedule. */
  private LearningRates rates(TrainingProgress progress) {
    TrainingRecipe recipe = start.recipe();
    double scheduled = recipe.schedule().learningRate(recipe.learningRate(), progress);
    return recipe
        .events()
        .learningRates(LearningRates.of(start.spec(), recipe.optimizer(), scheduled), progress);
  }
}

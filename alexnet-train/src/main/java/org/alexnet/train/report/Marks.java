package org.alexnet.train.report;

import static java.util.Comparator.comparingDouble;

import com.google.common.collect.ImmutableList;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import org.alexnet.graph.event.Event;
import org.alexnet.train.EpochSummary;
import org.alexnet.train.PastRecipe;
import org.alexnet.train.Run;
import org.alexnet.train.watch.LoggedSteps;

/** What is marked on the curves of a run, in order of time. */
final class Marks {
  /** More changes of the learning rate are a curve, not marks. */
  static final int MOST_CHANGES = 12;

  private record Place(double epoch, String text) {}

  private final ImmutableList<EpochSummary> epochs;
  private final EpochAxis axis;
  private final List<Place> places = new ArrayList<>();

  private Marks(ImmutableList<EpochSummary> epochs) {
    this.epochs = epochs;
    this.axis = new EpochAxis(epochs);
  }

  /**
   * Returns the marks of a run: changes of the learning rate, unless they are more than {@value
   * #MOST_CHANGES}, events that were reached, amendments, and what the log has beside.
   *
   * @param log the log of its steps
   * @param first the number of the first mark
   */
  static ImmutableList<Mark> of(Run run, LoggedSteps log, int first) {
    Marks marks = new Marks(run.epochs());
    if (!marks.epochs.isEmpty()) {
      log.happenings()
          .forEach(each -> marks.places.add(new Place(marks.axis.at(each.step()), each.told())));
      marks.addLearningRates();
      marks.addRecipes(run.recipes());
    }
    return marks.numbered(first);
  }

  private void addLearningRates() {
    List<Place> changes = new ArrayList<>();
    for (int i = 1; i < epochs.size(); i++) {
      double before = epochs.get(i - 1).learningRate();
      double now = epochs.get(i).learningRate();
      if (now != before) {
        changes.add(
            new Place(
                epochs.get(i - 1).epoch(),
                "learning rate " + Text.number(now) + ", before " + Text.number(before)));
      }
    }
    if (changes.size() <= MOST_CHANGES) {
      places.addAll(changes);
    }
  }

  /** An event that an amended recipe keeps is marked once. */
  private void addRecipes(List<PastRecipe> recipes) {
    long begin = 0;
    Set<Event> seen = new HashSet<>();
    for (int i = 0; i < recipes.size(); i++) {
      PastRecipe each = recipes.get(i);
      for (Event event : each.recipe().events().list()) {
        OptionalLong step = axis.stepOf(event.trigger(), each.untilStep());
        if (step.isPresent() && seen.add(event)) {
          places.add(
              new Place(axis.at(Math.max(begin, step.getAsLong())), "event " + event.describe()));
        }
      }
      if (i < recipes.size() - 1) {
        places.add(
            new Place(
                axis.at(each.untilStep()),
                "recipe amended after " + Text.count(each.untilStep(), "step")));
      }
      begin = each.untilStep();
    }
  }

  private ImmutableList<Mark> numbered(int first) {
    places.sort(comparingDouble(Place::epoch));
    ImmutableList.Builder<Mark> marks = ImmutableList.builder();
    int number = first;
    for (Place place : places) {
      marks.add(new Mark(number++, place.epoch(), place.text()));
    }
    return marks.build();
  }
}

package org.alexnet.graph.event;

import static com.google.common.collect.ImmutableMap.toImmutableMap;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import java.util.Optional;
import org.alexnet.graph.optimizer.LearningRates;
import org.alexnet.graph.optimizer.ParameterGroup;
import org.alexnet.graph.optimizer.TrainingProgress;
import org.alexnet.graph.spec.AlexNetSpec;

/**
 * The events of a recipe.
 *
 * @param list the events; of two that set the same, the later one in this list holds
 */
public record Events(ImmutableList<Event> list) {

  /** No events. */
  public static final Events NONE = new Events(ImmutableList.of());

  /** Creates events. */
  public static Events of(Event... events) {
    return new Events(ImmutableList.copyOf(events));
  }

  /**
   * Checks that every layer that these name is there.
   *
   * @throws IllegalArgumentException if the network lacks one
   */
  public void requireFit(AlexNetSpec spec) {
    list.forEach(event -> event.change().requireFits(spec));
  }

  /**
   * Returns the learning rates of the next step.
   *
   * @param scheduled what optimizer and schedule say
   * @param progress what was done before
   */
  public LearningRates learningRates(LearningRates scheduled, TrainingProgress progress) {
    ImmutableList<SetLearningRate> reached = reached(SetLearningRate.class, progress);
    return reached.isEmpty()
        ? scheduled
        : new LearningRates(set(scheduled.byGroup(), reached), set(scheduled.ofDecay(), reached));
  }

  private static ImmutableMap<ParameterGroup, Double> set(
      ImmutableMap<ParameterGroup, Double> rates, ImmutableList<SetLearningRate> reached) {
    return rates.entrySet().stream()
        .collect(
            toImmutableMap(
                entry -> entry.getKey(),
                entry -> rateOf(entry.getKey(), entry.getValue(), reached)));
  }

  private static double rateOf(
      ParameterGroup group, double scheduled, ImmutableList<SetLearningRate> reached) {
    return reached.reverse().stream()
        .filter(change -> change.covers(group))
        .findFirst()
        .map(SetLearningRate::rate)
        .orElse(scheduled);
  }

  /** Returns the augmentation of the next step where an event has set one. */
  public Optional<SetAugmentation> augmentation(TrainingProgress progress) {
    return reached(SetAugmentation.class, progress).reverse().stream().findFirst();
  }

  /** Returns every augmentation that an event sets. */
  public ImmutableList<SetAugmentation> augmentations() {
    return list.stream()
        .map(Event::change)
        .filter(SetAugmentation.class::isInstance)
        .map(SetAugmentation.class::cast)
        .collect(ImmutableList.toImmutableList());
  }

  private <C extends Change> ImmutableList<C> reached(Class<C> kind, TrainingProgress progress) {
    return list.stream()
        .filter(event -> kind.isInstance(event.change()) && event.trigger().isReached(progress))
        .map(event -> kind.cast(event.change()))
        .collect(ImmutableList.toImmutableList());
  }
}

package org.alexnet.train.cli;

import static com.google.common.base.Preconditions.checkArgument;
import static java.util.stream.Collectors.joining;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedSet;
import java.util.List;
import org.alexnet.common.cli.Plain;
import org.alexnet.data.image.Crops;
import org.alexnet.train.prediction.PredictedBy;
import org.alexnet.train.prediction.PredictionSource;

/**
 * What {@code --crops} says: how checkpoints predict, and what predictions on disk must be.
 *
 * @param given each number once, in the order of the option; empty without the option
 */
record GivenCrops(ImmutableList<Crops> given) {

  static GivenCrops none() {
    return new GivenCrops(ImmutableList.of());
  }

  static GivenCrops of(List<Integer> counts) {
    return new GivenCrops(
        counts.stream().map(Crops::ofCount).distinct().collect(ImmutableList.toImmutableList()));
  }

  /** Returns with what checkpoints predict. */
  ImmutableList<Crops> orCenter() {
    return given.isEmpty() ? ImmutableList.of(Crops.CENTER) : given;
  }

  /** Checks that predictions were made with no other crops than those that are given, if any. */
  void requireOf(PredictionSource source) {
    checkArgument(
        given.isEmpty() || counts(source).stream().map(Crops::ofCount).allMatch(given::contains),
        "%s holds predictions with %s, but --crops is %s; leave it out, or predict again",
        source.name(),
        text(source),
        given.stream().map(crops -> Integer.toString(crops.count())).collect(joining(",")));
  }

  /** Returns the crops of predictions as tables show them: {@code 1 and 10 crops}. */
  static String text(PredictionSource source) {
    ImmutableSortedSet<Integer> counts = counts(source);
    return counts.size() == 1
        ? Plain.count(counts.first(), "crop")
        : counts.stream().map(String::valueOf).collect(joining(" and ")) + " crops";
  }

  private static ImmutableSortedSet<Integer> counts(PredictionSource source) {
    return source.networks().stream()
        .map(PredictedBy::crops)
        .collect(ImmutableSortedSet.toImmutableSortedSet(Integer::compare));
  }
}

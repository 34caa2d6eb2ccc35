package org.alexnet.train.experiment;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import java.io.IOException;
import java.util.Map;
import java.util.stream.Stream;
import org.alexnet.train.proto.ComparisonResult;

/** What a result says of a comparison: both quantities, seed by seed, and the verdict. */
final class ComparisonMeasurement {
  private ComparisonMeasurement() {}

  /**
   * Measures what is compared, for each seed.
   *
   * @param trained arms by their names, one for each seed
   * @throws IOException if a run or a data set cannot be read
   */
  static ComparisonResult of(Comparison comparison, Map<String, ImmutableList<TrainedArm>> trained)
      throws IOException {
    ImmutableList<Double> lower = measured(comparison.lower(), trained);
    ImmutableList<Double> higher = measured(comparison.higher(), trained);
    PairedDifference difference =
        comparison.ratio()
            ? PairedDifference.ofLogarithms(lower, higher)
            : PairedDifference.of(lower, higher);
    PairedDifference told = comparison.ratio() ? difference.exp() : difference;
    ImmutableSet<String> nothing = learnedNothing(comparison, trained);
    return ComparisonResult.newBuilder()
        .setName(comparison.name())
        .setClaim(comparison.claim())
        .setCriterion(comparison.criterion())
        .setLeft(comparison.lower().describe())
        .setRight(comparison.higher().describe())
        .setUnit(comparison.lower().measure().unit().toString())
        .addAllLeftValues(lower)
        .addAllRightValues(higher)
        .setDifference(told.mean())
        .setLow(told.low())
        .setHigh(told.high())
        .setRatio(comparison.ratio())
        .setVerdict(
            (nothing.isEmpty() ? Verdict.of(difference) : Verdict.NOT_DISTINGUISHABLE).toString())
        .addAllLearnedNothing(nothing)
        .build();
  }

  private static ImmutableSet<String> learnedNothing(
      Comparison comparison, Map<String, ImmutableList<TrainedArm>> trained) {
    return Stream.of(comparison.lower(), comparison.higher())
        .flatMap(quantity -> quantity.arms().stream())
        .filter(arm -> trained.get(arm).stream().anyMatch(TrainedArm::learnedNothing))
        .collect(ImmutableSet.toImmutableSet());
  }

  private static ImmutableList<Double> measured(
      Quantity quantity, Map<String, ImmutableList<TrainedArm>> trained) throws IOException {
    ImmutableList.Builder<Double> values = ImmutableList.builder();
    int seeds = trained.get(quantity.arms().get(0)).size();
    for (int seed = 0; seed < seeds; seed++) {
      TrainedArm together = trained.get(quantity.arms().get(0)).get(seed);
      for (String more : quantity.arms().subList(1, quantity.arms().size())) {
        together = together.with(trained.get(more).get(seed));
      }
      values.add(quantity.measure().of(together));
    }
    return values.build();
  }
}

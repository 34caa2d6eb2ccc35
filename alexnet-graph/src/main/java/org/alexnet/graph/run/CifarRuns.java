package org.alexnet.graph.run;

import com.google.common.collect.ImmutableList;
import java.util.Optional;
import java.util.OptionalDouble;
import org.alexnet.graph.optimizer.Multipliers;
import org.alexnet.graph.optimizer.SgdMomentum;
import org.alexnet.graph.preset.Preset;
import org.alexnet.graph.preset.PresetRecipe;

/** The networks for CIFAR-10, which are named by their errors. */
final class CifarRuns {
  private static final String NO_LOG = "Its error is that of the file's name; no log is there.";

  private CifarRuns() {}

  static ImmutableList<ReleasedRun> all() {
    return ImmutableList.of(percent18(), percent19());
  }

  private static ReleasedRun percent18() {
    return new ReleasedRun(
            "18pct",
            "small, LRN",
            Optional.of(Preset.CIFAR10.spec()),
            Preset.CIFAR10.recipe(),
            DataSets.CIFAR_10)
        .withResults(error(18))
        .withNotes(NO_LOG, "When it ended is not noted; here after 140 epochs.");
  }

  private static ReleasedRun percent19() {
    PresetRecipe like = Preset.CIFAR10.recipe();
    SgdMomentum optimizer = (SgdMomentum) like.optimizer();
    PresetRecipe recipe =
        new PresetRecipe(
            like.input(),
            like.batchSize(),
            optimizer.withLayer("fc10", new Multipliers(1, 3 / optimizer.weightDecay())),
            like.learningRate(),
            like.schedule(),
            like.epochs());
    return new ReleasedRun(
            "19pct", "small, no LRN", Optional.of(Networks.cifar19()), recipe, DataSets.CIFAR_10)
        .withResults(error(19))
        .withNotes(
            NO_LOG,
            "Its course is not noted; here it is that of 18pct.",
            "A comment in the file has 14.2 % with shifted images and no decay.");
  }

  private static Result error(double percent) {
    return new Result(
        DataSets.CIFAR_10_TEST,
        1,
        OptionalDouble.empty(),
        percent,
        OptionalDouble.empty(),
        Optional.empty());
  }
}

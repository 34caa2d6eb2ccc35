package org.alexnet.graph.run;

import com.google.common.collect.ImmutableList;
import java.util.Optional;
import java.util.OptionalDouble;
import org.alexnet.graph.optimizer.Multipliers;
import org.alexnet.graph.optimizer.Optimizer;
import org.alexnet.graph.optimizer.SgdMomentum;
import org.alexnet.graph.preset.Preset;
import org.alexnet.graph.preset.PresetRecipe;

/** The networks for CIFAR-10, which are named by their errors. */
final class CifarRuns {
  private static final String NO_LOG = "Its error is that of the file's name; no log is there.";

  private static final String OTHER_COURSE = "Its course is not noted; here it is that of 18pct.";

  private CifarRuns() {}

  static ImmutableList<ReleasedRun> all() {
    return ImmutableList.of(percent18(), percent19(), percent13());
  }

  private static ReleasedRun percent18() {
    return new ReleasedRun(
            "18pct",
            "four layers, LRN",
            Preset.CIFAR10.spec(),
            Preset.CIFAR10.recipe(),
            DataSets.CIFAR_10)
        .withResults(error(18))
        .withNotes(NO_LOG, "When it ended is not noted; here after 140 epochs.");
  }

  private static ReleasedRun percent19() {
    PresetRecipe like = Preset.CIFAR10.recipe();
    SgdMomentum of18 = (SgdMomentum) like.optimizer();
    Optimizer optimizer = of18.withLayer("fc10", new Multipliers(1, 3 / of18.weightDecay()));
    return new ReleasedRun(
            "19pct",
            "four layers, no LRN",
            Networks.cifar19(),
            withOptimizer(like, optimizer),
            DataSets.CIFAR_10)
        .withResults(error(19))
        .withNotes(
            NO_LOG,
            OTHER_COURSE,
            "A comment in the file has 14.2 % with shifted images and no decay.");
  }

  private static ReleasedRun percent13() {
    PresetRecipe like = Preset.CIFAR10.recipe();
    SgdMomentum optimizer =
        new SgdMomentum(0.9, 0.004)
            .withBiases(((SgdMomentum) like.optimizer()).biases())
            .withLayer("conv1", new Multipliers(1, 0))
            .withLayer("conv2", new Multipliers(1, 0));
    return new ReleasedRun(
            "conv-local-13pct",
            "locally connected",
            Networks.convLocal(),
            withOptimizer(like, optimizer),
            DataSets.CIFAR_10)
        .withResults(error(13).inPaper("section 3.3: 13 %"))
        .withNotes(
            NO_LOG,
            OTHER_COURSE,
            "A second file of the same layers, conv-local-12pct, has learning rates of 0.00001 for weights"
                + " and 0.002 for biases.");
  }

  private static PresetRecipe withOptimizer(PresetRecipe like, Optimizer optimizer) {
    return new PresetRecipe(
        like.input(),
        like.batchSize(),
        optimizer,
        like.learningRate(),
        like.schedule(),
        like.epochs());
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

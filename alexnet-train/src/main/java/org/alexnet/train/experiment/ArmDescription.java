package org.alexnet.train.experiment;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.alexnet.train.EpochSummary;
import org.alexnet.train.Run;
import org.alexnet.train.TrainingRecipe;
import org.alexnet.train.experiment.ArmTraining.Tried;
import org.alexnet.train.proto.ArmResult;
import org.alexnet.train.proto.CurvePoint;
import org.alexnet.train.proto.SeedResult;
import org.alexnet.train.proto.TriedLearningRate;

/** What a result says of an arm: its network, its recipe, and the curve of each seed. */
final class ArmDescription {
  private ArmDescription() {}

  /**
   * Describes an arm.
   *
   * @param arm with the learning rate that was chosen
   * @param tried the learning rates among which it was searched
   * @param seeds of what was trained
   * @param trained what came out, for each seed
   * @param times when runs were made
   * @param runs the folder that they are in
   */
  static ArmResult of(
      Arm arm,
      List<Tried> tried,
      List<Long> seeds,
      List<TrainedArm> trained,
      RunTimes times,
      Path runs) {
    ArmResult.Builder result =
        ArmResult.newBuilder()
            .setName(arm.name())
            .setNetwork(trained.get(0).run().checkpoint().spec().name())
            .setRecipe(describe(trained.get(0).run().checkpoint().recipe()))
            .setLearningRate(arm.setup().recipe().learningRate());
    for (Tried each : tried) {
      TriedLearningRate.Builder one =
          TriedLearningRate.newBuilder().setLearningRate(each.learningRate());
      each.found()
          .ifPresent(found -> one.setValue(found.steps()).setTrainingError(found.trainingError()));
      result.addTried(one);
    }
    for (int i = 0; i < seeds.size(); i++) {
      result.addSeeds(result(seeds.get(i), trained.get(i), times, runs));
    }
    return result.build();
  }

  private static String describe(TrainingRecipe recipe) {
    return String.format(
        Locale.ROOT,
        "batch %d, %s, at most %d epochs, learning rate %s, %s, %s",
        recipe.batchSize(),
        recipe.optimizer().summary(),
        recipe.epochs(),
        recipe.learningRate(),
        recipe.schedule().describe(),
        recipe.augmentation());
  }

  private static SeedResult result(long seed, TrainedArm trained, RunTimes times, Path runs) {
    SeedResult.Builder result =
        SeedResult.newBuilder()
            .setSeed(seed)
            .setSteps(trained.runs().stream().mapToLong(run -> run.checkpoint().step()).sum());
    List<RunTimes.Time> noted = new ArrayList<>();
    for (Run run : trained.runs()) {
      String name = runs.relativize(run.directory()).toString().replace('\\', '/');
      times.of(name).ifPresent(noted::add);
      result.addRuns(name).addCheckpointSha256(run.checkpoint().fingerprint());
    }
    result.setSeconds(noted.stream().mapToDouble(RunTimes.Time::seconds).sum());
    noted.stream()
        .map(RunTimes.Time::end)
        .max(Comparator.naturalOrder())
        .ifPresent(end -> result.setEnd(end.toString()));
    for (EpochSummary epoch : trained.epochs()) {
      result.addCurve(
          CurvePoint.newBuilder()
              .setEpoch(epoch.epoch())
              .setLearningRate(epoch.learningRate())
              .setTrainingLoss(epoch.trainingLoss())
              .setTrainingError(epoch.trainingError())
              .setValidationError(epoch.evaluation().top1Error()));
    }
    return result.build();
  }
}

package org.alexnet.train.cli;

import com.google.common.collect.ImmutableSet;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.alexnet.common.cli.Plain;
import org.alexnet.data.BadRecords;
import org.alexnet.data.Dataset;
import org.alexnet.graph.cli.PlacementOptions;
import org.alexnet.graph.cli.ReplicaOptions;
import org.alexnet.train.Checkpoint;
import org.alexnet.train.Initialization;
import org.alexnet.train.Replay;
import org.alexnet.train.Training;
import org.alexnet.train.TrainingResult;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "replay",
    description = "Trains a run once more, through all of its recipes, and compares the bits.")
final class ReplayRun implements Callable<Integer>, ExitCodes {
  @Parameters(paramLabel = "RUN", description = "Folder of the run, or of one of its checkpoints.")
  private Path run;

  @Option(
      names = "--data",
      required = true,
      paramLabel = "DATASET",
      description = "Folder of the prepared data set that it was trained on.")
  private Path data;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "FOLDER",
      description = "Folder of the new run.")
  private Path out;

  @Option(
      names = "--initialize-from",
      paramLabel = "CHECKPOINT",
      description = "What the run was initialized from, if it was.")
  private Path initializeFrom;

  @Mixin private PlacementOptions placementOptions;

  @Mixin private ReplicaOptions replicaOptions;

  @Override
  public Integer call() throws IOException {
    Checkpoint goal = Checkpoint.open(run);
    Dataset dataset = Dataset.open(data, badRecords(goal));
    Training training =
        Training.of(goal.recipe())
            .withReplicas(
                placementOptions.available(goal.spec(), replicaOptions.count()).replicas());
    if (initializeFrom != null) {
      training =
          training.initializedFrom(
              new Initialization(
                  Checkpoint.open(initializeFrom),
                  ImmutableSet.copyOf(goal.manifest().getStart().getLayersList())));
    }
    System.out.printf("Replaying %s of %s%n", Plain.count(goal.step(), "step"), goal.directory());
    goal.pastRecipes()
        .forEach(
            past ->
                System.out.printf("  amended after %s%n", Plain.count(past.untilStep(), "step")));
    try (StopSignal signal = StopSignal.install();
        ProgressReporter reporter = new ProgressReporter(goal.recipe(), dataset)) {
      TrainingResult result =
          new Replay(goal, training.withListener(reporter).withStop(signal)).run(dataset, out);
      return report(goal, result.checkpoint());
    }
  }

  /** As many damaged records may be left out as the run left out. */
  private static BadRecords badRecords(Checkpoint goal) {
    int count = goal.manifest().getProvenance().getBadRecordsCount();
    return count == 0 ? BadRecords.FAIL : BadRecords.skip(count);
  }

  private static int report(Checkpoint goal, Checkpoint found) {
    if (found.step() < goal.step()) {
      System.out.printf("Stopped after %s of %s%n", Plain.count(found.step(), "step"), goal.step());
      return INTERRUPTED;
    }
    boolean same = found.fingerprint().equals(goal.fingerprint());
    System.out.printf(
        same ? "%s is %s bit for bit%n" : "%s differs from %s%n",
        found.directory(),
        goal.directory());
    return same ? 0 : 1;
  }
}

package org.alexnet.train;

import static com.google.common.base.Preconditions.checkArgument;

import java.io.IOException;
import java.nio.file.Path;
import org.alexnet.data.Dataset;
import org.alexnet.data.source.Split;

/**
 * A run once more, through all of its recipes, up to the same bits.
 *
 * <p>It computes by the {@link org.alexnet.graph.device.ThreadPlan} of the run. Cores, devices,
 * replicas and versions must be those of the run: what differs is told to the listener of the
 * training.
 */
public final class Replay {
  private final Checkpoint goal;
  private final Training training;

  /**
   * Creates a replay.
   *
   * @param goal the checkpoint to arrive at
   * @param training with the devices, listener, stop and, where the run was initialized from
   *     another network, its checkpoint; its recipe does not count
   */
  public Replay(Checkpoint goal, Training training) {
    this.goal = goal;
    this.training = training;
  }

  /**
   * Trains.
   *
   * @param dataset the data set that the run was trained on
   * @param runDirectory the folder of the new run, which must not hold one
   * @return the result; not finished if the stop of the training ended it before
   * @throws IllegalArgumentException if the data set is another one or the folder holds a run
   * @throws IOException if something cannot be read or written
   */
  public TrainingResult run(Dataset dataset, Path runDirectory) throws IOException {
    Compatibility.requireDataset(goal, dataset);
    checkArgument(
        !Training.isIn(runDirectory), "%s holds a run already; replay into another", runDirectory);
    long imageCount = dataset.imageCount(Split.TRAIN);
    Compatibility.requireSameStart(goal, training.initialization());
    Training next = training.withThreadsOf(goal);
    for (PastRecipe past : goal.pastRecipes()) {
      TrainingResult part =
          next.withRecipe(past.recipe())
              .until(past.untilStep(), imageCount)
              .run(goal.spec(), dataset, runDirectory);
      if (part.checkpoint().step() < past.untilStep()) {
        return part;
      }
      next = next.amending();
    }
    Training last = next.withRecipe(goal.recipe());
    return (goal.manifest().hasTenCrops() ? last : last.until(goal.step(), imageCount))
        .run(goal.spec(), dataset, runDirectory);
  }
}

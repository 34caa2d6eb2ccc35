package org.alexnet.train.experiment;

import com.google.common.collect.ImmutableList;
import java.io.IOException;
import org.alexnet.data.Dataset;
import org.alexnet.data.image.Crops;
import org.alexnet.data.source.Split;
import org.alexnet.graph.device.PlacedNetwork;
import org.alexnet.train.Checkpoint;
import org.alexnet.train.EpochSummary;
import org.alexnet.train.Evaluator;
import org.alexnet.train.Run;
import org.alexnet.train.evaluation.Evaluation;
import org.alexnet.train.prediction.CheckpointPredictions;
import org.alexnet.train.prediction.PredictionSource;

/**
 * What came out of an arm for one seed.
 *
 * @param arm the arm, with the learning rate that was chosen
 * @param runs of its networks, at least one
 * @param dataset what they were trained on
 */
public record TrainedArm(Arm arm, ImmutableList<Run> runs, Dataset dataset) {
  private static final double NEAR = 0.01;

  /** Returns a copy with the networks of another arm behind its own. */
  TrainedArm with(TrainedArm other) {
    return new TrainedArm(
        arm, ImmutableList.<Run>builder().addAll(runs).addAll(other.runs).build(), dataset);
  }

  /** Returns the run of the first network. */
  public Run run() {
    return runs.get(0);
  }

  /** Returns the epochs of the first network. */
  public ImmutableList<EpochSummary> epochs() {
    return run().epochs();
  }

  /** Returns the last epoch of the first network. */
  public EpochSummary lastEpoch() {
    return epochs().get(epochs().size() - 1);
  }

  /**
   * Returns whether one of the networks learned nothing: its validation error at the end is that of
   * guessing, less one point at most.
   */
  public boolean learnedNothing() {
    double guessing = 1 - 1.0 / dataset.classCount();
    return runs.stream()
        .map(Run::epochs)
        .mapToDouble(epochs -> epochs.get(epochs.size() - 1).evaluation().top1Error())
        .anyMatch(error -> error >= guessing - NEAR);
  }

  /**
   * Evaluates the first network on a split with the center crop, without dropout.
   *
   * @throws IOException if a checkpoint or the data set cannot be read
   */
  public Evaluation evaluate(Split split) throws IOException {
    Checkpoint checkpoint = run().checkpoint();
    try (Evaluator evaluator =
        new Evaluator(
            network(checkpoint),
            dataset,
            split,
            Crops.CENTER,
            checkpoint.recipe().augmentation().mean())) {
      return evaluator.evaluate(checkpoint);
    }
  }

  /**
   * Returns what a network predicts for the validation images.
   *
   * @param index of the network, counted from 0
   */
  public PredictionSource predictions(int index, Crops crops) {
    Checkpoint checkpoint = runs.get(index).checkpoint();
    return new CheckpointPredictions(
        checkpoint, network(checkpoint), dataset, Split.VALIDATION, crops);
  }

  /** Returns a checkpoint's network with its devices. */
  public static PlacedNetwork network(Checkpoint checkpoint) {
    return PlacedNetwork.detect(checkpoint.spec()).withPrecision(checkpoint.recipe().precision());
  }
}

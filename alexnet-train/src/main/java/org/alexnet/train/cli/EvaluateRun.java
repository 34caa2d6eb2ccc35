package org.alexnet.train.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.alexnet.common.cli.Plain;
import org.alexnet.data.Dataset;
import org.alexnet.data.image.Crops;
import org.alexnet.data.source.Split;
import org.alexnet.graph.cli.PlacementOptions;
import org.alexnet.graph.device.PlacedNetwork;
import org.alexnet.train.Checkpoint;
import org.alexnet.train.Evaluator;
import org.alexnet.train.evaluation.Evaluation;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(name = "evaluate", description = "Evaluates a checkpoint on every image of a split.")
final class EvaluateRun implements Callable<Integer> {
  @Option(
      names = "--data",
      required = true,
      paramLabel = "DATASET",
      description = "Folder of the prepared data set.")
  private Path data;

  @Option(
      names = "--checkpoint",
      paramLabel = "FOLDER",
      required = true,
      description = "Folder of a checkpoint, or of a run, whose latest one is taken.")
  private Path checkpoint;

  @Option(
      names = "--split",
      paramLabel = "SPLIT",
      description = "${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
  private Split split = Split.VALIDATION;

  @Option(
      names = "--crops",
      paramLabel = "COUNT",
      description = "Crops of an image, 1 or 10 (default: ${DEFAULT-VALUE}).")
  private int cropCount = 1;

  @Mixin private PlacementOptions placementOptions;

  @Override
  public Integer call() throws IOException {
    Crops crops = Crops.ofCount(cropCount);
    Checkpoint weights = Checkpoint.open(checkpoint);
    PlacedNetwork network = placementOptions.available(weights.spec());
    try (Evaluator evaluator = new Evaluator(network, Dataset.open(data), split, crops)) {
      Evaluation evaluation = evaluator.evaluate(weights);
      System.out.printf(
          "%s: %s of %s, %s: %s%n",
          weights.directory(),
          Plain.count(evaluation.imageCount(), "image"),
          data,
          Plain.count(crops.count(), "crop"),
          evaluation);
      return 0;
    }
  }
}

package org.alexnet.train.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.alexnet.data.Dataset;
import org.alexnet.data.image.Crops;
import org.alexnet.data.source.Split;
import org.alexnet.graph.cli.PlacementOptions;
import org.alexnet.graph.device.PlacedNetwork;
import org.alexnet.graph.spec.Precision;
import org.alexnet.train.Checkpoint;
import org.alexnet.train.prediction.CheckpointPredictions;
import org.alexnet.train.prediction.PredictedImages;
import org.alexnet.train.prediction.PredictionFolder;
import org.alexnet.train.prediction.PredictionSource;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options of commands that predict images, or read predictions for them. */
final class PredictionInput {
  @Option(
      names = "--data",
      required = true,
      paramLabel = "DATASET",
      description = "Folder of the prepared data set.")
  private Path data;

  @Option(
      names = "--split",
      paramLabel = "SPLIT",
      description = "${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
  private Split split = Split.VALIDATION;

  @Option(
      names = "--precision",
      paramLabel = "TYPE",
      description = {
        "Numbers of the network: ${COMPLETION-CANDIDATES}",
        "(default: those that the checkpoint was trained with)."
      })
  private Precision precision;

  @Mixin private PlacementOptions placementOptions;

  Dataset dataset() throws IOException {
    return Dataset.open(data);
  }

  Split split() {
    return split;
  }

  /**
   * Returns the predictions in a folder, or those of the checkpoint that is in it or the latest of
   * the run with each of the crops that are given.
   */
  List<PredictionSource> sources(Path folder, Dataset dataset, GivenCrops crops)
      throws IOException {
    if (!PredictionFolder.isIn(folder)) {
      Checkpoint checkpoint = Checkpoint.open(folder);
      PlacedNetwork network =
          placementOptions
              .available(checkpoint.spec())
              .withPrecision(precision == null ? checkpoint.recipe().precision() : precision);
      List<PredictionSource> sources = new ArrayList<>();
      for (Crops each : crops.orCenter()) {
        sources.add(new CheckpointPredictions(checkpoint, network, dataset, split, each));
      }
      return sources;
    }
    PredictionFolder predictions = PredictionFolder.open(folder);
    predictions
        .images()
        .requireSame(
            predictions.name(), dataset.directory().toString(), PredictedImages.of(dataset, split));
    crops.requireOf(predictions);
    return List.of(predictions);
  }
}

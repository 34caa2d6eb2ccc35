package org.alexnet.train;

import com.google.common.collect.ImmutableList;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.alexnet.data.Dataset;
import org.alexnet.data.FileNames;
import org.alexnet.data.image.Crops;
import org.alexnet.data.source.Split;
import org.alexnet.graph.device.PlacedNetwork;
import org.alexnet.train.prediction.Averaging;
import org.alexnet.train.prediction.CheckpointPredictions;
import org.alexnet.train.prediction.KeptPredictions;
import org.alexnet.train.prediction.PredictionFolder;
import org.alexnet.train.prediction.WeightSearch;
import org.alexnet.train.prediction.WeightSearch.Goal;
import org.alexnet.train.report.Report;

/** The examples of docs/evaluation.md and docs/report.md, with paths in a folder. */
final class DocsExamples {
  private DocsExamples() {}

  static void average(
      Path folder, Checkpoint a, PlacedNetwork network, Dataset dataset, Split split)
      throws IOException {
    try (KeptPredictions one =
        KeptPredictions.of(new CheckpointPredictions(a, network, dataset, split, Crops.TEN))) {
      PredictionFolder two = PredictionFolder.open(folder.resolve("predictions"));
      Averaging average = Averaging.of(List.of(one, two));
      ImmutableList<Double> weights = WeightSearch.of(average.sources(), Goal.TOP_5).weights();
      PredictionFolder.write(
          folder.resolve("average"), average.withWeights(weights), FileNames.of(dataset, split));
    }
  }

  static void report(Path folder, Dataset dataset) throws IOException {
    Report.of(List.of(Run.open(folder.resolve("run"))))
        .withData(dataset)
        .write(folder.resolve("report.html"));
  }
}

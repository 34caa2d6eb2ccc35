package org.alexnet.export;

import java.io.IOException;
import java.nio.file.Path;
import org.alexnet.data.Dataset;
import org.alexnet.data.Preparation;
import org.alexnet.data.source.ClassFolders;
import org.alexnet.graph.preset.Preset;
import org.alexnet.graph.spec.AlexNetSpec;
import org.alexnet.train.Training;
import org.alexnet.train.TrainingRecipe;
import org.alexnet.train.TrainingResult;

/** The example of the README, compiled. */
final class ReadmeExample {
  private ReadmeExample() {}

  static void run() throws IOException {
    Dataset dataset =
        Preparation.of(ClassFolders.in(Path.of("photographs"))).write(Path.of("dataset"));
    AlexNetSpec spec = Preset.PAPER.spec().withClassCount(dataset.classCount());
    TrainingResult result = Training.of(TrainingRecipe.paper()).run(spec, dataset, Path.of("run"));
    ModelExport.of(result.checkpoint()).write(Path.of("model"));
    try (Classifier classifier = Classifier.load(Path.of("model"))) {
      classifier.classify(Path.of("cat.jpg")).stream().limit(5).forEach(System.out::println);
    }
  }
}

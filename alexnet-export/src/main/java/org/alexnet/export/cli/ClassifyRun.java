package org.alexnet.export.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.alexnet.data.image.ImageFiles;
import org.alexnet.export.Classifier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "classify",
    description = "Prints the five most probable classes of each image as a table.")
final class ClassifyRun implements Callable<Integer> {
  @Option(
      names = "--model",
      paramLabel = "FOLDER",
      required = true,
      description = "Folder of a model's versions, or of one of them.")
  private Path model;

  @Parameters(
      arity = "1..*",
      paramLabel = "IMAGE",
      description = "JPEG, PNG or GIF files, or folders of them.")
  private List<Path> images;

  @Override
  public Integer call() throws IOException {
    List<Path> files = ImageFiles.in(images);
    try (Classifier classifier = Classifier.load(model)) {
      return PredictionTable.print(classifier, files);
    }
  }
}

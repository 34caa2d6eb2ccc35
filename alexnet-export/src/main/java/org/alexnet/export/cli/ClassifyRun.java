package org.alexnet.export.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.alexnet.data.image.Crops;
import org.alexnet.data.image.ImageFiles;
import org.alexnet.export.Classifier;
import org.alexnet.export.ClassifierOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "classify",
    description = "Prints the five most probable classes of each image as a table.")
final class ClassifyRun implements Callable<Integer> {
  private static final int MOST = 5;

  @Mixin private ModelOption model;

  @Option(
      names = "--crops",
      paramLabel = "COUNT",
      description =
          "Crops of an image, 1 or 10, whose probabilities are averaged (default:"
              + " ${DEFAULT-VALUE}).")
  private int cropCount = 1;

  @Option(
      names = "--json",
      description = "Print a line of JSON for each image, in place of a table.")
  private boolean isJson;

  @Parameters(
      arity = "1..*",
      paramLabel = "IMAGE",
      description = "JPEG, PNG or GIF files, folders of them, or patterns as photographs/*.jpg.")
  private List<Path> images;

  @Override
  public Integer call() throws IOException {
    ClassifierOptions options =
        ClassifierOptions.usual().withCrops(Crops.ofCount(cropCount)).withMost(MOST);
    List<Path> files = ImageFiles.in(images);
    try (Classifier classifier = Classifier.load(model.folder(), options)) {
      return isJson
          ? AskedImages.ask(classifier, files, new JsonLines())
          : PredictionTable.print(classifier, files);
    }
  }
}

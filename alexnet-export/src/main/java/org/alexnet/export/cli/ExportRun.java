package org.alexnet.export.cli;

import com.google.common.collect.Iterables;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.alexnet.common.AtomicDirectory;
import org.alexnet.common.FolderLock;
import org.alexnet.common.cli.OutputOptions;
import org.alexnet.data.image.Crops;
import org.alexnet.data.image.ImageFiles;
import org.alexnet.export.Classifier;
import org.alexnet.export.ModelExport;
import org.alexnet.export.internal.Manifests;
import org.alexnet.export.internal.ModelFolder;
import org.alexnet.export.proto.ModelManifest;
import org.alexnet.train.Checkpoint;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "export",
    description = {
      "Writes a checkpoint as a SavedModel, the next version of a model.",
      "With --if-exists replace, older versions are deleted once the new one is written."
    })
final class ExportRun implements Callable<Integer> {
  @Option(
      names = "--checkpoint",
      paramLabel = "FOLDER",
      required = true,
      description = "Folder of a checkpoint, or of a run, whose latest one is taken, or RUN/best.")
  private Path checkpoint;

  @Mixin private OutputOptions output;

  @Option(
      names = "--crops",
      paramLabel = "COUNT",
      description =
          "Crops of an image, 1 or 10, whose probabilities are averaged (default:"
              + " ${DEFAULT-VALUE}).")
  private int cropCount = 1;

  @Option(
      names = "--predict",
      arity = "1..*",
      paramLabel = "IMAGE",
      description = "Load the model back and classify these images or folders of images.")
  private List<Path> predict = List.of();

  @Override
  public Integer call() throws IOException {
    Crops crops = Crops.ofCount(cropCount);
    Checkpoint weights = Checkpoint.open(checkpoint);
    List<Path> images = ImageFiles.in(predict);
    Path version = versionOf(weights, crops);
    int exitCode = 0;
    if (!images.isEmpty()) {
      try (Classifier classifier = Classifier.load(version)) {
        exitCode = PredictionTable.print(classifier, images);
      }
    }
    System.out.printf("%nThe model is in %s%n", version);
    System.out.printf(
        "To classify another image: mvn -q install -DskipTests, once, and then%n"
            + "  mvn -q exec:java -pl alexnet-export -Dexec.args=\"classify --model '%s' IMAGE\"%n",
        output.folder());
    return exitCode;
  }

  private Path versionOf(Checkpoint weights, Crops crops) throws IOException {
    Path out = output.folder();
    List<Path> before = ModelFolder.versions(out);
    output.requirePolicy(!before.isEmpty(), "holds a model already");
    if (!before.isEmpty() && output.isResume()) {
      Path latest = Iterables.getLast(before);
      ModelManifest found = Manifests.read(latest);
      if (found.getCheckpointSha256().equals(weights.fingerprint())
          && found.getCrops() == crops.count()) {
        System.out.printf("%s was exported from %s before%n", latest, weights.directory());
        return latest;
      }
    }
    Path version = ModelExport.of(weights).withCrops(crops).write(out);
    System.out.printf("Exported %s to %s%n", weights.directory(), version);
    if (output.isReplace()) {
      delete(before);
    }
    return version;
  }

  @SuppressWarnings("try") // the lock is held, not asked
  private void delete(List<Path> versions) throws IOException {
    try (FolderLock lock = FolderLock.in(output.folder())) {
      for (Path version : versions) {
        AtomicDirectory.delete(version);
      }
    }
  }
}

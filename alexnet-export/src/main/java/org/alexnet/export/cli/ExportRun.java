package org.alexnet.export.cli;

import com.google.common.collect.Iterables;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.alexnet.common.AtomicDirectory;
import org.alexnet.common.FolderLock;
import org.alexnet.common.cli.Existing;
import org.alexnet.data.Crops;
import org.alexnet.data.ImageFiles;
import org.alexnet.export.Classifier;
import org.alexnet.export.ModelExport;
import org.alexnet.export.internal.Manifests;
import org.alexnet.export.internal.ModelFolder;
import org.alexnet.export.proto.ModelManifest;
import org.alexnet.train.Checkpoint;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(name = "export", description = "Writes a checkpoint as a SavedModel.")
final class ExportRun implements Callable<Integer> {
  @Option(
      names = "--checkpoint",
      required = true,
      description = "Folder of a checkpoint, or of a run, whose latest one is taken.")
  private Path checkpoint;

  @Option(names = "--out", required = true, description = "Folder of the model's versions.")
  private Path out;

  @Option(
      names = "--crops",
      description =
          "Crops of an image whose probabilities are averaged, 1 or 10 (default:"
              + " ${DEFAULT-VALUE}).")
  private int cropCount = 1;

  @Option(
      names = "--existing",
      description =
          "What to do with a model that is there already: ${COMPLETION-CANDIDATES}, where"
              + " replace deletes its older versions once the new one is written (default:"
              + " ${DEFAULT-VALUE}).")
  private Existing existing = Existing.FAIL;

  @Option(
      names = "--ask",
      arity = "1..*",
      description = "Load the model back and ask it about these images or folders of images.")
  private List<Path> ask = List.of();

  @Override
  public Integer call() throws IOException {
    Crops crops = Crops.ofCount(cropCount);
    Checkpoint weights = Checkpoint.open(checkpoint);
    List<Path> images = ImageFiles.in(ask);
    Path version = versionOf(weights, crops);
    int exitCode = 0;
    if (!images.isEmpty()) {
      try (Classifier classifier = Classifier.load(version)) {
        exitCode = PredictionTable.print(classifier, images);
      }
    }
    System.out.printf("%nThe model is in %s%n", version);
    System.out.printf(
        "To ask it about another image: mvn -q install -DskipTests, once, and then%n"
            + "  mvn -q exec:java -pl alexnet-export -Dexec.args=\"classify --model '%s' IMAGE\"%n",
        out);
    return exitCode;
  }

  private Path versionOf(Checkpoint weights, Crops crops) throws IOException {
    List<Path> before = ModelFolder.versions(out);
    if (!before.isEmpty() && existing == Existing.FAIL) {
      throw new FileAlreadyExistsException(
          out + " holds a model already; choose --existing continue or --existing replace");
    }
    if (!before.isEmpty() && existing == Existing.CONTINUE) {
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
    if (existing == Existing.REPLACE) {
      delete(before);
    }
    return version;
  }

  @SuppressWarnings("try") // the lock is held, not asked
  private void delete(List<Path> versions) throws IOException {
    try (FolderLock lock = FolderLock.in(out)) {
      for (Path version : versions) {
        AtomicDirectory.delete(version);
      }
    }
  }
}

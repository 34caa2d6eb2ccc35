package org.alexnet.export.cli;

import com.google.common.io.MoreFiles;
import com.google.common.io.RecursiveDeleteOption;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import org.alexnet.data.Views;
import org.alexnet.export.Classifier;
import org.alexnet.export.ModelExport;
import org.alexnet.export.internal.Manifests;
import org.alexnet.export.internal.ModelFolder;
import org.alexnet.export.proto.ModelManifest;
import org.alexnet.graph.cli.Existing;
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
      names = "--views",
      description =
          "Patches of an image whose probabilities are averaged, 1 or 10 (default:"
              + " ${DEFAULT-VALUE}).")
  private int views = 1;

  @Option(
      names = "--existing",
      description =
          "What to do with a model that is there already: ${COMPLETION-CANDIDATES} (default:"
              + " ${DEFAULT-VALUE}).")
  private Existing existing = Existing.FAIL;

  @Option(
      names = "--ask",
      arity = "1..*",
      description = "Load the model back and ask it about these images or folders of images.")
  private List<Path> ask = List.of();

  @Override
  public Integer call() throws IOException {
    Views patches = Views.ofCount(views);
    Checkpoint weights = Checkpoint.open(checkpoint);
    List<Path> images = ImageFiles.in(ask);
    Path version = versionOf(weights, patches);
    if (!images.isEmpty()) {
      try (Classifier classifier = Classifier.load(version)) {
        PredictionTable.print(images, classifier.classify(images));
      }
    }
    System.out.printf("%nThe model is in %s%n", version);
    System.out.printf(
        "To ask it about another image: mvn -q install -DskipTests, once, and then%n"
            + "  mvn -q exec:java -pl alexnet-export -Dexec.args=\"classify --model %s IMAGE\"%n",
        out);
    return 0;
  }

  private Path versionOf(Checkpoint weights, Views patches) throws IOException {
    OptionalInt latest = ModelFolder.latestVersion(out);
    if (latest.isPresent()) {
      Path version = out.resolve(Integer.toString(latest.getAsInt()));
      switch (existing) {
        case FAIL ->
            throw new FileAlreadyExistsException(
                out + " holds a model already; choose --existing continue or --existing replace");
        case CONTINUE -> {
          ModelManifest found = Manifests.read(version);
          if (found.getCheckpointSha256().equals(Manifests.fingerprint(weights))
              && found.getViews() == patches.count()) {
            System.out.printf("%s was exported from %s before%n", version, weights.directory());
            return version;
          }
        }
        case REPLACE -> MoreFiles.deleteRecursively(out, RecursiveDeleteOption.ALLOW_INSECURE);
      }
    }
    Path version = ModelExport.of(weights).withViews(patches).write(out);
    System.out.printf("Exported %s to %s%n", weights.directory(), version);
    return version;
  }
}

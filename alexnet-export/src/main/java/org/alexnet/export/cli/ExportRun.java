package org.alexnet.export.cli;

import static com.google.common.base.Preconditions.checkArgument;
import static java.util.stream.Collectors.joining;

import com.google.common.collect.Iterables;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.alexnet.common.AtomicDirectory;
import org.alexnet.common.AtomicFile;
import org.alexnet.common.FolderLock;
import org.alexnet.common.cli.OutputOptions;
import org.alexnet.data.image.ImageFiles;
import org.alexnet.export.Classifier;
import org.alexnet.export.ModelExport;
import org.alexnet.export.internal.Manifests;
import org.alexnet.export.internal.ModelFolder;
import org.alexnet.export.proto.ModelManifest;
import org.alexnet.export.proto.ModelNetwork;
import org.alexnet.export.weights.WeightFile;
import org.alexnet.export.weights.WeightFormat;
import org.alexnet.graph.savedmodel.StoredWeights;
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
  private static final String SAVED_MODEL = "savedmodel";

  @Option(
      names = "--checkpoint",
      paramLabel = "FOLDER",
      arity = "1..*",
      required = true,
      description = {
        "Folder of a checkpoint, or of a run, whose latest one is taken, or RUN/best. The",
        "probabilities of several are averaged."
      })
  private List<Path> checkpoints;

  @Mixin private OutputOptions output;

  @Option(
      names = "--weights",
      paramLabel = "TYPE",
      description =
          "Numbers that parameters are stored as: float32, bfloat16 or float16 (default: float32).")
  private String weights = StoredWeights.FLOAT32.toString();

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      description =
          "savedmodel, or a file of the parameters alone: caffemodel, npz or safetensors (default:"
              + " ${DEFAULT-VALUE}).")
  private String format = SAVED_MODEL;

  @Option(
      names = "--frozen",
      paramLabel = "FILE",
      description = "Write a graph for converters too, from prepared images to probabilities.")
  private Path frozen;

  @Option(
      names = "--predict",
      arity = "1..*",
      paramLabel = "IMAGE",
      description = "Load the model back and classify these images or folders of images.")
  private List<Path> predict = List.of();

  @Override
  public Integer call() throws IOException {
    StoredWeights stored = StoredWeights.parse(weights);
    List<Checkpoint> networks = new ArrayList<>();
    for (Path checkpoint : checkpoints) {
      networks.add(Checkpoint.open(checkpoint));
    }
    if (!format.equals(SAVED_MODEL)) {
      return writeParameters(WeightFormat.named(format), networks);
    }
    ModelExport export = ModelExport.average(networks).withStoredWeights(stored);
    if (frozen != null) {
      AtomicFile.requireWritable(frozen);
    }
    List<Path> images = ImageFiles.in(predict);
    Path version = versionOf(export, networks);
    if (frozen != null) {
      export.writeFrozen(frozen);
      System.out.printf("Frozen to %s%n", frozen);
    }
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

  private int writeParameters(WeightFormat file, List<Checkpoint> networks) throws IOException {
    checkArgument(networks.size() == 1, "--format %s takes one checkpoint", format);
    checkArgument(
        predict.isEmpty() && frozen == null && weights.equals(StoredWeights.FLOAT32.toString()),
        "--predict, --frozen and --weights go with --format %s",
        SAVED_MODEL);
    Path out = output.folder();
    checkArgument(
        out.toString().endsWith("." + file.ending()),
        "--out must end with .%s, found %s",
        file.ending(),
        out);
    if (Files.exists(out) && !output.isReplace()) {
      throw new FileAlreadyExistsException(out + " exists already; choose --if-exists replace");
    }
    WeightFile.write(out, file, networks.get(0));
    System.out.printf("Wrote the parameters of %s to %s%n", networks.get(0).directory(), out);
    return 0;
  }

  private Path versionOf(ModelExport export, List<Checkpoint> networks) throws IOException {
    Path out = output.folder();
    List<Path> before = ModelFolder.versions(out);
    output.requirePolicy(!before.isEmpty(), "holds a model already");
    String what = networks.stream().map(each -> each.directory().toString()).collect(joining(", "));
    if (!before.isEmpty() && output.isResume()) {
      Path latest = Iterables.getLast(before);
      if (isOf(Manifests.read(latest), networks)) {
        System.out.printf("%s was exported from %s before%n", latest, what);
        return latest;
      }
    }
    Path version = export.write(out);
    System.out.printf("Exported %s to %s%n", what, version);
    if (output.isReplace()) {
      delete(before);
    }
    return version;
  }

  private boolean isOf(ModelManifest model, List<Checkpoint> networks) {
    return model.getStoredWeights().equals(weights)
        && model.getNetworksList().stream()
            .map(ModelNetwork::getCheckpointSha256)
            .toList()
            .equals(networks.stream().map(Checkpoint::fingerprint).toList());
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

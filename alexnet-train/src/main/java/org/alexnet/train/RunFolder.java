package org.alexnet.train;

import com.google.common.collect.ImmutableList;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.alexnet.common.AtomicFile;
import org.alexnet.common.ManifestFile;
import org.alexnet.data.Dataset;
import org.alexnet.data.StoredFormatCodec;
import org.alexnet.data.image.Crops;
import org.alexnet.data.source.Split;
import org.alexnet.graph.device.PlacedNetwork;
import org.alexnet.graph.spec.AlexNetSpec;
import org.alexnet.graph.spec.SpecCodec;
import org.alexnet.train.internal.JavaCommand;
import org.alexnet.train.proto.CheckpointManifest;
import org.alexnet.train.proto.DatasetProto;
import org.alexnet.train.proto.RunManifest;
import org.alexnet.train.proto.SittingProto;
import org.alexnet.train.proto.StartProto;

/**
 * The folder of a run: {@code run.json} and {@code metrics.csv} beside the checkpoints, and what
 * the manifest of each checkpoint says of the run.
 */
record RunFolder(
    Path directory,
    PlacedNetwork network,
    TrainingRecipe recipe,
    ImmutableList<PastRecipe> pastRecipes,
    Dataset dataset,
    Optional<StartProto> start) {

  static final ManifestFile MANIFEST =
      new ManifestFile("run.json", "run", 7, "start over, or resume with that version");

  private static final Set<String> BEFORE_A_RUN = Set.of(".lock", ".run.json.new");

  AlexNetSpec spec() {
    return network.spec();
  }

  long trainingImageCount() {
    return dataset.imageCount(Split.TRAIN);
  }

  Path meanFile() {
    return dataset.meanFile();
  }

  Evaluator evaluator(Crops crops) throws IOException {
    return new Evaluator(network, dataset, Split.VALIDATION, crops, recipe.augmentation().mean());
  }

  /** Returns what a watcher is given. */
  TrainingStart start(long step, ImmutableList<EpochSummary> epochs, Inspection inspection) {
    return new TrainingStart(
        directory, spec(), recipe, trainingImageCount(), step, epochs, inspection);
  }

  /** Returns whether a folder holds a run. */
  static boolean isRun(Path directory) {
    return MANIFEST.isIn(directory);
  }

  /**
   * Returns whether a folder holds nothing that is not of a run: it is missing or empty, or a run
   * was killed in it before it was described.
   */
  static boolean isFree(Path directory) throws IOException {
    if (!Files.exists(directory)) {
      return true;
    }
    try (Stream<Path> entries = Files.list(directory)) {
      return entries.map(entry -> entry.getFileName().toString()).allMatch(BEFORE_A_RUN::contains);
    }
  }

  /**
   * Makes the folder and writes what the run is.
   *
   * @param latest the checkpoint from which it is resumed
   */
  void describe(Optional<Checkpoint> latest) throws IOException {
    RunManifest.Builder manifest =
        RunManifest.newBuilder()
            .setFirstStep(latest.map(Checkpoint::step).orElse(0L))
            .addAllEarlierSittings(sittings(latest))
            .setNetwork(SpecCodec.toProto(spec()))
            .setRecipe(RecipeCodec.toProto(recipe))
            .setDataset(datasetProto())
            .setProvenance(ProvenanceCodec.toProto(provenance()))
            .addAllPastRecipes(RecipeCodec.toProto(pastRecipes))
            .setCommandLine(JavaCommand.text());
    start.ifPresent(manifest::setStart);
    MANIFEST.write(directory, manifest.build());
  }

  /** Returns the processes that made the steps of a checkpoint. */
  private ImmutableList<SittingProto> sittings(Optional<Checkpoint> latest) throws IOException {
    if (latest.isEmpty() || !isRun(directory)) {
      return ImmutableList.of();
    }
    RunManifest before = MANIFEST.read(directory, RunManifest.newBuilder()).build();
    SittingProto last =
        SittingProto.newBuilder()
            .setProvenance(before.getProvenance())
            .setCommandLine(before.getCommandLine())
            .setFirstStep(before.getFirstStep())
            .build();
    return Stream.concat(before.getEarlierSittingsList().stream(), Stream.of(last))
        .filter(sitting -> sitting.getFirstStep() < latest.get().step())
        .collect(ImmutableList.toImmutableList());
  }

  /** Writes one line for each epoch. */
  void writeMetrics(List<EpochSummary> epochs) throws IOException {
    StringBuilder lines =
        new StringBuilder(
            "epoch,step,learning_rate,training_loss,training_error,validation_images,top1_error,top5_error,log_probability\n");
    for (EpochSummary epoch : epochs) {
      lines.append(
          String.format(
              Locale.ROOT,
              "%d,%d,%s,%.6f,%.6f,%d,%.6f,%.6f,%.6f\n",
              epoch.epoch(),
              epoch.step(),
              epoch.learningRate(),
              epoch.trainingLoss(),
              epoch.trainingError(),
              epoch.evaluation().imageCount(),
              epoch.evaluation().top1Error(),
              epoch.evaluation().top5Error(),
              epoch.evaluation().logProbability()));
    }
    AtomicFile.write(directory.resolve("metrics.csv"), lines.toString());
  }

  /**
   * Returns what every checkpoint of the run says.
   *
   * @throws IOException if the data set, which it vouches for, is no longer the one that was opened
   */
  CheckpointManifest.Builder checkpointManifest() throws IOException {
    dataset.requireUnchanged();
    CheckpointManifest.Builder manifest =
        CheckpointManifest.newBuilder()
            .setNetwork(SpecCodec.toProto(spec()))
            .setRecipe(RecipeCodec.toProto(recipe))
            .setDataset(datasetProto())
            .setProvenance(ProvenanceCodec.toProto(provenance()))
            .addAllPastRecipes(RecipeCodec.toProto(pastRecipes));
    start.ifPresent(manifest::setStart);
    return manifest;
  }

  private DatasetProto datasetProto() {
    return DatasetProto.newBuilder()
        .setFingerprint(dataset.fingerprint())
        .setImageSize(dataset.imageSize())
        .addAllLabels(dataset.labels().labels())
        .setLabelsSha256(dataset.labels().sha256())
        .addAllNames(dataset.labels().hasNames() ? dataset.labels().names() : List.of())
        .setStoredFormat(StoredFormatCodec.toProto(dataset.storedFormat()))
        .build();
  }

  /** Returns with what the run is trained from here on. */
  RunProvenance provenance() {
    return RunProvenance.here(network.allTowers()).withBadRecords(dataset.badRecords());
  }
}

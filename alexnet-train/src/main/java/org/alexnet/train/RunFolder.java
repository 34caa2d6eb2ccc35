package org.alexnet.train;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.alexnet.data.Dataset;
import org.alexnet.data.Split;
import org.alexnet.data.Views;
import org.alexnet.data.internal.AtomicDirectory;
import org.alexnet.graph.AlexNetSpec;
import org.alexnet.graph.Placement;
import org.alexnet.graph.SpecCodec;
import org.alexnet.train.internal.AtomicFile;
import org.alexnet.train.internal.Json;
import org.alexnet.train.internal.RecipeCodec;
import org.alexnet.train.proto.CheckpointManifest;
import org.alexnet.train.proto.DatasetProto;
import org.alexnet.train.proto.ProvenanceProto;
import org.alexnet.train.proto.RunManifest;
import org.alexnet.train.proto.StartProto;

/** The folder of a run: {@code run.json} and {@code metrics.csv} beside the checkpoints. */
record RunFolder(
    Path directory,
    AlexNetSpec spec,
    TrainingRecipe recipe,
    Dataset dataset,
    Placement placement,
    Optional<StartProto> start) {

  long trainingImageCount() {
    return dataset.imageCount(Split.TRAIN);
  }

  Path meanFile() {
    return dataset.meanFile();
  }

  Evaluator evaluator(Views views) throws IOException {
    return new Evaluator(spec, placement, dataset, Split.VALIDATION, views);
  }

  /** Deletes what a run left here, and nothing else. */
  void clear() throws IOException {
    AtomicDirectory.delete(directory.resolve("checkpoints"));
    Files.deleteIfExists(directory.resolve("metrics.csv"));
    Files.deleteIfExists(directory.resolve("run.json"));
  }

  /** Makes the folder and writes what the run is. */
  void describe() throws IOException {
    Files.createDirectories(directory);
    RunManifest.Builder manifest =
        RunManifest.newBuilder()
            .setSchemaVersion(Checkpoint.SCHEMA_VERSION)
            .setNetwork(SpecCodec.toProto(spec))
            .setRecipe(RecipeCodec.toProto(recipe))
            .setDataset(datasetProto())
            .setProvenance(provenance());
    start.ifPresent(manifest::setStart);
    AtomicFile.write(directory.resolve("run.json"), Json.of(manifest.build()));
  }

  /** Writes one line for each epoch. */
  void writeMetrics(List<EpochSummary> epochs) throws IOException {
    StringBuilder lines =
        new StringBuilder("epoch,updates,learning_rate,training_loss,held_out_images,top1,top5\n");
    for (EpochSummary epoch : epochs) {
      lines.append(
          String.format(
              Locale.ROOT,
              "%d,%d,%s,%.6f,%d,%.6f,%.6f\n",
              epoch.epoch(),
              epoch.step(),
              epoch.learningRate(),
              epoch.trainingLoss(),
              epoch.evaluation().imageCount(),
              epoch.evaluation().top1(),
              epoch.evaluation().top5()));
    }
    AtomicFile.write(directory.resolve("metrics.csv"), lines.toString());
  }

  /** What every checkpoint of the run says. */
  CheckpointManifest.Builder checkpointManifest() {
    CheckpointManifest.Builder manifest =
        CheckpointManifest.newBuilder()
            .setSchemaVersion(Checkpoint.SCHEMA_VERSION)
            .setNetwork(SpecCodec.toProto(spec))
            .setRecipe(RecipeCodec.toProto(recipe))
            .setDataset(datasetProto())
            .setProvenance(provenance());
    start.ifPresent(manifest::setStart);
    return manifest;
  }

  private DatasetProto datasetProto() {
    return DatasetProto.newBuilder()
        .setFingerprint(dataset.fingerprint())
        .setImageSize(dataset.imageSize())
        .addAllLabels(dataset.labels().labels())
        .setLabelsSha256(dataset.labels().sha256())
        .build();
  }

  private ProvenanceProto provenance() {
    RunProvenance here = RunProvenance.here(placement);
    return ProvenanceProto.newBuilder()
        .setLibraryVersion(here.libraryVersion())
        .setTensorflowVersion(here.tensorFlowVersion())
        .setJavaVersion(here.javaVersion())
        .setOperatingSystem(here.operatingSystem())
        .setCores(here.cores())
        .addAllTowerDevices(here.towerDevices())
        .build();
  }
}

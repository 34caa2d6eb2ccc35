package org.alexnet.train;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.alexnet.common.ListedFiles;
import org.alexnet.common.RecordCodec;
import org.alexnet.graph.preset.Preset;
import org.alexnet.graph.spec.AlexNetSpec;
import org.alexnet.graph.spec.SpecCodec;
import org.alexnet.train.proto.CheckpointManifest;
import org.alexnet.train.proto.DatasetProto;

/** Checkpoints that say what they are, beside files that hold nothing of it. */
final class DescribedCheckpoint {
  static final AlexNetSpec SPEC = Preset.PAPER.spec().withClassCount(3).withSeed(4);
  static final TrainingRecipe RECIPE = TrainingRecipe.paper().withBatchSize(8).withEpochs(2);

  private DescribedCheckpoint() {}

  /** Nine steps with 36 images. */
  static CheckpointManifest.Builder manifest() {
    return CheckpointManifest.newBuilder()
        .setNetwork(SpecCodec.toProto(SPEC))
        .setRecipe(RecordCodec.encode(RECIPE, TrainingRecipe.class))
        .setStep(9)
        .setDataset(DatasetProto.newBuilder().addAllLabels(List.of("red", "green", "blue")));
  }

  /** Writes one with the files that are in a folder already. */
  static Checkpoint write(Path folder, CheckpointManifest.Builder manifest) throws IOException {
    Files.createDirectories(folder);
    Checkpoint.MANIFEST.write(
        folder, manifest.clearFiles().addAllFiles(ListedFiles.listAll(folder)).build());
    return Checkpoint.open(folder);
  }
}

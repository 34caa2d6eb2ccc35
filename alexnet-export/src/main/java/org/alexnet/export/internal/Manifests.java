package org.alexnet.export.internal;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.common.collect.Iterables;
import java.io.IOException;
import java.nio.file.Path;
import org.alexnet.common.ListedFiles;
import org.alexnet.common.ManifestFile;
import org.alexnet.data.source.LabelMap;
import org.alexnet.export.proto.ModelManifest;
import org.alexnet.export.proto.ModelNetwork;
import org.alexnet.graph.savedmodel.StoredWeights;
import org.alexnet.graph.spec.SpecCodec;
import org.alexnet.train.Checkpoint;
import org.alexnet.train.proto.CheckpointManifest;
import org.alexnet.train.proto.DatasetProto;

/** What models say of themselves, written and read. */
public final class Manifests {
  /** The file that describes a model. */
  public static final ManifestFile FILE =
      new ManifestFile("model.json", "model", 8, "export the checkpoint again");

  private Manifests() {}

  /**
   * Writes the manifest of a model, once all other files are in its folder.
   *
   * @param version the folder of the version
   */
  public static void write(Path version, ModelParts parts, StoredWeights stored)
      throws IOException {
    DatasetProto dataset = parts.checkpoints().get(0).manifest().getDataset();
    ModelManifest.Builder model =
        ModelManifest.newBuilder()
            .addAllLabels(dataset.getLabelsList())
            .setLabelsSha256(dataset.getLabelsSha256())
            .setRescaledSize(dataset.getImageSize())
            .setStoredWeights(stored.toString())
            .addAllFiles(ListedFiles.listAll(version));
    parts.checkpoints().forEach(checkpoint -> model.addNetworks(network(checkpoint)));
    FILE.write(version.resolve(ModelFolder.EXTRA), model.build());
  }

  private static ModelNetwork network(Checkpoint checkpoint) {
    CheckpointManifest source = checkpoint.manifest();
    ModelNetwork.Builder network =
        ModelNetwork.newBuilder()
            .setNetwork(source.getNetwork())
            .setStep(source.getStep())
            .setRecipe(source.getRecipe())
            .setDataset(source.getDataset())
            .setCheckpointSha256(checkpoint.fingerprint())
            .setLibraryVersion(source.getProvenance().getLibraryVersion())
            .setTensorflowVersion(source.getProvenance().getTensorflowVersion());
    if (source.getEpochsCount() > 0) {
      network.setCenterCrop(Iterables.getLast(source.getEpochsList()).getEvaluation());
    }
    if (source.hasTenCrops()) {
      network.setTenCrops(source.getTenCrops());
    }
    return network.build();
  }

  /** Returns whether the folder of a version has a manifest. */
  public static boolean isIn(Path version) {
    return FILE.isIn(version.resolve(ModelFolder.EXTRA));
  }

  /**
   * Reads the manifest in the folder of a version.
   *
   * @throws IOException if it is missing or is none
   */
  public static ModelManifest read(Path version) throws IOException {
    Path folder = version.resolve(ModelFolder.EXTRA);
    ModelManifest model = FILE.read(folder, ModelManifest.newBuilder()).build();
    try {
      checkArgument(model.getNetworksCount() > 0, "it has no network");
      int labels = labels(model).size();
      for (ModelNetwork network : model.getNetworksList()) {
        int classes = SpecCodec.fromProto(network.getNetwork()).classCount();
        checkArgument(
            labels == classes, "it has %s labels, but its network has %s classes", labels, classes);
      }
      return model;
    } catch (IllegalArgumentException e) {
      throw FILE.invalid(folder, e);
    }
  }

  /** Returns the classes of a model. */
  public static LabelMap labels(ModelManifest model) {
    return LabelMap.of(model.getLabelsList())
        .withNames(model.getNetworks(0).getDataset().getNamesList());
  }

  /**
   * Reads the manifest in the folder of a version, and every file that it lists.
   *
   * @throws IOException if one is missing or not as it was written
   */
  public static ModelManifest readIntact(Path version) throws IOException {
    ModelManifest model = read(version);
    ListedFiles.requireIntact(version, FILE.describes(), model.getFilesList());
    return model;
  }
}

package org.alexnet.export.internal;

import com.google.common.collect.Iterables;
import java.io.IOException;
import java.nio.file.Path;
import org.alexnet.common.ListedFiles;
import org.alexnet.common.ManifestFile;
import org.alexnet.data.image.Crops;
import org.alexnet.data.source.LabelMap;
import org.alexnet.export.proto.ModelManifest;
import org.alexnet.graph.spec.SpecCodec;
import org.alexnet.train.Checkpoint;
import org.alexnet.train.proto.CheckpointManifest;

/** What models say of themselves, written and read. */
public final class Manifests {
  /** The file that describes a model. */
  public static final ManifestFile FILE =
      new ManifestFile("model.json", "model", 7, "export the checkpoint again");

  private Manifests() {}

  /**
   * Writes the manifest of a checkpoint's model, once all other files are in its folder.
   *
   * @param version the folder of the version
   */
  public static void write(Path version, Checkpoint checkpoint, Crops crops) throws IOException {
    CheckpointManifest source = checkpoint.manifest();
    ModelManifest.Builder model =
        ModelManifest.newBuilder()
            .setNetwork(source.getNetwork())
            .addAllLabels(source.getDataset().getLabelsList())
            .setLabelsSha256(source.getDataset().getLabelsSha256())
            .setCrops(crops.count())
            .setRescaledSize(source.getDataset().getImageSize())
            .setStep(source.getStep())
            .setRecipe(source.getRecipe())
            .setDataset(source.getDataset())
            .setCheckpointSha256(checkpoint.fingerprint())
            .setLibraryVersion(source.getProvenance().getLibraryVersion())
            .setTensorflowVersion(source.getProvenance().getTensorflowVersion())
            .addAllFiles(ListedFiles.listAll(version));
    if (source.getEpochsCount() > 0) {
      model.setCenterCrop(Iterables.getLast(source.getEpochsList()).getEvaluation());
    }
    if (source.hasTenCrops()) {
      model.setTenCrops(source.getTenCrops());
    }
    FILE.write(version, model.build());
  }

  /**
   * Reads the manifest in the folder of a version.
   *
   * @throws IOException if it is missing or is none
   */
  public static ModelManifest read(Path version) throws IOException {
    ModelManifest model = FILE.read(version, ModelManifest.newBuilder()).build();
    try {
      int classes = SpecCodec.fromProto(model.getNetwork()).classCount();
      int labels = labels(model).size();
      if (labels != classes) {
        throw new IllegalArgumentException(
            "it has " + labels + " labels, but its network has " + classes + " classes");
      }
      return model;
    } catch (IllegalArgumentException e) {
      throw FILE.invalid(version, e);
    }
  }

  /** Returns the classes of a model. */
  public static LabelMap labels(ModelManifest model) {
    return LabelMap.of(model.getLabelsList()).withNames(model.getDataset().getNamesList());
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

package org.alexnet.export.internal;

import com.google.common.collect.Iterables;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.util.JsonFormat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.alexnet.data.Views;
import org.alexnet.export.proto.ModelManifest;
import org.alexnet.graph.SpecCodec;
import org.alexnet.train.Checkpoint;
import org.alexnet.train.internal.Json;
import org.alexnet.train.proto.CheckpointManifest;

/** What models say of themselves, written and read. */
public final class Manifests {
  private static final int SCHEMA_VERSION = 1;

  private Manifests() {}

  /** The manifest of a checkpoint's model, as JSON. */
  public static String json(Checkpoint checkpoint, Views views) {
    CheckpointManifest source = checkpoint.manifest();
    ModelManifest.Builder model =
        ModelManifest.newBuilder()
            .setSchemaVersion(SCHEMA_VERSION)
            .setNetwork(source.getNetwork())
            .addAllLabels(source.getDataset().getLabelsList())
            .setLabelsSha256(source.getDataset().getLabelsSha256())
            .setViews(views.count())
            .setRescaledSize(source.getDataset().getImageSize())
            .setStep(source.getStep())
            .setRecipe(source.getRecipe())
            .setDataset(source.getDataset())
            .setCheckpointSha256(checkpoint.fingerprint())
            .setLibraryVersion(source.getProvenance().getLibraryVersion())
            .setTensorflowVersion(source.getProvenance().getTensorflowVersion());
    if (source.getEpochsCount() > 0) {
      model.setOneView(Iterables.getLast(source.getEpochsList()).getEvaluation());
    }
    if (source.hasTenViews()) {
      model.setTenViews(source.getTenViews());
    }
    return Json.of(model.build());
  }

  /**
   * Reads the manifest in the folder of a version.
   *
   * @throws IOException if it is missing or is none
   */
  public static ModelManifest read(Path version) throws IOException {
    Path file = version.resolve(ModelFolder.MANIFEST);
    ModelManifest.Builder model = ModelManifest.newBuilder();
    try {
      JsonFormat.parser().merge(Files.readString(file), model);
      SpecCodec.fromProto(model.getNetwork());
    } catch (InvalidProtocolBufferException | IllegalArgumentException e) {
      throw new IOException(file + " is not a model's manifest: " + e.getMessage(), e);
    }
    if (model.getSchemaVersion() != SCHEMA_VERSION) {
      throw new IOException(
          file
              + " has schema version "
              + model.getSchemaVersion()
              + "; this library reads version "
              + SCHEMA_VERSION);
    }
    return model.build();
  }
}

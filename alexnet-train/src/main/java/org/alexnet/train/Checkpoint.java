package org.alexnet.train;

import com.google.common.collect.ImmutableList;
import com.google.common.hash.Hasher;
import com.google.common.hash.Hashing;
import com.google.common.io.MoreFiles;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.util.JsonFormat;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.alexnet.graph.AlexNetSpec;
import org.alexnet.graph.SpecCodec;
import org.alexnet.train.internal.RecipeCodec;
import org.alexnet.train.proto.CheckpointManifest;
import org.alexnet.train.proto.FileProto;
import org.tensorflow.Session;
import org.tensorflow.exceptions.TensorFlowException;

/**
 * A network at one moment of its training, on disk: parameters, velocities and position, the
 * training images' mean, and {@code checkpoint.json}, which describes it all.
 */
public final class Checkpoint {
  static final String MANIFEST = "checkpoint.json";
  static final String TENSORS = "tensors";
  static final String MEAN = "mean.pb";
  static final int SCHEMA_VERSION = 1;

  private final Path directory;
  private final CheckpointManifest manifest;
  private final AlexNetSpec spec;
  private final TrainingRecipe recipe;

  private Checkpoint(
      Path directory, CheckpointManifest manifest, AlexNetSpec spec, TrainingRecipe recipe) {
    this.directory = directory;
    this.manifest = manifest;
    this.spec = spec;
    this.recipe = recipe;
  }

  /**
   * Opens a checkpoint.
   *
   * @param directory the checkpoint's own folder, or a run's folder, whose latest checkpoint it is
   * @throws IOException if there is none, or it is damaged
   */
  public static Checkpoint open(Path directory) throws IOException {
    if (!Files.isDirectory(directory)) {
      throw new NoSuchFileException(directory + " is not a folder with a checkpoint");
    }
    if (Files.exists(directory.resolve(MANIFEST))) {
      return read(directory);
    }
    return Checkpoints.of(directory)
        .latest()
        .orElseThrow(
            () ->
                new NoSuchFileException(
                    directory + " holds neither " + MANIFEST + " nor a run's checkpoints"));
  }

  private static Checkpoint read(Path directory) throws IOException {
    Path file = directory.resolve(MANIFEST);
    CheckpointManifest.Builder manifest = CheckpointManifest.newBuilder();
    try {
      JsonFormat.parser().merge(Files.readString(file), manifest);
      if (manifest.getSchemaVersion() != SCHEMA_VERSION) {
        throw new IOException(
            file
                + " has schema version "
                + manifest.getSchemaVersion()
                + "; this library reads version "
                + SCHEMA_VERSION);
      }
      Checkpoint checkpoint =
          new Checkpoint(
              directory,
              manifest.build(),
              SpecCodec.fromProto(manifest.getNetwork()),
              RecipeCodec.fromProto(manifest.getRecipe()));
      checkpoint.checkSizes();
      return checkpoint;
    } catch (InvalidProtocolBufferException | IllegalArgumentException e) {
      throw new IOException(file + " is not a checkpoint's manifest: " + e.getMessage(), e);
    }
  }

  private void checkSizes() throws IOException {
    for (FileProto file : manifest.getFilesList()) {
      Path path = directory.resolve(file.getName());
      if (!Files.exists(path)) {
        throw new NoSuchFileException(path + " is missing from the checkpoint");
      }
      if (Files.size(path) != file.getByteCount()) {
        throw new IOException(
            path
                + " has "
                + Files.size(path)
                + " bytes, but the checkpoint's manifest says "
                + file.getByteCount());
      }
    }
  }

  /**
   * Reads every file and compares its hash with the manifest.
   *
   * @throws IOException if one differs
   */
  public void verify() throws IOException {
    for (FileProto file : manifest.getFilesList()) {
      Path path = directory.resolve(file.getName());
      String found = MoreFiles.asByteSource(path).hash(Hashing.sha256()).toString();
      if (!found.equals(file.getSha256())) {
        throw new IOException(
            path + " has SHA-256 " + found + ", but the manifest says " + file.getSha256());
      }
    }
  }

  /** One SHA-256 for all of its files. */
  public String fingerprint() {
    Hasher hasher = Hashing.sha256().newHasher();
    manifest
        .getFilesList()
        .forEach(file -> hasher.putString(file.getSha256(), StandardCharsets.UTF_8));
    return hasher.hash().toString();
  }

  /** The path that the files of its tensors begin with. */
  public Path tensors() {
    return directory.resolve(TENSORS);
  }

  /** Its folder. */
  public Path directory() {
    return directory;
  }

  /** What it says of itself. */
  public CheckpointManifest manifest() {
    return manifest;
  }

  /** The network. */
  public AlexNetSpec spec() {
    return spec;
  }

  /** How it was trained. */
  public TrainingRecipe recipe() {
    return recipe;
  }

  /** Updates so far. */
  public long step() {
    return manifest.getStep();
  }

  /** Names of the classes, in order. */
  public ImmutableList<String> labels() {
    return ImmutableList.copyOf(manifest.getDataset().getLabelsList());
  }

  /** The file with the mean of the training images: a TensorProto, float32 [size, size, 3]. */
  public Path meanFile() {
    return directory.resolve(MEAN);
  }

  /**
   * Sets the variables of a session's graph to the values here. The graph may hold fewer variables,
   * as one that only classifies does.
   *
   * @throws IOException if the values cannot be read
   */
  public void restore(Session session) throws IOException {
    try {
      session.restore(tensors().toString());
    } catch (TensorFlowException | IllegalArgumentException e) {
      throw new IOException(
          directory + " cannot be restored: " + e.getMessage().lines().findFirst().orElse(""), e);
    }
  }
}

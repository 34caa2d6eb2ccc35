package org.alexnet.train;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.common.collect.ImmutableList;
import com.google.common.hash.Hasher;
import com.google.common.hash.Hashing;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import org.alexnet.common.ListedFiles;
import org.alexnet.common.ManifestFile;
import org.alexnet.data.source.LabelMap;
import org.alexnet.graph.GraphSession;
import org.alexnet.graph.cluster.PeerLostException;
import org.alexnet.graph.device.ThreadPlan;
import org.alexnet.graph.spec.AlexNetSpec;
import org.alexnet.graph.spec.SpecCodec;
import org.alexnet.train.proto.CheckpointManifest;

/**
 * A network at one moment of its training, on disk: parameters, velocities and position, the
 * training images' mean, and {@code checkpoint.json}, which describes it all.
 */
public final class Checkpoint {
  static final ManifestFile MANIFEST =
      new ManifestFile(
          "checkpoint.json", "checkpoint", 7, "train again, or export it with that version");
  static final String TENSORS = "tensors";
  static final String MEAN = "mean.pb";

  private final Path directory;
  private final CheckpointManifest manifest;
  private final AlexNetSpec spec;
  private final TrainingRecipe recipe;
  private final ImmutableList<PastRecipe> pastRecipes;
  private volatile boolean intact;

  private Checkpoint(
      Path directory,
      CheckpointManifest manifest,
      AlexNetSpec spec,
      TrainingRecipe recipe,
      ImmutableList<PastRecipe> pastRecipes) {
    this.directory = directory;
    this.manifest = manifest;
    this.spec = spec;
    this.recipe = recipe;
    this.pastRecipes = pastRecipes;
  }

  /**
   * Opens a checkpoint.
   *
   * @param directory the checkpoint's own folder, or a run's folder, whose latest checkpoint it is,
   *     or {@code latest} or {@code best} in that folder
   * @throws IOException if there is none, or it is damaged
   */
  public static Checkpoint open(Path directory) throws IOException {
    Optional<Path> named = new CheckpointName(directory).checkpoint();
    if (named.isPresent()) {
      return read(named.get());
    }
    if (!Files.isDirectory(directory)) {
      throw new NoSuchFileException(directory + " is not a folder with a checkpoint");
    }
    if (MANIFEST.isIn(directory)) {
      return read(directory);
    }
    return Checkpoints.of(directory)
        .latest()
        .orElseThrow(
            () ->
                new NoSuchFileException(
                    directory + " holds neither " + MANIFEST.name() + " nor a run's checkpoints"));
  }

  private static Checkpoint read(Path directory) throws IOException {
    CheckpointManifest manifest = MANIFEST.read(directory, CheckpointManifest.newBuilder()).build();
    try {
      AlexNetSpec spec = SpecCodec.fromProto(manifest.getNetwork());
      LabelMap labels = labels(manifest);
      checkArgument(
          labels.size() == spec.classCount(),
          "it has %s labels, but its network has %s classes",
          labels.size(),
          spec.classCount());
      ListedFiles.requireSizes(directory, MANIFEST.describes(), manifest.getFilesList());
      return new Checkpoint(
          directory,
          manifest,
          spec,
          RecipeCodec.fromProto(manifest.getRecipe()),
          RecipeCodec.fromProto(manifest.getPastRecipesList()));
    } catch (IllegalArgumentException e) {
      throw MANIFEST.invalid(directory, e);
    }
  }

  /**
   * Reads every file and compares it with its hash; of a checkpoint that was found intact before,
   * or was read back when it was written, only the sizes are looked at.
   *
   * @throws IOException if one is not as it was written
   */
  public void verify() throws IOException {
    if (intact) {
      ListedFiles.requireSizes(directory, MANIFEST.describes(), manifest.getFilesList());
      return;
    }
    ListedFiles.requireIntact(directory, MANIFEST.describes(), manifest.getFilesList());
    intact = true;
  }

  /** Opens a checkpoint that has just been read back bit for bit. */
  static Checkpoint openIntact(Path directory) throws IOException {
    Checkpoint checkpoint = read(directory);
    checkpoint.intact = true;
    return checkpoint;
  }

  /** Returns one SHA-256 for all of its files, in hexadecimal. */
  public String fingerprint() {
    Hasher hasher = Hashing.sha256().newHasher();
    manifest
        .getFilesList()
        .forEach(file -> hasher.putString(file.getSha256(), StandardCharsets.UTF_8));
    return hasher.hash().toString();
  }

  /** Returns the path that the files of its tensors begin with. */
  public Path tensors() {
    return directory.resolve(TENSORS);
  }

  /** Returns its folder. */
  public Path directory() {
    return directory;
  }

  /** Returns what it says of itself. */
  public CheckpointManifest manifest() {
    return manifest;
  }

  /** Returns the network. */
  public AlexNetSpec spec() {
    return spec;
  }

  /** Returns how it was trained, at the end. */
  public TrainingRecipe recipe() {
    return recipe;
  }

  /** Returns the recipes that were amended on the way, in order. */
  public ImmutableList<PastRecipe> pastRecipes() {
    return pastRecipes;
  }

  /** Returns how the CPUs computed that made it, where not by the default. */
  public Optional<ThreadPlan> threads() {
    return ProvenanceCodec.fromProto(manifest.getProvenance()).threads();
  }

  /** Returns the number of steps so far. */
  public long step() {
    return manifest.getStep();
  }

  /** Returns the classes. */
  public LabelMap labels() {
    return labels(manifest);
  }

  private static LabelMap labels(CheckpointManifest manifest) {
    return LabelMap.of(manifest.getDataset().getLabelsList())
        .withNames(manifest.getDataset().getNamesList());
  }

  /**
   * Returns the file with the mean of the training images: a TensorProto, float32 [size, size, 3].
   */
  public Path meanFile() {
    return directory.resolve(MEAN);
  }

  /**
   * Sets the variables of a session's graph to the values here. The graph may hold fewer variables,
   * as one that only classifies does.
   *
   * @throws PeerLostException if a process of the session's cluster is lost
   * @throws IOException if the values cannot be read or are damaged
   */
  public void restore(GraphSession<?> session) throws IOException {
    verify();
    session.files().restore(tensors(), directory);
  }
}

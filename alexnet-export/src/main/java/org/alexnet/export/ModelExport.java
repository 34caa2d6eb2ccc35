package org.alexnet.export;

import static com.google.common.base.Preconditions.checkArgument;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.alexnet.common.AtomicDirectory;
import org.alexnet.common.FolderLock;
import org.alexnet.data.image.Crops;
import org.alexnet.export.internal.Manifests;
import org.alexnet.export.internal.ModelFolder;
import org.alexnet.export.internal.ServingGraph;
import org.alexnet.graph.GraphSession;
import org.alexnet.graph.device.Placement;
import org.alexnet.train.Checkpoint;

/**
 * Writes a checkpoint as a SavedModel, from the bytes of image files to probabilities, as
 * TensorFlow Serving and {@link Classifier} load it.
 *
 * <pre>{@code
 * ModelExport.of(Checkpoint.open(Path.of("run"))).write(Path.of("model"));
 * }</pre>
 *
 * <p>Signature {@code serving_default}, method {@code tensorflow/serving/predict}: input {@code
 * image_bytes}, string {@code [N]}, each a JPEG or PNG file of up to 64 megapixels; output {@code
 * probabilities}, float32 {@code [N, classes]}. The labels of the classes are in {@code
 * labels.txt}, their names and where the model comes from in {@code model.json}.
 */
public final class ModelExport {
  private final Checkpoint checkpoint;
  private final Crops crops;

  private ModelExport(Checkpoint checkpoint, Crops crops) {
    this.checkpoint = checkpoint;
    this.crops = crops;
  }

  /** Returns the export of a checkpoint that looks at the center crop of an image. */
  public static ModelExport of(Checkpoint checkpoint) {
    return new ModelExport(checkpoint, Crops.CENTER);
  }

  /** Returns a copy with these crops of an image, whose probabilities are averaged. */
  public ModelExport withCrops(Crops crops) {
    return new ModelExport(checkpoint, crops);
  }

  /**
   * Writes the next version of a model: {@code 1} where there is none.
   *
   * @param modelDirectory the folder of the versions; made if it is missing
   * @return the folder of the new version
   * @throws IOException if it cannot be written, or another process exports to the same folder;
   *     then nothing is left of it
   */
  @SuppressWarnings("try") // the lock is held, not asked
  public Path write(Path modelDirectory) throws IOException {
    try (FolderLock lock = FolderLock.in(modelDirectory)) {
      long latest = ModelFolder.latestVersion(modelDirectory).orElse(0);
      return writeLocked(modelDirectory, latest + 1);
    }
  }

  /**
   * Writes one version of a model.
   *
   * @param modelDirectory the folder of the versions; made if it is missing
   * @param version its number, at least 1
   * @return the folder of the new version
   * @throws IOException if it exists or cannot be written, or another process exports to the same
   *     folder; then nothing is left of it
   */
  @SuppressWarnings("try") // the lock is held, not asked
  public Path write(Path modelDirectory, int version) throws IOException {
    checkArgument(version > 0, "version must be positive, found %s", version);
    try (FolderLock lock = FolderLock.in(modelDirectory)) {
      return writeLocked(modelDirectory, version);
    }
  }

  private Path writeLocked(Path modelDirectory, long version) throws IOException {
    AtomicDirectory.sweepAll(modelDirectory, ModelFolder.VERSION);
    Path target = modelDirectory.resolve(Long.toString(version));
    AtomicDirectory.create(target, this::fill);
    return target;
  }

  private void fill(Path directory) throws IOException {
    try (GraphSession<ServingGraph> session =
        GraphSession.open(
            Placement.of("/CPU:0"), tf -> ServingGraph.build(tf, checkpoint, crops))) {
      checkpoint.restore(session);
      session.files().export(directory, session.operations().signature());
    }
    Files.write(directory.resolve(ModelFolder.LABELS), checkpoint.labels().labels());
    Manifests.write(directory, checkpoint, crops);
  }
}

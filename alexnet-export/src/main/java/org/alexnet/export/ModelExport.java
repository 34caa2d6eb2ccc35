package org.alexnet.export;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.common.collect.ImmutableList;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.alexnet.common.AtomicDirectory;
import org.alexnet.common.AtomicFile;
import org.alexnet.common.FolderLock;
import org.alexnet.export.internal.Manifests;
import org.alexnet.export.internal.ModelFolder;
import org.alexnet.export.internal.ModelParts;
import org.alexnet.export.internal.ServingGraph;
import org.alexnet.export.internal.WarmUp;
import org.alexnet.graph.GraphSession;
import org.alexnet.graph.device.Placement;
import org.alexnet.graph.savedmodel.StoredWeights;
import org.alexnet.train.Checkpoint;

/**
 * Writes a checkpoint as a SavedModel, from the bytes of image files to probabilities, as
 * TensorFlow Serving and {@link Classifier} load it.
 *
 * <pre>{@code
 * ModelExport.of(Checkpoint.open(Path.of("run"))).write(Path.of("model"));
 * }</pre>
 *
 * <p>Its signatures, all of method {@code tensorflow/serving/predict}:
 *
 * <ul>
 *   <li>{@code serving_default}, of the center crop, and {@code ten_crops}, of the paper's ten
 *       (section 4.1): {@code image_bytes}, string {@code [N]}, each a JPEG or PNG file of up to 64
 *       megapixels, give {@code classes}, string {@code [N, 5]}, the names of the most probable
 *       five, {@code scores}, float32 {@code [N, 5]}, their probabilities, and {@code
 *       probabilities}, float32 {@code [N, classes]}.
 *   <li>{@code images}: the same of {@code images}, float32 {@code [N, side, side, 3]}, RGB, 0..255
 *       minus the mean.
 *   <li>{@code features}: {@code image_bytes} give {@code features}, float32 {@code [N, 4096]},
 *       what the last layer reads of the center crop; of several networks side by side.
 * </ul>
 *
 * <p>Beside the graph, in {@code assets.extra}, are the labels of the classes, {@code labels.txt};
 * where the model comes from, {@code model.json}; and requests that TensorFlow Serving warms up by.
 */
public final class ModelExport {
  private final ModelParts parts;
  private final StoredWeights stored;

  private ModelExport(ModelParts parts, StoredWeights stored) {
    this.parts = parts;
    this.stored = stored;
  }

  /** Returns the export of a checkpoint. */
  public static ModelExport of(Checkpoint checkpoint) {
    return average(List.of(checkpoint));
  }

  /**
   * Returns the export of several networks whose probabilities are averaged, as in section 6 of the
   * paper.
   *
   * @param checkpoints at least one
   * @throws IllegalArgumentException if two have other classes, or see images in another way
   */
  public static ModelExport average(List<Checkpoint> checkpoints) {
    return new ModelExport(
        new ModelParts(ImmutableList.copyOf(checkpoints)), StoredWeights.FLOAT32);
  }

  /** Returns a copy that stores the parameters as these numbers. */
  public ModelExport withStoredWeights(StoredWeights stored) {
    return new ModelExport(parts, stored);
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
      long latest = ModelFolder.highestNumber(modelDirectory);
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
    try (GraphSession<ServingGraph> session = restored()) {
      ServingGraph graph = session.operations();
      session.files().export(directory, graph.signatures(), graph.networks(), stored);
      Path extra = Files.createDirectory(directory.resolve(ModelFolder.EXTRA));
      WarmUp.write(extra, graph.signatures());
      Files.write(extra.resolve(ModelFolder.LABELS), parts.labels().labels());
    }
    Manifests.write(directory, parts, stored);
  }

  /**
   * Writes what converters to other formats read: a binary GraphDef with the parameters as
   * constants, from {@code images}, as the signature of that name takes them, to {@code
   * prepared/probabilities}.
   *
   * @param file where to; an older one is replaced
   * @throws IOException if it cannot be written
   */
  public void writeFrozen(Path file) throws IOException {
    try (GraphSession<ServingGraph> session = restored()) {
      ServingGraph graph = session.operations();
      AtomicFile.write(
          file,
          session
              .files()
              .frozen(
                  List.of(graph.output(ServingGraph.IMAGES, ServingGraph.PROBABILITIES)),
                  graph.networks())
              .toByteArray());
    }
  }

  private GraphSession<ServingGraph> restored() throws IOException {
    GraphSession<ServingGraph> session =
        GraphSession.open(Placement.of("/CPU:0"), tf -> ServingGraph.build(tf, parts));
    try {
      for (int i = 0; i < parts.checkpoints().size(); i++) {
        Checkpoint checkpoint = parts.checkpoints().get(i);
        checkpoint.verify();
        session
            .files()
            .run(
                session.operations().restore().get(i),
                checkpoint.directory(),
                "cannot be restored");
      }
      return session;
    } catch (IOException | RuntimeException | Error e) {
      session.close();
      throw e;
    }
  }
}

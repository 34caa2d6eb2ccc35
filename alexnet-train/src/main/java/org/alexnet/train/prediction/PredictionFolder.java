package org.alexnet.train.prediction;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.common.base.Ascii;
import com.google.common.collect.ImmutableList;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.alexnet.common.AtomicDirectory;
import org.alexnet.common.FolderLock;
import org.alexnet.common.LibraryVersion;
import org.alexnet.common.ListedFiles;
import org.alexnet.common.ManifestFile;
import org.alexnet.data.source.LabelMap;
import org.alexnet.data.source.Split;
import org.alexnet.train.evaluation.Evaluation;
import org.alexnet.train.evaluation.EvaluationCounter;
import org.alexnet.train.evaluation.PredictionConsumer;
import org.alexnet.train.proto.EvaluationProto;
import org.alexnet.train.proto.PredictionManifest;

/**
 * Predictions on disk: {@code predictions.npy} with the probabilities, {@code labels.npy} with the
 * classes, {@code predictions.csv} for people, and {@code predictions.json}, which says whose they
 * are and for which images. The formats are in {@code docs/evaluation.md}.
 */
public final class PredictionFolder implements PredictionSource {
  private static final ManifestFile MANIFEST =
      new ManifestFile("predictions.json", "prediction folder", 1, "predict again");

  private static final Set<String> OWN_FILES =
      Set.of(
          MANIFEST.name(),
          NpyPredictions.PROBABILITIES,
          NpyPredictions.LABELS,
          PredictionTable.FILE,
          "." + MANIFEST.name() + ".new");

  private final Path directory;
  private final PredictedImages images;
  private final ImmutableList<PredictedBy> networks;
  private final Evaluation evaluation;

  private PredictionFolder(Path directory, PredictionManifest manifest) {
    this.directory = directory;
    this.images =
        new PredictedImages(
            manifest.getDatasetSha256(),
            split(manifest.getSplit()),
            LabelMap.of(manifest.getLabelsList()),
            manifest.getImageCount());
    this.networks =
        manifest.getNetworksList().stream()
            .map(PredictedBy::fromProto)
            .collect(ImmutableList.toImmutableList());
    EvaluationProto counted = manifest.getEvaluation();
    this.evaluation =
        new Evaluation(
            counted.getImages(),
            counted.getTop1Correct(),
            counted.getTop5Correct(),
            counted.getLogProbability());
  }

  private static Split split(String name) {
    return Arrays.stream(Split.values())
        .filter(split -> split.prefix().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "split must be one of "
                        + Arrays.toString(Split.values())
                        + ", found '"
                        + Ascii.truncate(name, 40, "...")
                        + "'"));
  }

  /** Returns whether a folder has the manifest of predictions. */
  public static boolean isIn(Path directory) {
    return MANIFEST.isIn(directory);
  }

  /**
   * Opens a folder of predictions, reads every file and compares it with its hash. If a replacement
   * of it was killed between its two renames, the old one is put back first.
   *
   * @throws IOException if there is none, or a file is missing or damaged
   */
  @SuppressWarnings("try") // the lock is held, not asked
  public static PredictionFolder open(Path directory) throws IOException {
    if (AtomicDirectory.isInterrupted(directory)) {
      try (FolderLock lock = FolderLock.beside(directory)) {
        AtomicDirectory.sweep(directory);
      }
    }
    if (!isIn(directory)) {
      throw new NoSuchFileException(
          directory + " holds no predictions: it has no " + MANIFEST.name());
    }
    PredictionManifest manifest = MANIFEST.read(directory, PredictionManifest.newBuilder()).build();
    try {
      PredictionFolder folder = new PredictionFolder(directory, manifest);
      ListedFiles.requireIntact(directory, MANIFEST.describes(), manifest.getFilesList());
      return folder;
    } catch (IllegalArgumentException e) {
      throw MANIFEST.invalid(directory, e);
    }
  }

  /**
   * Writes all predictions of a source to a new folder.
   *
   * @param directory the folder
   * @param source the predictions
   * @param fileNames of the images, in their order, for {@code predictions.csv}
   * @throws IOException if the folder exists, another process writes it, or the source cannot be
   *     read; then nothing is left of it
   */
  @SuppressWarnings("try") // the lock is held, not asked
  public static PredictionFolder write(
      Path directory, PredictionSource source, List<String> fileNames) throws IOException {
    try (FolderLock lock = FolderLock.beside(directory)) {
      AtomicDirectory.create(directory, inside -> fill(inside, source, fileNames));
    }
    return open(directory);
  }

  /**
   * Writes all predictions of a source in place of the folder of predictions that is there, whole
   * or damaged, which stays until the new one is complete.
   *
   * @throws IOException if the folder holds anything else, another process writes it, or the source
   *     cannot be read; then it is untouched
   */
  @SuppressWarnings("try") // the lock is held, not asked
  public static PredictionFolder replace(
      Path directory, PredictionSource source, List<String> fileNames) throws IOException {
    try (FolderLock lock = FolderLock.beside(directory)) {
      AtomicDirectory.sweep(directory);
      requireReplaceable(directory);
      AtomicDirectory.replace(directory, inside -> fill(inside, source, fileNames));
    }
    return open(directory);
  }

  /**
   * Checks that a folder may be replaced by predictions: that nothing is there, or nothing but what
   * they consist of.
   *
   * @throws IOException if something else is there
   */
  public static void requireReplaceable(Path directory) throws IOException {
    AtomicDirectory.requireReplaceable(directory, OWN_FILES::contains, "predictions");
  }

  private static void fill(Path inside, PredictionSource source, List<String> fileNames)
      throws IOException {
    PredictedImages images = source.images();
    EvaluationCounter counter = new EvaluationCounter();
    try (NpyPredictions.Writer arrays = new NpyPredictions.Writer(inside, images);
        PredictionTable table = new PredictionTable(inside, images, fileNames)) {
      source.forEach(PredictionConsumer.all(List.of(counter, arrays, table)));
    }
    Evaluation evaluation = counter.evaluation();
    PredictionManifest.Builder manifest =
        PredictionManifest.newBuilder()
            .setDatasetSha256(images.datasetFingerprint())
            .setSplit(images.split().prefix())
            .addAllLabels(images.labels().labels())
            .setImageCount(images.imageCount())
            .setEvaluation(
                EvaluationProto.newBuilder()
                    .setImages(evaluation.imageCount())
                    .setTop1Correct(evaluation.top1Correct())
                    .setTop5Correct(evaluation.top5Correct())
                    .setLogProbability(evaluation.logProbability()))
            .setLibraryVersion(LibraryVersion.get())
            .addAllFiles(ListedFiles.listAll(inside));
    source.networks().forEach(network -> manifest.addNetworks(network.toProto()));
    MANIFEST.write(inside, manifest.build());
  }

  /**
   * Checks that the predictions here are those of a source.
   *
   * @throws IllegalArgumentException if they are of other networks or other images
   */
  public void requireOf(PredictionSource source) {
    images.requireSame(name(), source.name(), source.images());
    checkArgument(
        networks.equals(source.networks()),
        "%s holds predictions of other networks, crops or weights than %s; choose --if-exists"
            + " replace",
        directory,
        source.name());
  }

  /** Returns what the predictions are worth, as counted when they were written. */
  public Evaluation evaluation() {
    return evaluation;
  }

  @Override
  public String name() {
    return directory.toString();
  }

  @Override
  public PredictedImages images() {
    return images;
  }

  @Override
  public ImmutableList<PredictedBy> networks() {
    return networks;
  }

  @Override
  public PredictionStream open() throws IOException {
    return new NpyPredictions.Reader(directory, images);
  }
}

package org.alexnet.export;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.common.collect.Comparators;
import com.google.common.collect.ImmutableList;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.LongConsumer;
import java.util.stream.LongStream;
import org.alexnet.common.AtomicDirectory;
import org.alexnet.common.FolderLock;
import org.alexnet.common.ListedFiles;
import org.alexnet.common.ManifestFile;
import org.alexnet.common.NpyFile;
import org.alexnet.data.Dataset;
import org.alexnet.data.StoredRecord;
import org.alexnet.data.StoredRecords;
import org.alexnet.data.source.Split;
import org.alexnet.export.proto.IndexManifest;

/**
 * The features of a data set's images, in which the images nearest to another are found: those of
 * the smallest Euclidean distance, as in section 6.1 and figure 4 of the paper. The search is exact
 * and reads all features, of 4096 numbers 16 kB an image. Threads may share one; the files are
 * mapped, so it needs no memory of its own.
 */
public final class FeatureIndex {
  private static final ManifestFile FILE =
      new ManifestFile("index.json", "feature index", 1, "make the index again");

  /** NumPy array, float32 {@code [images, features]}. */
  private static final String FEATURES = "features.npy";

  private static final int BATCH = 64;
  private static final long MOST_BYTES_MAPPED = 1 << 30;

  private final IndexManifest manifest;
  private final int rowsOfPart;
  private final ImmutableList<FloatBuffer> parts;

  private FeatureIndex(IndexManifest manifest, int rowsOfPart, ImmutableList<FloatBuffer> parts) {
    this.manifest = manifest;
    this.rowsOfPart = rowsOfPart;
    this.parts = parts;
  }

  /**
   * An image of the data set.
   *
   * @param image its number in the split, counted from 0
   * @param distance of its features from those asked about
   */
  public record Neighbor(long image, double distance) {}

  /**
   * Makes the index of a split.
   *
   * @param directory its folder, which must not exist
   * @param classifier whose features they are
   * @param progress told how many images are done
   * @return the index
   * @throws IOException if the data set cannot be read, another process makes the index, or it
   *     cannot be written; then nothing is left of it
   */
  @SuppressWarnings("try") // the lock is held, not asked
  public static FeatureIndex build(
      Path directory, Classifier classifier, Dataset dataset, Split split, LongConsumer progress)
      throws IOException {
    checkArgument(
        dataset.imageCount(split) > 0, "%s has no images of %s", dataset.directory(), split);
    try (FolderLock lock = FolderLock.beside(directory)) {
      AtomicDirectory.create(
          directory, inside -> fill(inside, classifier, dataset, split, progress));
      return open(directory);
    }
  }

  private static void fill(
      Path inside, Classifier classifier, Dataset dataset, Split split, LongConsumer progress)
      throws IOException {
    int length;
    try (Filling filling = new Filling(inside, classifier, dataset.imageCount(split), progress)) {
      StoredRecords.visit(dataset, split, filling);
      length = filling.length;
    }
    FILE.write(
        inside,
        IndexManifest.newBuilder()
            .addAllCheckpointSha256(classifier.checkpoints())
            .setStoredWeights(classifier.storedWeights())
            .setDatasetFingerprint(dataset.fingerprint())
            .setSplit(split.name().toLowerCase(Locale.ROOT))
            .setImages(dataset.imageCount(split))
            .setFeatures(length)
            .addAllFiles(ListedFiles.listAll(inside))
            .build());
  }

  /** Writes the features of images, some of them at a time. */
  private static final class Filling implements StoredRecords.Visitor, Closeable {
    private final Path folder;
    private final Classifier classifier;
    private final long images;
    private final LongConsumer progress;
    private final List<byte[]> waiting = new ArrayList<>();
    private NpyFile.Writer writer;
    private int length;

    Filling(Path folder, Classifier classifier, long images, LongConsumer progress) {
      this.folder = folder;
      this.classifier = classifier;
      this.images = images;
      this.progress = progress;
    }

    @Override
    public void visit(long place, StoredRecord image) throws IOException {
      waiting.add(image.encoded().toByteArray());
      if (waiting.size() == BATCH || place == images - 1) {
        for (float[] features : classifier.features(waiting)) {
          write(features);
        }
        waiting.clear();
        progress.accept(place + 1);
      }
    }

    private void write(float[] features) throws IOException {
      if (writer == null) { // how many they are, the first ones tell
        length = features.length;
        writer = new NpyFile.Writer(folder.resolve(FEATURES), NpyFile.Type.FLOAT32, images, length);
      }
      writer.write(features);
    }

    @Override
    public void close() throws IOException {
      if (writer != null) {
        writer.close();
      }
    }
  }

  /**
   * Opens an index.
   *
   * @throws IOException if there is none or it is damaged
   */
  public static FeatureIndex open(Path directory) throws IOException {
    IndexManifest manifest = FILE.read(directory, IndexManifest.newBuilder()).build();
    ListedFiles.requireIntact(directory, FILE.describes(), manifest.getFilesList());
    long rowBytes = 4L * manifest.getFeatures();
    int rows = Math.toIntExact(Math.max(1, MOST_BYTES_MAPPED / rowBytes));
    long start =
        NpyFile.header(NpyFile.Type.FLOAT32, manifest.getImages(), manifest.getFeatures()).length;
    ImmutableList.Builder<FloatBuffer> parts = ImmutableList.builder();
    try (FileChannel channel = FileChannel.open(directory.resolve(FEATURES))) {
      for (long first = 0; first < manifest.getImages(); first += rows) {
        long count = Math.min(rows, manifest.getImages() - first);
        parts.add(
            channel
                .map(MapMode.READ_ONLY, start + first * rowBytes, count * rowBytes)
                .order(ByteOrder.LITTLE_ENDIAN)
                .asFloatBuffer());
      }
    }
    return new FeatureIndex(manifest, rows, parts.build());
  }

  /** Returns how many images there are. */
  public long imageCount() {
    return manifest.getImages();
  }

  /** Returns the split whose images they are. */
  public Split split() {
    return Split.valueOf(manifest.getSplit().toUpperCase(Locale.ROOT));
  }

  /**
   * Checks that it was made with a model.
   *
   * @throws IOException if it was made with another
   */
  public void requireOf(Classifier classifier) throws IOException {
    if (!manifest.getCheckpointSha256List().equals(classifier.checkpoints())
        || !manifest.getStoredWeights().equals(classifier.storedWeights())) {
      throw new IOException(
          "the index was made with another model than "
              + classifier.directory()
              + "; make it again");
    }
  }

  /**
   * Checks that it is of a data set.
   *
   * @throws IOException if it is of another
   */
  public void requireOf(Dataset dataset) throws IOException {
    if (!manifest.getDatasetFingerprint().equals(dataset.fingerprint())) {
      throw new IOException(
          "the index is of another data set than " + dataset.directory() + "; make it again");
    }
  }

  /**
   * Returns the images nearest to features.
   *
   * @param features as {@link Classifier#features} gives them
   * @param count how many; all if there are fewer
   * @return the nearest first, of equals the one with the lower number
   * @throws IllegalArgumentException if there are other features here
   */
  public List<Neighbor> nearest(float[] features, int count) {
    checkArgument(
        features.length == manifest.getFeatures(),
        "features must be %s numbers, found %s",
        manifest.getFeatures(),
        features.length);
    checkArgument(count > 0, "count must be positive, found %s", count);
    return LongStream.range(0, manifest.getImages())
        .parallel()
        .mapToObj(image -> new Neighbor(image, distance(features, image)))
        .collect(
            Comparators.least(
                count,
                Comparator.comparingDouble(Neighbor::distance).thenComparingLong(Neighbor::image)));
  }

  private double distance(float[] features, long image) {
    float[] row = new float[features.length];
    int place = (int) (image % rowsOfPart);
    parts.get((int) (image / rowsOfPart)).get(place * row.length, row);
    double sum = 0;
    for (int i = 0; i < row.length; i++) {
      double difference = row[i] - features[i];
      sum += difference * difference;
    }
    return Math.sqrt(sum);
  }
}

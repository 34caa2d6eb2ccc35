package org.alexnet.export.index;

import static com.google.common.base.Preconditions.checkArgument;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.function.LongConsumer;
import org.alexnet.common.AtomicDirectory;
import org.alexnet.common.FolderLock;
import org.alexnet.common.ListedFiles;
import org.alexnet.common.ManifestFile;
import org.alexnet.data.Dataset;
import org.alexnet.data.source.Split;
import org.alexnet.export.Classifier;
import org.alexnet.export.proto.IndexManifest;

/**
 * The features of a data set's images, in which the images nearest to another are found: those of
 * the smallest Euclidean distance, as in section 6.1 and figure 4 of the paper. Of 4096 numbers an
 * image takes 16 kB. Threads may share one; its files are mapped, so it needs no memory of its own.
 */
public final class FeatureIndex implements Closeable {
  static final ManifestFile FILE =
      new ManifestFile("index.json", "feature index", 2, "make the index again");

  private final IndexManifest manifest;
  private final FeatureStore store;

  private FeatureIndex(IndexManifest manifest, FeatureStore store) {
    this.manifest = manifest;
    this.store = store;
  }

  /**
   * Makes the index of a split.
   *
   * @param directory its folder, which must not exist
   * @param classifier whose features they are
   * @param search how the nearest will be found
   * @param progress told how many images are done
   * @return the index
   * @throws IOException if the data set cannot be read, another process makes the index, or it
   *     cannot be written; then nothing is left of it
   */
  @SuppressWarnings("try") // the lock is held, not asked
  public static FeatureIndex build(
      Path directory,
      Classifier classifier,
      Dataset dataset,
      Split split,
      Search search,
      LongConsumer progress)
      throws IOException {
    checkArgument(
        dataset.imageCount(split) > 0, "%s has no images of %s", dataset.directory(), split);
    try (FolderLock lock = FolderLock.beside(directory)) {
      AtomicDirectory.create(
          directory,
          inside -> IndexWriting.write(inside, classifier, dataset, split, search, progress));
      return open(directory);
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
    FeatureStore store =
        search(manifest).open(directory, manifest.getImages(), manifest.getFeatures());
    return new FeatureIndex(manifest, store);
  }

  /** Returns how many images there are. */
  public long imageCount() {
    return manifest.getImages();
  }

  /** Returns how the nearest are found. */
  public Search search() {
    return search(manifest);
  }

  private static Search search(IndexManifest manifest) {
    return Search.valueOf(manifest.getSearch().toUpperCase(Locale.ROOT));
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
   * @throws IOException if the index cannot be read
   */
  public List<Neighbor> nearest(float[] features, int count) throws IOException {
    checkArgument(
        features.length == manifest.getFeatures(),
        "features must be %s numbers, found %s",
        manifest.getFeatures(),
        features.length);
    checkArgument(count > 0, "count must be positive, found %s", count);
    return store.nearest(features, (int) Math.min(count, manifest.getImages()));
  }

  @Override
  public void close() throws IOException {
    store.close();
  }
}

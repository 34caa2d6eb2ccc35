package org.alexnet.export.index;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.LongConsumer;
import org.alexnet.common.ListedFiles;
import org.alexnet.data.Dataset;
import org.alexnet.data.StoredRecord;
import org.alexnet.data.StoredRecords;
import org.alexnet.data.source.Split;
import org.alexnet.export.Classifier;
import org.alexnet.export.proto.IndexManifest;

/** Writes the features of a split's images, some of them at a time. */
final class IndexWriting implements StoredRecords.Visitor, Closeable {
  private static final int BATCH = 64;

  private final Path folder;
  private final Classifier classifier;
  private final long images;
  private final Search search;
  private final LongConsumer progress;
  private final List<byte[]> waiting = new ArrayList<>();
  private FeatureStore.Writer writer;
  private int length;

  private IndexWriting(
      Path folder, Classifier classifier, long images, Search search, LongConsumer progress) {
    this.folder = folder;
    this.classifier = classifier;
    this.images = images;
    this.search = search;
    this.progress = progress;
  }

  /**
   * Fills the folder of an index.
   *
   * @param folder an empty one
   * @param progress told how many images are done
   */
  static void write(
      Path folder,
      Classifier classifier,
      Dataset dataset,
      Split split,
      Search search,
      LongConsumer progress)
      throws IOException {
    long images = dataset.imageCount(split);
    int length;
    try (IndexWriting writing = new IndexWriting(folder, classifier, images, search, progress)) {
      StoredRecords.visit(dataset, split, writing);
      length = writing.length;
    }
    FeatureIndex.FILE.write(
        folder,
        IndexManifest.newBuilder()
            .addAllCheckpointSha256(classifier.checkpoints())
            .setStoredWeights(classifier.storedWeights())
            .setDatasetFingerprint(dataset.fingerprint())
            .setSplit(split.name().toLowerCase(Locale.ROOT))
            .setImages(images)
            .setFeatures(length)
            .setSearch(search.toString())
            .addAllFiles(ListedFiles.listAll(folder))
            .build());
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
      writer = search.writer(folder, images, length);
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

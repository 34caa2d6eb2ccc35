package org.alexnet.export.index;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ForkJoinPool;
import org.apache.lucene.codecs.KnnVectorsFormat;
import org.apache.lucene.codecs.KnnVectorsReader;
import org.apache.lucene.codecs.KnnVectorsWriter;
import org.apache.lucene.codecs.lucene912.Lucene912Codec;
import org.apache.lucene.codecs.lucene99.Lucene99HnswVectorsFormat;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.KnnFloatVectorField;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.FloatVectorValues;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.LogDocMergePolicy;
import org.apache.lucene.index.SegmentReadState;
import org.apache.lucene.index.SegmentWriteState;
import org.apache.lucene.index.SerialMergeScheduler;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.KnnFloatVectorQuery;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.MMapDirectory;
import org.apache.lucene.store.NoLockFactory;

/**
 * Features in an index of Apache Lucene, of one segment, whose documents are the images in order.
 * The files are mapped, so it needs no memory of its own.
 */
final class FeatureGraph implements FeatureStore {
  private static final String NAME = "lucene";
  private static final String FIELD = "features";

  /** Images that the search keeps on its way; the more, the fewer it misses. */
  private static final int CANDIDATES = 100;

  /** Megabytes of features that wait in memory for their part of the graph. */
  private static final double WAITING = 256;

  private final Directory directory;
  private final DirectoryReader reader;

  private FeatureGraph(Directory directory, DirectoryReader reader) {
    this.directory = directory;
    this.reader = reader;
  }

  static final class Writer implements FeatureStore.Writer {
    private final Directory directory;
    private final IndexWriter index;
    private long missing;

    Writer(Path folder, long images, int features) throws IOException {
      this(folder, images, features, WAITING);
    }

    Writer(Path folder, long images, int features, double waiting) throws IOException {
      missing = images;
      // Whoever writes an index locks it by its own means.
      directory = new MMapDirectory(folder.resolve(NAME), NoLockFactory.INSTANCE);
      index =
          new IndexWriter(
              directory,
              new IndexWriterConfig()
                  .setCodec(codec(features))
                  .setCommitOnClose(false)
                  .setRAMBufferSizeMB(waiting)
                  .setUseCompoundFile(false)
                  .setMergePolicy(inOrder())
                  .setMergeScheduler(new SerialMergeScheduler())); // or errors come elsewhere
    }

    /** Other policies change the order of documents; parts are merged once, at the end. */
    private static LogDocMergePolicy inOrder() {
      LogDocMergePolicy policy = new LogDocMergePolicy();
      policy.setMergeFactor(Integer.MAX_VALUE);
      policy.setNoCFSRatio(0);
      return policy;
    }

    @Override
    public void write(float[] features) throws IOException {
      Document image = new Document();
      image.add(new KnnFloatVectorField(FIELD, features, VectorSimilarityFunction.EUCLIDEAN));
      index.addDocument(image);
      missing--;
      if (missing == 0) {
        index.forceMerge(1);
        index.commit();
      }
    }

    @Override
    @SuppressWarnings("try") // closed in this order
    public void close() throws IOException {
      try (Closeable last = directory) {
        index.close();
      }
    }
  }

  private static Lucene912Codec codec(int features) {
    KnnVectorsFormat format = new OfLength(features);
    return new Lucene912Codec() {
      @Override
      public KnnVectorsFormat getKnnVectorsFormatForField(String field) {
        return format;
      }
    };
  }

  /** Lucene's format, of vectors longer than the 1024 numbers that it takes by itself. */
  private static final class OfLength extends KnnVectorsFormat {
    private static final int CORES = Runtime.getRuntime().availableProcessors();

    private final KnnVectorsFormat format =
        new Lucene99HnswVectorsFormat(
            Lucene99HnswVectorsFormat.DEFAULT_MAX_CONN,
            Lucene99HnswVectorsFormat.DEFAULT_BEAM_WIDTH,
            CORES,
            CORES == 1 ? null : ForkJoinPool.commonPool());
    private final int features;

    OfLength(int features) {
      super("Lucene99HnswVectorsFormat"); // by which readers find it
      this.features = features;
    }

    @Override
    public KnnVectorsWriter fieldsWriter(SegmentWriteState state) throws IOException {
      return format.fieldsWriter(state);
    }

    @Override
    public KnnVectorsReader fieldsReader(SegmentReadState state) throws IOException {
      return format.fieldsReader(state);
    }

    @Override
    public int getMaxDimensions(String field) {
      return features;
    }
  }

  static FeatureGraph open(Path folder) throws IOException {
    Directory directory = new MMapDirectory(folder.resolve(NAME), NoLockFactory.INSTANCE);
    try {
      return new FeatureGraph(directory, DirectoryReader.open(directory));
    } catch (IOException e) {
      directory.close();
      throw e;
    }
  }

  @Override
  public List<Neighbor> nearest(float[] features, int count) throws IOException {
    KnnFloatVectorQuery query =
        new KnnFloatVectorQuery(FIELD, features, Math.max(count, CANDIDATES));
    int[] images =
        Arrays.stream(new IndexSearcher(reader).search(query, count).scoreDocs)
            .mapToInt(found -> found.doc)
            .sorted()
            .toArray();
    LeafReader segment = reader.leaves().get(0).reader();
    FloatVectorValues all = segment.getFloatVectorValues(FIELD);
    List<Neighbor> nearest = new ArrayList<>();
    for (int image : images) {
      all.advance(image);
      nearest.add(Neighbor.of(image, all.vectorValue(), features));
    }
    nearest.sort(Neighbor.NEAREST_FIRST);
    return nearest;
  }

  @Override
  @SuppressWarnings("try") // closed in this order
  public void close() throws IOException {
    try (Closeable last = directory) {
      reader.close();
    }
  }
}

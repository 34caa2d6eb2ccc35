package org.alexnet.train.prediction;

import com.google.common.io.Closer;
import java.io.IOException;
import java.nio.file.Path;
import org.alexnet.common.NpyFile;
import org.alexnet.train.evaluation.PredictionConsumer;

/** Probabilities and labels as two NumPy arrays in a folder. */
final class NpyPredictions {
  /** Float32 {@code [images, classes]}. */
  static final String PROBABILITIES = "predictions.npy";

  /** Int32 {@code [images]}, counted from 0. */
  static final String LABELS = "labels.npy";

  private NpyPredictions() {}

  /** Writes what a consumer is given. */
  static final class Writer implements PredictionConsumer, java.io.Closeable {
    private final Closer closer = Closer.create();
    private final NpyFile.Writer probabilities;
    private final NpyFile.Writer labels;

    Writer(Path folder, PredictedImages images) throws IOException {
      long count = images.imageCount();
      try {
        probabilities =
            closer.register(
                new NpyFile.Writer(
                    folder.resolve(PROBABILITIES),
                    NpyFile.Type.FLOAT32,
                    count,
                    images.labels().size()));
        labels =
            closer.register(new NpyFile.Writer(folder.resolve(LABELS), NpyFile.Type.INT32, count));
      } catch (IOException e) {
        closer.close();
        throw e;
      }
    }

    @Override
    public void accept(int label, float[] own) throws IOException {
      probabilities.write(own);
      labels.write(label);
    }

    @Override
    public void close() throws IOException {
      closer.close();
    }
  }

  /** Reads them again. */
  static final class Reader implements PredictionStream {
    private final Closer closer = Closer.create();
    private final NpyFile.Reader probabilities;
    private final NpyFile.Reader labels;
    private final int classCount;
    private long left;
    private int label;
    private float[] current;

    Reader(Path folder, PredictedImages images) throws IOException {
      left = images.imageCount();
      classCount = images.labels().size();
      try {
        probabilities =
            closer.register(
                new NpyFile.Reader(
                    folder.resolve(PROBABILITIES), NpyFile.Type.FLOAT32, left, classCount));
        labels =
            closer.register(new NpyFile.Reader(folder.resolve(LABELS), NpyFile.Type.INT32, left));
      } catch (IOException e) {
        closer.close();
        throw e;
      }
    }

    @Override
    public boolean next() throws IOException {
      if (left == 0) {
        return false;
      }
      left--;
      current = new float[classCount];
      probabilities.read(current);
      label = labels.readInt();
      return true;
    }

    @Override
    public int label() {
      return label;
    }

    @Override
    public float[] probabilities() {
      return current;
    }

    @Override
    public void close() throws IOException {
      closer.close();
    }
  }
}

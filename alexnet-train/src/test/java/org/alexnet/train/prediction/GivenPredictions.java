package org.alexnet.train.prediction;

import com.google.common.collect.ImmutableList;
import java.util.stream.IntStream;
import org.alexnet.data.source.LabelMap;
import org.alexnet.data.source.Split;

/** Predictions that a test writes down. */
@SuppressWarnings("ArrayRecordComponent") // never compared
record GivenPredictions(String name, PredictedImages images, int[] labels, float[]... probabilities)
    implements PredictionSource {
  static final String FINGERPRINT = "0123456789abcdef";

  /** Of a data set whose classes are named c0, c1 and so on. */
  static GivenPredictions of(String name, int[] labels, float[]... probabilities) {
    return new GivenPredictions(
        name, images(labels.length, probabilities[0].length), labels, probabilities);
  }

  static PredictedImages images(int count, int classes) {
    return new PredictedImages(
        FINGERPRINT,
        Split.VALIDATION,
        LabelMap.of(IntStream.range(0, classes).mapToObj(i -> "c" + i).toList()),
        count);
  }

  GivenPredictions of(PredictedImages others) {
    return new GivenPredictions(name, others, labels, probabilities);
  }

  @Override
  public ImmutableList<PredictedBy> networks() {
    return ImmutableList.of(new PredictedBy("checkpoint of " + name, "net " + name, 7, 10, 1));
  }

  @Override
  public PredictionStream open() {
    return new PredictionStream() {
      private int image = -1;

      @Override
      public boolean next() {
        return ++image < probabilities.length;
      }

      @Override
      public int label() {
        return labels[image];
      }

      @Override
      public float[] probabilities() {
        return probabilities[image].clone();
      }

      @Override
      public void close() {}
    };
  }
}

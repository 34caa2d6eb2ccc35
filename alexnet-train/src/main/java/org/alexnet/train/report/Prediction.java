package org.alexnet.train.report;

import static com.google.common.collect.ImmutableList.toImmutableList;

import com.google.common.collect.ImmutableList;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * What a network says of one image.
 *
 * @param place number of the image in its split, counted from 0
 * @param label its class
 * @param probability of its class, 0 to 1
 * @param best the most probable classes, the most probable one first
 */
record Prediction(long place, int label, float probability, ImmutableList<Guess> best) {
  /** Paper, figure 4. */
  private static final int SHOWN = 5;

  /**
   * A class with its probability.
   *
   * @param label the class
   * @param probability its probability, 0 to 1
   */
  record Guess(int label, float probability) {}

  /** Returns the prediction of all probabilities; of equal ones the first class comes first. */
  static Prediction of(long place, int label, float[] probabilities) {
    ImmutableList<Guess> best =
        IntStream.range(0, probabilities.length)
            .mapToObj(each -> new Guess(each, probabilities[each]))
            .sorted(Comparator.comparing(Guess::probability, Float::compare).reversed())
            .limit(SHOWN)
            .collect(toImmutableList());
    return new Prediction(place, label, probabilities[label], best);
  }

  /** Returns the cross-entropy in nats; a probability of 0 counts as the smallest normal float. */
  double loss() {
    return lossOf(probability);
  }

  /** Returns the cross-entropy of an image whose class has a probability, likewise. */
  static double lossOf(float probability) {
    return -Math.log(Math.max(probability, Float.MIN_NORMAL));
  }

  /** Returns the predicted class. */
  int predicted() {
    return best.get(0).label();
  }
}

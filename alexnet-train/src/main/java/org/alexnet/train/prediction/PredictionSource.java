package org.alexnet.train.prediction;

import com.google.common.collect.ImmutableList;
import java.io.IOException;
import org.alexnet.train.evaluation.PredictionConsumer;

/** Whatever gives the probabilities of each class for each image of a split, as often as asked. */
public interface PredictionSource {

  /** Returns what errors and tables call it, its folder for example. */
  String name();

  /** Returns which images it predicts. */
  PredictedImages images();

  /** Returns whose predictions they are; the weights together are 1. */
  ImmutableList<PredictedBy> networks();

  /**
   * Starts at the first image. The caller closes what is returned.
   *
   * @throws IOException if it cannot be read
   */
  PredictionStream open() throws IOException;

  /**
   * Gives the predictions for all images to a consumer.
   *
   * @throws IOException if they cannot be read, are no probabilities, or the consumer fails
   */
  default void forEach(PredictionConsumer consumer) throws IOException {
    try (Lockstep images = Lockstep.open(ImmutableList.of(this))) {
      while (images.next()) {
        consumer.accept(images.label(), images.probabilities(0));
      }
    }
  }
}

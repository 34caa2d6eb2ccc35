package org.alexnet.train.evaluation;

import java.io.IOException;
import java.util.List;

/** What is done with the predictions for each image of a split, in the order of its files. */
@FunctionalInterface
public interface PredictionConsumer {

  /**
   * Takes the predictions for the next image.
   *
   * @param label the image's class, 0..classes-1
   * @param probabilities of each class, averaged over the image's crops; the consumer's own, unless
   *     it is one of {@link #all}
   * @throws IOException if they cannot be written
   */
  void accept(int label, float[] probabilities) throws IOException;

  /**
   * Returns a consumer that gives each image to several, in turn.
   *
   * @param consumers which leave the probabilities as they are
   */
  static PredictionConsumer all(List<? extends PredictionConsumer> consumers) {
    List<PredictionConsumer> each = List.copyOf(consumers);
    return (label, probabilities) -> {
      for (PredictionConsumer consumer : each) {
        consumer.accept(label, probabilities);
      }
    };
  }
}

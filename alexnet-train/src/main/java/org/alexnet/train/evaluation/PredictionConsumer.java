package org.alexnet.train.evaluation;

import java.io.IOException;

/** What is done with the predictions for each image of a split, in the order of its files. */
@FunctionalInterface
public interface PredictionConsumer {

  /**
   * Takes the predictions for the next image.
   *
   * @param label the image's class, 0..classes-1
   * @param probabilities of each class, averaged over the image's crops; the consumer's own
   * @throws IOException if they cannot be written
   */
  void accept(int label, float[] probabilities) throws IOException;
}

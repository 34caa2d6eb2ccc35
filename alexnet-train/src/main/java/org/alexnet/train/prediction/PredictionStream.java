package org.alexnet.train.prediction;

import java.io.Closeable;
import java.io.IOException;

/** Predictions, one image after another. */
public interface PredictionStream extends Closeable {

  /**
   * Goes to the next image, at first to the first one.
   *
   * @return false if there is none left
   * @throws IOException if it cannot be read
   */
  boolean next() throws IOException;

  /** Returns the class of the image, 0..classes-1. */
  int label();

  /** Returns the probability of each class; the caller's own. */
  float[] probabilities();
}

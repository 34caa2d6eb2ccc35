package org.alexnet.export.index;

import java.io.Closeable;
import java.io.IOException;
import java.util.List;

/** The features of images on disk, and how the nearest of them are found. */
interface FeatureStore extends Closeable {
  /**
   * Returns the images nearest to features.
   *
   * @param features as many numbers as an image has
   * @param count how many; all if there are fewer
   * @return the nearest first, of equals the one with the lower number
   */
  List<Neighbor> nearest(float[] features, int count) throws IOException;

  /** Takes the features of images in order. The last image completes what it writes. */
  interface Writer extends Closeable {
    /** Appends an image. */
    void write(float[] features) throws IOException;
  }
}

package org.alexnet.export.index;

import java.util.Comparator;

/**
 * An image of the data set.
 *
 * @param image its number in the split, counted from 0
 * @param distance of its features from those asked about, Euclidean
 */
public record Neighbor(long image, double distance) {
  /** The nearest first, of equals the one with the lower number. */
  static final Comparator<Neighbor> NEAREST_FIRST =
      Comparator.comparingDouble(Neighbor::distance).thenComparingLong(Neighbor::image);

  static Neighbor of(long image, float[] itsFeatures, float[] features) {
    double sum = 0;
    for (int i = 0; i < features.length; i++) {
      double difference = itsFeatures[i] - features[i];
      sum += difference * difference;
    }
    return new Neighbor(image, Math.sqrt(sum));
  }
}

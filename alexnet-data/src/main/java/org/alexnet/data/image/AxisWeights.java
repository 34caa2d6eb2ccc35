package org.alexnet.data.image;

import org.alexnet.data.image.Fit.AxisPlace;

/**
 * Which pixels of a row or column make each of its new pixels, and with which weights. Pixels have
 * their centers at half a pixel; new pixels whose center is outside of the image have no weights.
 */
final class AxisWeights {
  private final int[] starts;
  private final int[] ends;
  private final double[] weights;
  private int longest;
  private int first = Integer.MAX_VALUE;
  private int end;

  private AxisWeights(int size, int capacity) {
    starts = new int[size];
    ends = new int[size];
    weights = new double[capacity];
  }

  /**
   * Returns the weights of one axis.
   *
   * @param length pixels of the image along it
   * @param place where they go
   * @param size pixels of the square along it
   * @param filter how they are weighted
   */
  static AxisWeights of(int length, AxisPlace place, int size, ResizeFilter filter) {
    double reduction = Math.max(1, 1 / place.scale());
    double reach = filter.radius() * reduction;
    long most = Math.min(length, (long) Math.ceil(2 * reach) + 1);
    AxisWeights axis = new AxisWeights(size, Math.toIntExact(size * most));
    int used = 0;
    for (int target = 0; target < size; target++) {
      double center = (target + 0.5 - place.offset()) / place.scale();
      int first = Math.max(0, (int) Math.ceil(center - reach - 0.5));
      int last = Math.min(length - 1, (int) Math.floor(center + reach - 0.5));
      boolean inside = center >= 0 && center <= length;
      axis.starts[target] = first;
      int from = used;
      double sum = 0;
      for (int source = first; inside && source <= last; source++) {
        double weight = filter.weight(Math.abs(source + 0.5 - center) / reduction);
        axis.weights[used++] = weight;
        sum += weight;
      }
      for (int i = from; i < used; i++) {
        axis.weights[i] /= sum;
      }
      axis.ends[target] = used;
      axis.longest = Math.max(axis.longest, used - from);
      if (used > from) {
        axis.first = Math.min(axis.first, first);
        axis.end = Math.max(axis.end, last + 1);
      }
    }
    return axis;
  }

  /** Returns the first pixel of each new pixel. */
  int[] starts() {
    return starts;
  }

  /** Returns where the weights of each new pixel end, and those of the next begin. */
  int[] ends() {
    return ends;
  }

  /** Returns the weights; those of a new pixel add up to 1. */
  double[] weights() {
    return weights;
  }

  /** Returns the first pixel that has a weight. */
  int first() {
    return first;
  }

  /** Returns the one behind the last that has a weight. */
  int end() {
    return end;
  }

  /**
   * Returns the first pixel of each new pixel, counted from another; those without weights begin
   * anywhere.
   *
   * @param origin which pixel is 0
   * @param count the most that a start may be
   */
  int[] startsFrom(int origin, int count) {
    int[] from = new int[starts.length];
    for (int x = 0; x < from.length; x++) {
      from[x] = Math.max(0, Math.min(count, starts[x] - origin));
    }
    return from;
  }

  /** Returns the most pixels that make one. */
  int longest() {
    return longest;
  }

  /**
   * Returns the weights as integers. Each is off by less than one, and those of a new pixel add up
   * to the unit, so that an even surface stays as it is.
   *
   * @param unit what stands for 1
   */
  int[] scaledBy(int unit) {
    int[] scaled = new int[weights.length];
    int from = 0;
    for (int end : ends) {
      double sum = 0;
      long before = 0;
      for (int i = from; i < end; i++) {
        sum += weights[i] * unit;
        long upTo = Math.round(sum);
        scaled[i] = (int) (upTo - before);
        before = upTo;
      }
      from = end;
    }
    return scaled;
  }

  /**
   * Returns the weights as {@link #scaledBy}, with as many for each new pixel: zeros follow those
   * that have fewer.
   */
  int[] paddedAndScaledBy(int unit, int count) {
    int[] scaled = scaledBy(unit);
    int[] padded = new int[count * ends.length];
    for (int target = 0, from = 0; target < ends.length; from = ends[target++]) {
      System.arraycopy(scaled, from, padded, count * target, ends[target] - from);
    }
    return padded;
  }
}

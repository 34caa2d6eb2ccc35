package org.alexnet.graph.reference;

/**
 * The windows of a pooling layer along one direction.
 *
 * @param size pixels of a whole window
 * @param stride pixels from one window to the next
 * @param ceilMode whether windows go on until one reaches the last pixel, which cuts off that one
 */
record Windows(int size, int stride, boolean ceilMode) {

  int count(int side) {
    int count = 0;
    while (first(count) + size <= side) {
      count++;
    }
    boolean reached = count > 0 && first(count - 1) + size == side;
    return ceilMode && !reached ? count + 1 : count;
  }

  int first(int window) {
    return window * stride;
  }

  /** The pixel after the last one that lies within both the window and the map. */
  int end(int window, int side) {
    return Math.min(first(window) + size, side);
  }

  Volume emptyOutput(Volume input) {
    return Volume.zeros(input.images, count(input.height), count(input.width), input.channels);
  }
}

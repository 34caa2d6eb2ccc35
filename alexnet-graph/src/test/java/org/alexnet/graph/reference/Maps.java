package org.alexnet.graph.reference;

/** A batch of feature maps in float64, [N, height, width, channels], row-major. */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Maps(int count, int height, int width, int channels, double[] values) {

  static Maps zeros(int count, int height, int width, int channels) {
    return new Maps(count, height, width, channels, new double[count * height * width * channels]);
  }

  Maps sameShape() {
    return zeros(count, height, width, channels);
  }

  int index(int n, int y, int x, int c) {
    return ((n * height + y) * width + x) * channels + c;
  }

  double get(int n, int y, int x, int c) {
    return values[index(n, y, x, c)];
  }

  void add(int n, int y, int x, int c, double value) {
    values[index(n, y, x, c)] += value;
  }
}

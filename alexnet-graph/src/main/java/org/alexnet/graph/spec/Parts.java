package org.alexnet.graph.spec;

/** How channels are divided over towers. */
final class Parts {
  private Parts() {}

  /**
   * Returns the size of a part; no two parts differ by more than one, and the larger ones come
   * later: 10,921 and 10,922 of 21,843.
   */
  static int size(int all, int part, int parts) {
    return (int) ((long) all * (part + 1) / parts - (long) all * part / parts);
  }
}

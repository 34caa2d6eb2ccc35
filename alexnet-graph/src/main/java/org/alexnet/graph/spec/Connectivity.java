package org.alexnet.graph.spec;

/** What each tower's part of a layer reads of the layer before. */
public enum Connectivity {
  /** Only the tower's own part. */
  GROUPED("grouped"),
  /** All of it: a link between the towers. */
  CROSS_TOWER("cross-tower");

  private final String word;

  Connectivity(String word) {
    this.word = word;
  }

  /** Returns the word for it, as tables have it. */
  public String word() {
    return word;
  }
}

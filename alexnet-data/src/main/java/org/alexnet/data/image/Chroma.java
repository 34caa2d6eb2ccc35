package org.alexnet.data.image;

/** The resolution of color in stored JPEG files. */
public enum Chroma {
  /** Color for each pixel. */
  FULL("4:4:4"),
  /** Color for each 2x2 pixels, as most cameras and programs store it. */
  HALF("4:2:0");

  private final String sampling;

  Chroma(String sampling) {
    this.sampling = sampling;
  }

  /** Returns the name as it is written on the command line. */
  @Override
  public String toString() {
    return sampling;
  }
}

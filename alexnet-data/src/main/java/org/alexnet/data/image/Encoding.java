package org.alexnet.data.image;

import com.google.common.base.Ascii;

/** The file format of stored images. */
public enum Encoding {
  /** Small, and close to the pixels: for photographs. */
  JPEG,
  /** Exactly the pixels: for small images, where a block of JPEG is much of the picture. */
  PNG;

  /** Returns the name as it is written on the command line. */
  @Override
  public String toString() {
    return Ascii.toLowerCase(name());
  }
}

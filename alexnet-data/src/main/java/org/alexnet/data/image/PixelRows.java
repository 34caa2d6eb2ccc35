package org.alexnet.data.image;

/** A decoded image, read in parts of rows. */
interface PixelRows {
  /** Returns the width in pixels. */
  int width();

  /** Returns the height in pixels. */
  int height();

  /**
   * Reads a part of a row: red, green, blue of a pixel together, unsigned.
   *
   * @param row counted from 0
   * @param column the first pixel
   * @param count how many pixels
   * @param into takes them from its beginning
   */
  void read(int row, int column, int count, byte[] into);
}

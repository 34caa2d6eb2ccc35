package org.alexnet.data.image;

/** What is out of the ordinary in an image file that was read all the same. */
public enum ImageNote {
  /** A file named as of one format whose content is of another. */
  NAMED_AS_ANOTHER_FORMAT("named as another format than its content has"),
  /** A JPEG whose EXIF orientation is not that of its rows. */
  TURNED_UPRIGHT("turned upright as its EXIF orientation says"),
  /** A JPEG of four inks; TensorFlow's decoder multiplies them with black. */
  CMYK("CMYK, converted to RGB"),
  /** The same with the inks as luma and chroma. */
  YCCK("YCCK, converted to RGB"),
  /** One channel, which becomes red, green and blue alike. */
  GRAY("gray, stored as RGB"),
  /** PNG of 16 bits a channel, of which the upper 8 are kept. */
  SIXTEEN_BITS("16 bits a channel, the upper 8 kept"),
  /** PNG of an indexed palette. */
  PALETTE("of a palette, stored as RGB"),
  /**
   * PNG with transparency: the colors are kept as they are in the file, whatever is seen of them.
   */
  TRANSPARENT("with transparency, which was dropped"),
  /** A progressive JPEG. */
  PROGRESSIVE("progressive JPEG"),
  /** An image whose side that decides about the scale is shorter than the square's. */
  ENLARGED("smaller than the stored size, enlarged");

  private final String text;

  ImageNote(String text) {
    this.text = text;
  }

  /** Returns the words in the manifest. */
  @Override
  public String toString() {
    return text;
  }
}

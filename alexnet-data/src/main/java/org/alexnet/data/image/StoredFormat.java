package org.alexnet.data.image;

import static com.google.common.base.Preconditions.checkArgument;

import java.io.Serializable;
import java.util.Locale;

/**
 * How images are stored: immutable.
 *
 * @param size side of the squares, in pixels
 * @param fit how an image becomes a square
 * @param filter how it is resized
 * @param encoding the files' format
 * @param quality of JPEG, 1 to 100 as in libjpeg; of no meaning for PNG
 * @param chroma of JPEG; of no meaning for PNG
 */
public record StoredFormat(
    int size, Fit fit, ResizeFilter filter, Encoding encoding, int quality, Chroma chroma)
    implements Serializable {

  /**
   * The longest side of the squares, in pixels: the sums over an image of 2048x2048 pixels take 100
   * MB, and networks of this kind look at 227.
   */
  public static final int MOST_PIXELS_A_SIDE = 2048;

  /** Checks the numbers. */
  public StoredFormat {
    checkArgument(
        size >= 1 && size <= MOST_PIXELS_A_SIDE,
        "imageSize must be in 1..%s, found %s",
        MOST_PIXELS_A_SIDE,
        size);
    checkArgument(
        quality >= 1 && quality <= 100, "quality must be between 1 and 100, found %s", quality);
  }

  /**
   * Returns squares as the paper's: the shorter side resized by an antialiased triangle filter, the
   * center crop taken (paper, section 2); as JPEG of quality 95 with color for each pixel.
   *
   * @param size their side, in pixels
   */
  public static StoredFormat ofSize(int size) {
    return new StoredFormat(size, Fit.CROP, ResizeFilter.TRIANGLE, Encoding.JPEG, 95, Chroma.FULL);
  }

  /** Returns a copy with this side of the squares, in pixels. */
  public StoredFormat withSize(int size) {
    return new StoredFormat(size, fit, filter, encoding, quality, chroma);
  }

  /** Returns a copy that makes squares in this way. */
  public StoredFormat withFit(Fit fit) {
    return new StoredFormat(size, fit, filter, encoding, quality, chroma);
  }

  /** Returns a copy that resizes with this filter. */
  public StoredFormat withFilter(ResizeFilter filter) {
    return new StoredFormat(size, fit, filter, encoding, quality, chroma);
  }

  /** Returns a copy that stores files of this format. */
  public StoredFormat withEncoding(Encoding encoding) {
    return new StoredFormat(size, fit, filter, encoding, quality, chroma);
  }

  /** Returns a copy with this quality of JPEG, 1 to 100. */
  public StoredFormat withQuality(int quality) {
    return new StoredFormat(size, fit, filter, encoding, quality, chroma);
  }

  /** Returns a copy with this resolution of color in JPEG. */
  public StoredFormat withChroma(Chroma chroma) {
    return new StoredFormat(size, fit, filter, encoding, quality, chroma);
  }

  /** Returns all of it in a line, as {@code inspect} prints it. */
  @Override
  public String toString() {
    String files =
        encoding == Encoding.PNG
            ? "PNG"
            : String.format(Locale.ROOT, "JPEG of quality %d, chroma %s", quality, chroma);
    return String.format(
        Locale.ROOT, "%dx%d pixels, fit %s, filter %s, %s", size, size, fit, filter, files);
  }
}

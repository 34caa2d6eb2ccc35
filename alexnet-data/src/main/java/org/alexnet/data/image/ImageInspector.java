package org.alexnet.data.image;

import java.awt.Dimension;
import java.io.IOException;
import java.util.Map;
import org.apache.commons.imaging.ImageFormat;
import org.apache.commons.imaging.ImageFormats;
import org.apache.commons.imaging.Imaging;

/**
 * Looks at the first bytes of an image file, whatever its name says, and refuses what the decoder
 * cannot or should not read.
 *
 * @param format JPEG, PNG or GIF
 * @param width in pixels
 * @param height in pixels
 */
public record ImageInspector(String format, int width, int height) {
  private static final Map<ImageFormat, String> READABLE =
      Map.of(ImageFormats.JPEG, "JPEG", ImageFormats.PNG, "PNG", ImageFormats.GIF, "GIF");

  /** The chunk that makes a PNG an animation, https://www.w3.org/TR/png-3/#acTL-chunk. */
  private static final String ANIMATION = "acTL";

  /**
   * The most pixels of an image, 64 megapixels. Decoders have no bound, and a small file may claim
   * any size. So many pixels are a camera's picture at its best, and 0.8 GB of float32.
   */
  public static final int MOST_PIXELS = 64_000_000;

  /**
   * Inspects an image file.
   *
   * @param bytes its content
   * @param name what to call it in an error
   * @throws BadImageException if it is no JPEG, PNG or GIF image, is an animated PNG, or has more
   *     than 64 megapixels
   */
  public static ImageInspector inspect(byte[] bytes, String name) throws BadImageException {
    ImageFormat format = format(bytes, name);
    if (!READABLE.containsKey(format)) {
      String found =
          format == ImageFormats.UNKNOWN ? "no image format known here" : format.getName();
      throw new BadImageException(name, "is not a JPEG, PNG or GIF image: its content is " + found);
    }
    Dimension size = size(bytes, name, READABLE.get(format));
    requireBounded(size.width, size.height, name);
    if (format == ImageFormats.PNG && PngChunks.hasBeforePixels(bytes, ANIMATION)) {
      throw new BadImageException(
          name, "is an animated PNG image; only those of one frame are read");
    }
    return new ImageInspector(READABLE.get(format), size.width, size.height);
  }

  static void requireBounded(int width, int height, String name) throws BadImageException {
    if ((long) width * height > MOST_PIXELS) {
      throw new BadImageException(
          name, "has " + width + "x" + height + " pixels; at most 64 megapixels are read");
    }
  }

  private static ImageFormat format(byte[] bytes, String name) throws BadImageException {
    if (bytes.length == 0) {
      throw new BadImageException(name, "is empty");
    }
    try {
      return Imaging.guessFormat(bytes);
    } catch (IOException | RuntimeException e) { // thrown where there is less than a magic number
      return ImageFormats.UNKNOWN;
    }
  }

  private static Dimension size(byte[] bytes, String name, String format) throws BadImageException {
    try {
      return Imaging.getImageSize(bytes);
    } catch (IOException | RuntimeException e) { // its parsers throw both on damaged files
      throw new BadImageException(
          name, "is a damaged " + format + " image: its size cannot be read", e);
    }
  }
}

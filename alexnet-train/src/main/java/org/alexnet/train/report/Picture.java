package org.alexnet.train.report;

import static java.util.Objects.requireNonNull;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import javax.imageio.ImageIO;
import org.alexnet.common.DataUri;
import org.alexnet.data.StoredRecord;

/**
 * An image inside the page.
 *
 * @param uri its bytes, as a data URI
 * @param width on the page, in pixels
 * @param height on the page, in pixels
 * @param alt what it shows, for whoever does not see it
 */
record Picture(String uri, int width, int height, String alt) {
  /** Checks the texts. */
  Picture {
    requireNonNull(uri, "uri");
    requireNonNull(alt, "alt");
  }

  /** Returns a drawn image as PNG. */
  static Picture png(BufferedImage image, String alt) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      ImageIO.setUseCache(false); // no files for what is in memory
      ImageIO.write(image, "png", bytes);
    } catch (IOException e) {
      throw new UncheckedIOException("memory takes every byte", e);
    }
    return new Picture(DataUri.of(bytes.toByteArray()), image.getWidth(), image.getHeight(), alt);
  }

  /**
   * Returns a stored image as it is.
   *
   * @param size its side, in pixels
   */
  static Picture stored(StoredRecord image, int size, String alt) {
    return new Picture(image.dataUri(), size, size, alt);
  }

  /** Returns a copy that the page shows so many times as wide and high. */
  Picture enlarged(int factor) {
    return new Picture(uri, factor * width, factor * height, alt);
  }
}

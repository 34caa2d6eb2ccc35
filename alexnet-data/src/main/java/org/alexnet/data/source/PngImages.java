package org.alexnet.data.source;

import java.awt.image.BufferedImage;
import java.io.IOException;
import org.apache.commons.imaging.ImageFormats;
import org.apache.commons.imaging.Imaging;

/** Pixels as PNG files, which lose nothing. */
final class PngImages {
  private PngImages() {}

  /**
   * Returns an RGB file of three planes, each row by row from the top. Gray pixels come as RGB too:
   * the JDK takes its gray images for linear and would change the values.
   *
   * @param pixels the planes, somewhere in it
   * @param red where the red plane begins
   * @param green where the green plane begins
   * @param blue where the blue plane begins
   */
  static byte[] of(byte[] pixels, int red, int green, int blue, int rows, int columns)
      throws IOException {
    BufferedImage image = new BufferedImage(columns, rows, BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < rows * columns; i++) {
      image.setRGB(
          i % columns,
          i / columns,
          (pixels[red + i] & 0xff) << 16
              | (pixels[green + i] & 0xff) << 8
              | (pixels[blue + i] & 0xff));
    }
    return Imaging.writeImageToBytes(image, ImageFormats.PNG);
  }
}

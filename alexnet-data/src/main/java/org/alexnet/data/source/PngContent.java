package org.alexnet.data.source;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.util.Arrays;
import org.alexnet.data.source.ImageSource.Content;
import org.apache.commons.imaging.ImageFormats;
import org.apache.commons.imaging.Imaging;

/**
 * Pixels as an RGB file of PNG, which loses nothing. Gray pixels come as RGB too: the JDK takes its
 * gray images for linear and would change the values.
 *
 * @param pixels three planes, each row by row from the top, somewhere in it
 * @param red where the red plane begins
 * @param green where the green plane begins, not before the red one
 * @param blue where the blue plane begins, not before the green one
 * @param rows height of the image
 * @param columns width of the image
 */
@SuppressWarnings("ArrayRecordComponent") // it is passed on, never compared
record PngContent(byte[] pixels, int red, int green, int blue, int rows, int columns)
    implements Content {
  @Override
  public byte[] read() throws IOException {
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

  /** What is sent to another machine is this image alone. */
  private Object writeReplace() {
    byte[] own = Arrays.copyOfRange(pixels, red, blue + rows * columns);
    return new PngContent(own, 0, green - red, blue - red, rows, columns);
  }
}

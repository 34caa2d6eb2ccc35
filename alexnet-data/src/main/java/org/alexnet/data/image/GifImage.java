package org.alexnet.data.image;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Locale;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.metadata.IIOMetadataNode;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import org.apache.commons.imaging.Imaging;

/** A GIF file of one frame as PNG, without loss. */
final class GifImage {
  private static final String FRAME_FORMAT = "javax_imageio_gif_image_1.0";

  private GifImage() {}

  /**
   * Converts a file.
   *
   * @param screen what the file says of its whole area
   * @throws BadImageException if the file has not exactly one frame that fills the area, or is
   *     damaged
   */
  public static byte[] toPng(byte[] bytes, String name, ImageInspector screen)
      throws BadImageException {
    ImageReader reader = ImageIO.getImageReadersByFormatName("gif").next();
    try (ImageInputStream in = new MemoryCacheImageInputStream(new ByteArrayInputStream(bytes))) {
      reader.setInput(in);
      requireOneWholeFrame(reader, name, screen);
      // The JDK's reader garbles interlaced frames of 2 to 4 rows.
      return png(Imaging.getBufferedImage(bytes));
    } catch (BadImageException e) {
      throw e;
    } catch (IOException | RuntimeException e) { // the reader throws both on damaged files
      throw new BadImageException(name, "is a damaged GIF image: it cannot be decoded", e);
    } finally {
      reader.dispose();
    }
  }

  /** Looks at headers alone: a frame may claim any size, whatever the area. */
  private static void requireOneWholeFrame(ImageReader reader, String name, ImageInspector screen)
      throws IOException {
    int frames = reader.getNumImages(true);
    if (frames != 1) {
      throw new BadImageException(
          name, "is a GIF image of " + frames + " frames; only those of one frame are read");
    }
    int width = reader.getWidth(0);
    int height = reader.getHeight(0);
    ImageInspector.requireBounded(width, height, name);
    IIOMetadataNode frame = (IIOMetadataNode) reader.getImageMetadata(0).getAsTree(FRAME_FORMAT);
    IIOMetadataNode place = (IIOMetadataNode) frame.getElementsByTagName("ImageDescriptor").item(0);
    String left = place.getAttribute("imageLeftPosition");
    String top = place.getAttribute("imageTopPosition");
    if (width != screen.width()
        || height != screen.height()
        || !left.equals("0")
        || !top.equals("0")) {
      throw new BadImageException(
          name,
          String.format(
              Locale.ROOT,
              "is a GIF image whose frame of %dx%d pixels at %s,%s does not fill its %dx%d pixels",
              width,
              height,
              left,
              top,
              screen.width(),
              screen.height()));
    }
  }

  /** As RGB; Commons Imaging has black where the image is transparent. */
  private static byte[] png(BufferedImage image) throws IOException {
    int width = image.getWidth();
    BufferedImage rgb = new BufferedImage(width, image.getHeight(), BufferedImage.TYPE_INT_RGB);
    int[] row = new int[width];
    for (int y = 0; y < image.getHeight(); y++) {
      image.getRGB(0, y, width, 1, row, 0, width);
      rgb.setRGB(0, y, width, 1, row, 0, width);
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (MemoryCacheImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
      ImageIO.write(rgb, "png", out);
    }
    return bytes.toByteArray();
  }
}

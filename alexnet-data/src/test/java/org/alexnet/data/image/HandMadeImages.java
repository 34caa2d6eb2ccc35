package org.alexnet.data.image;

import java.awt.image.BufferedImage;
import java.awt.image.DataBuffer;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;

/** Image files of every kind, and ones whose headers lie. */
public final class HandMadeImages {
  /** Black, transparent, a dark and a light gray, and colors. */
  static final int[] PALETTE = {
    0xff000000, 0x00123456, 0xff202020, 0xffc8c8c8, 0xffff0000, 0xff01fe03, 0xff0000ff, 0xffabcdef
  };

  private HandMadeImages() {}

  /** A picture of 8x2 pixels: the palette forwards, then backwards. */
  public static BufferedImage palette() {
    IndexColorModel colors =
        new IndexColorModel(8, 8, PALETTE, 0, true, 1, java.awt.image.DataBuffer.TYPE_BYTE);
    BufferedImage image = new BufferedImage(8, 2, BufferedImage.TYPE_BYTE_INDEXED, colors);
    for (int x = 0; x < 8; x++) {
      image.getRaster().setSample(x, 0, 0, x);
      image.getRaster().setSample(x, 1, 0, 7 - x);
    }
    return image;
  }

  public static byte[] encoded(BufferedImage image, String format) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ImageIO.write(image, format, out);
    return out.toByteArray();
  }

  public static byte[] progressiveJpeg(BufferedImage image) throws IOException {
    ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
    ImageWriteParam progressive = writer.getDefaultWriteParam();
    progressive.setProgressiveMode(ImageWriteParam.MODE_DEFAULT);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ImageOutputStream out = ImageIO.createImageOutputStream(bytes)) {
      writer.setOutput(out);
      writer.write(null, new IIOImage(image, null, null), progressive);
    }
    return bytes.toByteArray();
  }

  public static byte[] gifOfFrames(int count) throws IOException {
    ImageWriter writer = ImageIO.getImageWritersByFormatName("gif").next();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ImageOutputStream out = ImageIO.createImageOutputStream(bytes)) {
      writer.setOutput(out);
      writer.prepareWriteSequence(null);
      for (int i = 0; i < count; i++) {
        writer.writeToSequence(new IIOImage(palette(), null, null), null);
      }
      writer.endWriteSequence();
    }
    return bytes.toByteArray();
  }

  /** Returns a PNG file that says it is an animation of 2 frames, without the second. */
  public static byte[] animated(byte[] png) {
    byte[] data = {'a', 'c', 'T', 'L', 0, 0, 0, 2, 0, 0, 0, 0};
    CRC32 checksum = new CRC32();
    checksum.update(data);
    int header = 33; // signature and IHDR
    return ByteBuffer.allocate(png.length + data.length + 8)
        .put(png, 0, header)
        .putInt(data.length - 4)
        .put(data)
        .putInt((int) checksum.getValue())
        .put(png, header, png.length - header)
        .array();
  }

  /** The frame of a GIF with other numbers: left, top, width, height. */
  public static byte[] gifWithFrame(int left, int top, int width, int height) throws IOException {
    byte[] gif = encoded(palette(), "gif");
    int frame = 13 + 3 * (2 << (gif[10] & 7)); // after the palette
    while (gif[frame] == 0x21) { // extensions
      frame += 2;
      while (gif[frame] != 0) {
        frame += 1 + (gif[frame] & 0xff);
      }
      frame++;
    }
    ByteBuffer.wrap(gif)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putShort(frame + 1, (short) left)
        .putShort(frame + 3, (short) top)
        .putShort(frame + 5, (short) width)
        .putShort(frame + 7, (short) height);
    return gif;
  }

  public static byte[] pngClaiming(int width, int height) throws IOException {
    byte[] png = encoded(palette(), "png");
    ByteBuffer.wrap(png).putInt(16, width).putInt(20, height);
    return png;
  }

  public static byte[] jpegClaiming(int width, int height) throws IOException {
    byte[] jpeg = encoded(new BufferedImage(8, 8, BufferedImage.TYPE_INT_RGB), "jpeg");
    int frame = 0;
    while ((jpeg[frame] & 0xff) != 0xff || (jpeg[frame + 1] & 0xff) != 0xc0) {
      frame++;
    }
    ByteBuffer.wrap(jpeg).putShort(frame + 5, (short) height).putShort(frame + 7, (short) width);
    return jpeg;
  }

  /** Returns a JPEG file with an EXIF orientation, 1 to 8. */
  public static byte[] withExif(byte[] jpeg, int orientation) {
    byte[] exif = {
      'E',
      'x',
      'i',
      'f',
      0,
      0,
      'M',
      'M',
      0,
      42,
      0,
      0,
      0,
      8, // big endian, the directory at 8
      0,
      1,
      0x01,
      0x12,
      0,
      3,
      0,
      0,
      0,
      1,
      0,
      (byte) orientation,
      0,
      0,
      0,
      0,
      0,
      0
    };
    return withSegment(jpeg, 0xe1, exif);
  }

  /** Returns a JPEG file with a segment more behind its start. */
  public static byte[] withSegment(byte[] jpeg, int marker, byte[] content) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(jpeg, 0, 2);
    out.write(0xff);
    out.write(marker);
    out.write((content.length + 2) >> 8);
    out.write(content.length + 2);
    out.writeBytes(content);
    out.write(jpeg, 2, jpeg.length - 2);
    return out.toByteArray();
  }

  /** Returns a JPEG file of four channels, of one color. */
  public static byte[] jpegOfFourChannels(int size, int... values) throws IOException {
    WritableRaster raster =
        Raster.createInterleavedRaster(DataBuffer.TYPE_BYTE, size, size, 4, null);
    for (int i = 0; i < size * size; i++) {
      raster.setPixel(i % size, i / size, values);
    }
    ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ImageOutputStream out = ImageIO.createImageOutputStream(bytes)) {
      writer.setOutput(out);
      writer.write(null, new IIOImage(raster, null, null), null);
    } finally {
      writer.dispose();
    }
    return bytes.toByteArray();
  }

  /**
   * Returns the start of a JPEG file of this size, up to its pixels, that Commons Imaging reads as
   * one of 64x48: behind a marker without a length it looks for one.
   */
  public static byte[] jpegOfTwoSizes(int width, int height) {
    int next = 4 + 0xffc0; // it takes the marker of the frame for the length
    int begin = 23; // of the segment of an application, in which the other frame is
    byte[] other = frame(64, 48);
    byte[] pixels = {
      (byte) 0xff, (byte) 0xda, 0, 12, 3, 1, 0, 2, 0, 3, 0, 0, 63, 0, (byte) 0xff, (byte) 0xd9
    };
    int end = next + other.length + pixels.length;
    return ByteBuffer.allocate(end + pixels.length)
        .putInt(0xffd8ff01)
        .put(frame(width, height))
        .putShort((short) 0xffe9)
        .putShort((short) (end - begin - 2))
        .put(next, other)
        .put(next + other.length, pixels)
        .put(end, pixels)
        .array();
  }

  private static byte[] frame(int width, int height) {
    return ByteBuffer.allocate(19)
        .putShort((short) 0xffc0)
        .putShort((short) 17)
        .put((byte) 8)
        .putShort((short) height)
        .putShort((short) width)
        .put(new byte[] {3, 1, 0x11, 0, 2, 0x11, 0, 3, 0x11, 0})
        .array();
  }
}

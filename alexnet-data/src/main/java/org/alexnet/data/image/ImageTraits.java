package org.alexnet.data.image;

import com.google.common.base.Ascii;
import com.google.common.collect.ImmutableSet;
import com.google.common.io.Files;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.apache.commons.imaging.Imaging;
import org.apache.commons.imaging.common.ImageMetadata;
import org.apache.commons.imaging.formats.jpeg.JpegImageMetadata;
import org.apache.commons.imaging.formats.tiff.TiffField;
import org.apache.commons.imaging.formats.tiff.constants.TiffTagConstants;

/**
 * What the headers of an image file say beside its size.
 *
 * @param orientation EXIF's, 1 to 8; 1 where the rows are upright or nothing is said
 * @param notes what is out of the ordinary
 */
record ImageTraits(int orientation, ImmutableSet<ImageNote> notes) {
  private static final Map<String, String> FORMAT_OF_EXTENSION =
      Map.of("jpg", "JPEG", "jpeg", "JPEG", "jpe", "JPEG", "png", "PNG", "gif", "GIF");

  private static final byte[] EXIF = "Exif\0\0".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] ADOBE = "Adobe".getBytes(StandardCharsets.US_ASCII);

  /** Where Adobe's segment says how colors are stored: 2 is YCCK. */
  private static final int ADOBE_TRANSFORM = 11;

  /**
   * Reads the headers of a file; what is damaged in them is left to the decoder.
   *
   * @param bytes a file that passed {@link ImageInspector}
   * @param name whose extension, if it has one, should fit the content
   * @param format as {@link ImageInspector} found it
   */
  static ImageTraits of(byte[] bytes, String name, String format) {
    Set<ImageNote> notes = EnumSet.noneOf(ImageNote.class);
    String extension = Ascii.toLowerCase(Files.getFileExtension(name));
    if (!FORMAT_OF_EXTENSION.getOrDefault(extension, format).equals(format)) {
      notes.add(ImageNote.NAMED_AS_ANOTHER_FORMAT);
    }
    int orientation = 1;
    if (format.equals("JPEG")) {
      orientation = jpeg(bytes, notes);
    } else if (format.equals("PNG")) {
      png(bytes, notes);
    }
    if (orientation != 1) {
      notes.add(ImageNote.TURNED_UPRIGHT);
    }
    return new ImageTraits(orientation, ImmutableSet.copyOf(notes));
  }

  /** Notes what the segments of a JPEG say, and returns its orientation. */
  private static int jpeg(byte[] bytes, Set<ImageNote> notes) {
    ByteBuffer file = ByteBuffer.wrap(bytes);
    boolean exif = false;
    boolean ycck = false;
    int at = 2;
    while (at + 4 <= bytes.length && bytes[at] == (byte) 0xff) {
      int marker = bytes[at + 1] & 0xff;
      if (marker == 0xff) { // fill
        at++;
        continue;
      }
      int length = file.getShort(at + 2) & 0xffff;
      if (marker == 0xda) { // the pixels
        break;
      }
      if (marker == 0xe1) {
        exif |= startsWith(bytes, at + 4, EXIF);
      } else if (marker == 0xee && startsWith(bytes, at + 4, ADOBE)) {
        int transform = at + 4 + ADOBE_TRANSFORM;
        ycck = transform < bytes.length && bytes[transform] == 2;
      } else if (isFrame(marker) && at + 9 < bytes.length) {
        frame(marker, bytes[at + 9], ycck, notes);
      }
      at += 2 + length;
    }
    if (ycck && notes.remove(ImageNote.CMYK)) { // Adobe's segment may come after the frame
      notes.add(ImageNote.YCCK);
    }
    return exif ? orientation(bytes) : 1;
  }

  private static boolean isFrame(int marker) {
    return marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 && marker != 0xcc;
  }

  private static void frame(int marker, int channels, boolean ycck, Set<ImageNote> notes) {
    if ((marker & 3) == 2) {
      notes.add(ImageNote.PROGRESSIVE);
    }
    if (channels == 1) {
      notes.add(ImageNote.GRAY);
    } else if (channels == 4) {
      notes.add(ycck ? ImageNote.YCCK : ImageNote.CMYK);
    }
  }

  private static boolean startsWith(byte[] bytes, int at, byte[] magic) {
    int end = at + magic.length;
    return end <= bytes.length && Arrays.equals(bytes, at, end, magic, 0, magic.length);
  }

  private static int orientation(byte[] bytes) {
    try {
      ImageMetadata metadata = Imaging.getMetadata(bytes);
      TiffField field =
          metadata instanceof JpegImageMetadata jpeg
              ? jpeg.findExifValueWithExactMatch(TiffTagConstants.TIFF_TAG_ORIENTATION)
              : null;
      int orientation = field == null ? 1 : field.getIntValue();
      return orientation >= 1 && orientation <= 8 ? orientation : 1;
    } catch (IOException | RuntimeException e) { // its parsers throw both on damaged metadata
      return 1; // as every viewer does: the pixels may be whole
    }
  }

  /** Notes what the chunks before the pixels of a PNG say. */
  private static void png(byte[] bytes, Set<ImageNote> notes) {
    if (bytes.length < 26) {
      return;
    }
    int color = bytes[25];
    if (bytes[24] == 16) {
      notes.add(ImageNote.SIXTEEN_BITS);
    }
    if (color == 0 || color == 4) {
      notes.add(ImageNote.GRAY);
    }
    if (color == 3) {
      notes.add(ImageNote.PALETTE);
    }
    if (color >= 4 || PngChunks.hasBeforePixels(bytes, "tRNS")) {
      notes.add(ImageNote.TRANSPARENT);
    }
  }
}

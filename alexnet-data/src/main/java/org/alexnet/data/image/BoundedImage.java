package org.alexnet.data.image;

import java.util.Arrays;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.NdArrays;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.op.strings.Substr;
import org.tensorflow.types.TBool;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.TInt64;
import org.tensorflow.types.TString;
import org.tensorflow.types.TUint8;

/**
 * Refuses, inside the graph and by the header alone, files that TensorFlow's decoder would give any
 * amount of memory.
 */
final class BoundedImage {
  private static final byte[] JPEG = {(byte) 0xff, (byte) 0xd8, (byte) 0xff};
  private static final byte[] PNG = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};

  /**
   * Where the first chunk of a PNG, IHDR, has width and height: four bytes each, the high first.
   */
  private static final int PNG_SIZE_OFFSET = 16;

  private static final int PNG_SIZE_LENGTH = 8;

  /**
   * The start of a JPEG of 1x1 pixels up to the header of its frame, asked in place of what is
   * none: the operation fails on other files.
   */
  private static final byte[] TINY_JPEG = {
    (byte) 0xff,
    (byte) 0xd8, // start of image
    (byte) 0xff,
    (byte) 0xc0,
    0,
    11,
    8,
    0,
    1,
    0,
    1,
    1,
    1,
    0x11,
    0, // frame: 8 bits, 1x1, gray
    (byte) 0xff,
    (byte) 0xda,
    0,
    8,
    1,
    1,
    0,
    0,
    63,
    0, // start of scan
    (byte) 0xff,
    (byte) 0xd9 // end of image
  };

  private final Ops tf;
  private final Operand<TString> bytes;
  private final Operand<TString> padded;

  private BoundedImage(Ops tf, Operand<TString> bytes) {
    this.tf = tf;
    this.bytes = bytes;
    byte[] padding = new byte[PNG_SIZE_OFFSET + PNG_SIZE_LENGTH];
    this.padded = tf.strings.join(List.of(bytes, constant(padding))); // substr fails on short ones
  }

  /** Returns what to wait for before the file is decoded: it fails for what is refused. */
  public static List<Op> checks(Ops tf, Operand<TString> bytes) {
    BoundedImage image = new BoundedImage(tf, bytes);
    Operand<TBool> jpeg = image.startsWith(JPEG);
    Operand<TBool> png = image.startsWith(PNG);
    Op known =
        tf.assertThat(
            tf.math.logicalOr(jpeg, png),
            List.of(tf.constant("the image is neither JPEG nor PNG; convert it")));
    Ops checked = tf.withControlDependencies(List.of(known));
    Operand<TInt64> pixels =
        checked.select(
            png, image.pixelsOfPng(), pixelsOfJpeg(checked, image.jpegOrTiny(checked, jpeg)));
    Op bounded = bounded(checked, pixels);
    return List.of(known, bounded);
  }

  /** Returns whether a file begins as a JPEG file does. */
  static boolean isJpeg(byte[] file) {
    return file.length >= JPEG.length && Arrays.equals(file, 0, JPEG.length, JPEG, 0, JPEG.length);
  }

  /**
   * Returns what to wait for before a file is decoded that begins as a JPEG file does. To find its
   * size elsewhere would not do: where markers are damaged, what follows is read otherwise.
   */
  static List<Op> checksOfJpeg(Ops tf, Operand<TString> bytes) {
    return List.of(bounded(tf, pixelsOfJpeg(tf, bytes)));
  }

  private static Op bounded(Ops tf, Operand<TInt64> pixels) {
    return tf.assertThat(
        tf.math.lessEqual(pixels, tf.constant((long) ImageInspector.MOST_PIXELS)),
        List.of(tf.constant("the image has more than 64 megapixels; scale it down")));
  }

  private Operand<TBool> startsWith(byte[] magic) {
    return tf.math.equal(part(0, magic.length), constant(magic));
  }

  private Operand<TString> part(int offset, int length) {
    return tf.strings.substr(padded, tf.constant(offset), tf.constant(length), Substr.unit("BYTE"));
  }

  private Operand<TInt64> pixelsOfPng() {
    Operand<TInt64> size =
        tf.dtypes.cast(
            tf.io.decodeRaw(part(PNG_SIZE_OFFSET, PNG_SIZE_LENGTH), TUint8.class), TInt64.class);
    Operand<TInt64> weights =
        tf.constant(
            new long[][] {
              {1 << 24, 1 << 16, 1 << 8, 1, 0, 0, 0, 0}, {0, 0, 0, 0, 1 << 24, 1 << 16, 1 << 8, 1}
            });
    Operand<TInt64> sides = tf.sum(tf.math.mul(weights, size), tf.constant(1));
    return tf.prod(sides, tf.constant(0));
  }

  private Operand<TString> jpegOrTiny(Ops checked, Operand<TBool> jpeg) {
    return checked.select(jpeg, bytes, constant(TINY_JPEG));
  }

  private static Operand<TInt64> pixelsOfJpeg(Ops tf, Operand<TString> jpeg) {
    Operand<TInt32> shape = tf.image.extractJpegShape(jpeg, TInt32.class);
    Operand<TInt32> sides = tf.slice(shape, tf.constant(new int[] {0}), tf.constant(new int[] {2}));
    return tf.prod(tf.dtypes.cast(sides, TInt64.class), tf.constant(0));
  }

  private Operand<TString> constant(byte[] value) {
    try (TString tensor = TString.tensorOfBytes(NdArrays.scalarOfObject(value))) {
      return tf.constantOf(tensor);
    }
  }
}

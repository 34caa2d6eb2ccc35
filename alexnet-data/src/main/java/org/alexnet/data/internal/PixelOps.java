package org.alexnet.data.internal;

import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.op.image.DecodeJpeg;
import org.tensorflow.op.image.EncodeJpeg;
import org.tensorflow.op.image.ScaleAndTranslate;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.TString;
import org.tensorflow.types.TUint8;

/** From the bytes of an image file to pixels: the same operations in preparation and serving. */
public final class PixelOps {
  /** The slow, exact inverse transform of JPEG, the same on every machine. */
  public static final String EXACT_DCT = "INTEGER_ACCURATE";

  private PixelOps() {}

  /**
   * Decodes a JPEG or PNG file, whichever the bytes are; gray becomes RGB. Anything else, and more
   * than 64 megapixels, fails before memory is taken for it.
   *
   * @param bytes the file, a string scalar
   * @return uint8 {@code [height, width, 3]}, RGB
   */
  public static Operand<TUint8> decodeRgb(Ops tf, Operand<TString> bytes) {
    // In spite of its name the operation looks at the content and knows both formats.
    return tf.withControlDependencies(BoundedImage.checks(tf, bytes))
        .image
        .decodeJpeg(bytes, DecodeJpeg.channels(3L), DecodeJpeg.dctMethod(EXACT_DCT));
  }

  /**
   * Rescales the shorter side and cuts out the central square (paper, section 2), in one step. An
   * image that is already this square passes through unchanged.
   *
   * @param image uint8 {@code [height, width, 3]}
   * @param size side of the square, in pixels
   * @return uint8 {@code [size, size, 3]}
   */
  public static Operand<TUint8> rescaleAndCutCenter(Ops tf, Operand<TUint8> image, int size) {
    Operand<TFloat32> sides =
        tf.dtypes.cast(
            tf.slice(tf.shape(image), tf.constant(new int[] {0}), tf.constant(new int[] {2})),
            TFloat32.class);
    Operand<TFloat32> side = tf.constant((float) size);
    Operand<TFloat32> scale = tf.math.div(side, tf.reduceMin(sides, tf.constant(0)));
    Operand<TFloat32> offsets =
        tf.math.div(tf.math.sub(side, tf.math.mul(sides, scale)), tf.constant(2f));
    Operand<TInt32> square = tf.constant(new int[] {size, size});
    Operand<TFloat32> batch = tf.dtypes.cast(tf.expandDims(image, tf.constant(0)), TFloat32.class);
    Operand<TFloat32> scaled =
        tf.image.scaleAndTranslate(
            batch,
            square,
            tf.stack(List.of(scale, scale)),
            offsets,
            ScaleAndTranslate.kernelType("triangle"),
            ScaleAndTranslate.antialias(true));
    Operand<TFloat32> rounded =
        tf.clipByValue(tf.math.rint(scaled), tf.constant(0f), tf.constant(255f));
    return tf.reshape(
        tf.dtypes.cast(rounded, TUint8.class), tf.constant(new int[] {size, size, 3}));
  }

  /**
   * Encodes pixels as JPEG of quality 95 with full color resolution.
   *
   * @param image uint8 {@code [height, width, 3]}
   * @return the file, a string scalar
   */
  public static Operand<TString> encodeJpeg(Ops tf, Operand<TUint8> image) {
    return tf.image.encodeJpeg(
        image,
        EncodeJpeg.format("rgb"),
        EncodeJpeg.quality(95L),
        EncodeJpeg.chromaDownsampling(false));
  }
}

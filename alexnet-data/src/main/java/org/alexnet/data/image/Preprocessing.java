package org.alexnet.data.image;

import static com.google.common.base.Preconditions.checkArgument;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.alexnet.data.Dataset;
import org.alexnet.data.internal.MeanFile;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.FloatNdArray;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.image.DecodeAndCropJpeg;
import org.tensorflow.op.image.DecodeJpeg;
import org.tensorflow.op.image.ScaleAndTranslate;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.TString;
import org.tensorflow.types.TUint8;

/**
 * From the bytes of an image file to what the network sees: decoding, resizing of the shorter side,
 * the center crop and the subtraction of the mean. Preparation, training, evaluation and serving
 * use these operations and no others.
 */
public final class Preprocessing {
  /** The slow, exact inverse transform of JPEG, the same on every machine. */
  private static final String EXACT_DCT = "INTEGER_ACCURATE";

  private final FloatNdArray mean;
  private final int imageSize;

  private Preprocessing(FloatNdArray mean) {
    this.mean = mean;
    this.imageSize = (int) mean.shape().get(0);
  }

  /**
   * Returns the preprocessing that subtracts a mean.
   *
   * @param mean float32 {@code [imageSize, imageSize, 3]}, RGB, 0..255
   */
  public static Preprocessing of(FloatNdArray mean) {
    Shape shape = mean.shape();
    checkArgument(
        shape.numDimensions() == 3 && shape.get(0) == shape.get(1) && shape.get(2) == 3,
        "mean must have the shape [imageSize, imageSize, 3], found %s",
        shape);
    return new Preprocessing(mean);
  }

  /**
   * Returns the preprocessing that subtracts the mean in a file.
   *
   * @param meanFile a data set's {@link Dataset#meanFile}, or a copy
   * @param imageSize side of the mean, in pixels
   * @throws IOException if the file is missing or holds no mean of this size
   */
  public static Preprocessing read(Path meanFile, int imageSize) throws IOException {
    return of(MeanFile.read(meanFile, imageSize));
  }

  /**
   * Decodes a JPEG or PNG file, whichever the bytes are; gray becomes RGB. Anything else, and more
   * than 64 megapixels, fails before memory is taken for it.
   *
   * @param bytes the file, a string scalar
   * @return uint8 {@code [height, width, 3]}, RGB
   */
  public static Operand<TUint8> decode(Ops tf, Operand<TString> bytes) {
    // In spite of its name the operation looks at the content and knows both formats.
    return tf.withControlDependencies(BoundedImage.checks(tf, bytes))
        .image
        .decodeJpeg(bytes, DecodeJpeg.channels(3L), DecodeJpeg.dctMethod(EXACT_DCT));
  }

  /**
   * Resizes the shorter side and takes the center crop (paper, section 2), in one step. An image
   * that is already this square passes through unchanged.
   *
   * @param image uint8 {@code [height, width, 3]}
   * @param size side of the square, in pixels
   * @return uint8 {@code [size, size, 3]}
   */
  public static Operand<TUint8> resizeAndCropCenter(Ops tf, Operand<TUint8> image, int size) {
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
   * Returns the crops of an image file of any size, as serving sees them.
   *
   * @param bytes a JPEG or PNG file, a string scalar
   * @param crops which crops
   * @param cropSize side of a crop, at most the side of the mean
   * @return float32 {@code [crops.count(), cropSize, cropSize, 3]}, RGB, 0..255 minus the mean
   */
  public Operand<TFloat32> cropsOfFile(Ops tf, Operand<TString> bytes, Crops crops, int cropSize) {
    return crops(tf, resizeAndCropCenter(tf, decode(tf, bytes), imageSize), crops, cropSize);
  }

  /**
   * Returns the crops of a stored image, as evaluation sees them.
   *
   * @param jpeg the file of a square of the mean's side, a string scalar
   * @param crops which crops
   * @param cropSize side of a crop, at most the side of the mean
   * @return float32 {@code [crops.count(), cropSize, cropSize, 3]}, RGB, 0..255 minus the mean
   */
  public Operand<TFloat32> cropsOfStored(Ops tf, Operand<TString> jpeg, Crops crops, int cropSize) {
    return crops(tf, decode(tf, jpeg), crops, cropSize);
  }

  private Operand<TFloat32> crops(Ops tf, Operand<TUint8> square, Crops crops, int cropSize) {
    Operand<TFloat32> centered =
        tf.math.sub(tf.dtypes.cast(square, TFloat32.class), tf.constant(mean));
    return crops.of(tf, centered, imageSize, cropSize);
  }

  /**
   * Returns one crop of a stored image, as training sees it; the rest is not decoded.
   *
   * @param jpeg the file of a square of the mean's side, a string scalar
   * @param corner int32 {@code [2]}: rows above the crop, columns left of it
   * @param cropSize side of the crop
   * @return float32 {@code [cropSize, cropSize, 3]}, RGB, 0..255 minus the mean
   */
  public Operand<TFloat32> cropAt(
      Ops tf, Operand<TString> jpeg, Operand<TInt32> corner, int cropSize) {
    Operand<TInt32> size = tf.constant(new int[] {cropSize, cropSize});
    Operand<TFloat32> crop =
        tf.dtypes.cast(
            tf.image.decodeAndCropJpeg(
                jpeg,
                tf.concat(List.of(corner, size), tf.constant(0)),
                DecodeAndCropJpeg.channels(3L),
                DecodeAndCropJpeg.dctMethod(EXACT_DCT)),
            TFloat32.class);
    Operand<TFloat32> meanCrop =
        tf.slice(
            tf.constant(mean),
            tf.concat(List.of(corner, tf.constant(new int[] {0})), tf.constant(0)),
            tf.constant(new int[] {cropSize, cropSize, 3}));
    return tf.math.sub(crop, meanCrop);
  }
}

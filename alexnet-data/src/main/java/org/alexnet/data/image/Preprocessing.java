package org.alexnet.data.image;

import static com.google.common.base.Preconditions.checkArgument;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;
import org.alexnet.data.Dataset;
import org.alexnet.data.internal.MeanFile;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.FloatNdArray;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.op.image.DecodeAndCropJpeg;
import org.tensorflow.op.image.DecodeJpeg;
import org.tensorflow.op.image.ScaleAndTranslate;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.TInt64;
import org.tensorflow.types.TString;
import org.tensorflow.types.TUint8;

/**
 * From the bytes of an image file to what the network sees: decoding, resizing to a square, crops
 * and the subtraction of the mean. Training, evaluation and serving use these operations and no
 * others. Preparation decodes by the same operation, and resizes by the same rule in integers
 * ({@link StoredImages}): its pixels and those of serving differ by one gray level at most.
 */
public final class Preprocessing {
  /** The slow, exact inverse transform of JPEG, the same on every machine. */
  private static final String EXACT_DCT = "INTEGER_ACCURATE";

  private final FloatNdArray mean;
  private final StoredFormat format;
  private final MeanPlace place;

  private Preprocessing(FloatNdArray mean, StoredFormat format, MeanPlace place) {
    this.mean = mean;
    this.format = format;
    this.place = place;
  }

  /**
   * Returns the preprocessing that subtracts a mean at the place of each crop.
   *
   * @param mean float32 {@code [format.size(), format.size(), 3]}, RGB, 0..255
   * @param format how the images are stored that it is the mean of
   */
  public static Preprocessing of(FloatNdArray mean, StoredFormat format) {
    Shape expected = Shape.of(format.size(), format.size(), 3);
    checkArgument(
        mean.shape().equals(expected),
        "mean must have the shape %s, found %s",
        expected,
        mean.shape());
    return new Preprocessing(mean, format, MeanPlace.CROP);
  }

  /** Returns a copy that subtracts this part of the mean. */
  public Preprocessing withMeanAt(MeanPlace place) {
    return new Preprocessing(mean, format, place);
  }

  /**
   * Returns the preprocessing that subtracts the mean in a file at the place of each crop.
   *
   * @param meanFile a data set's {@link Dataset#meanFile}, or a copy
   * @param format how the images are stored that it is the mean of
   * @throws IOException if the file is missing or holds no mean of this size
   */
  public static Preprocessing read(Path meanFile, StoredFormat format) throws IOException {
    return of(MeanFile.read(meanFile, format.size()), format);
  }

  /** Returns the mean: float32 {@code [size, size, 3]}, RGB, 0..255. */
  public FloatNdArray mean() {
    return mean;
  }

  /**
   * Writes the mean as {@link #read} reads it.
   *
   * @throws IOException if it cannot be written
   */
  public void writeMean(Path file) throws IOException {
    MeanFile.write(file, mean);
  }

  /**
   * Decodes a JPEG or PNG file, whichever the bytes are; gray becomes RGB. Anything else, and more
   * than 64 megapixels, fails before memory is taken for it.
   *
   * @param bytes the file, a string scalar
   * @return uint8 {@code [height, width, 3]}, RGB
   */
  public static Operand<TUint8> decode(Ops tf, Operand<TString> bytes) {
    return decode(tf, bytes, BoundedImage.checks(tf, bytes));
  }

  /** Decodes as {@link #decode} what begins as a JPEG file does, without a copy of it. */
  static Operand<TUint8> decodeJpeg(Ops tf, Operand<TString> bytes) {
    return decode(tf, bytes, BoundedImage.checksOfJpeg(tf, bytes));
  }

  private static Operand<TUint8> decode(Ops tf, Operand<TString> bytes, List<Op> checks) {
    // In spite of its name the operation looks at the content and knows both formats.
    return tf.withControlDependencies(checks)
        .image
        .decodeJpeg(bytes, DecodeJpeg.channels(3L), DecodeJpeg.dctMethod(EXACT_DCT));
  }

  /**
   * Resizes an image to a square, in one step. An image that is already this square passes through
   * unchanged.
   *
   * @param image uint8 {@code [height, width, 3]}
   * @param format the square's side, the fit and the filter
   * @return uint8 {@code [size, size, 3]}
   */
  public static Operand<TUint8> square(Ops tf, Operand<TUint8> image, StoredFormat format) {
    int size = format.size();
    Operand<TInt64> sides =
        tf.dtypes.cast(
            tf.slice(tf.shape(image), tf.constant(new int[] {0}), tf.constant(new int[] {2})),
            TInt64.class);
    PlaceOps place = PlaceOps.of(tf, format.fit(), sides, size);
    Operand<TFloat32> batch = tf.dtypes.cast(tf.expandDims(image, tf.constant(0)), TFloat32.class);
    Operand<TFloat32> scaled =
        tf.image.scaleAndTranslate(
            batch,
            tf.constant(new int[] {size, size}),
            place.scales(),
            place.offsets(),
            ScaleAndTranslate.kernelType(format.filter().kernelType()),
            ScaleAndTranslate.antialias(true));
    Operand<TFloat32> rounded =
        tf.clipByValue(tf.math.rint(scaled), tf.constant(0f), tf.constant(255f));
    return tf.reshape(
        tf.dtypes.cast(rounded, TUint8.class), tf.constant(new int[] {size, size, 3}));
  }

  /**
   * Returns the crops of image files of any size, as serving sees them. Files that cannot be
   * decoded are named by their positions in the error.
   *
   * @param files JPEG or PNG files, string {@code [N]}, N at least 1
   * @param crops which crops
   * @param cropSize side of a crop, at most the side of the mean
   * @return float32 {@code [N * crops.count(), cropSize, cropSize, 3]}, RGB, 0..255 minus the mean,
   *     those of a file together
   */
  public Operand<TFloat32> cropsOfFiles(Ops tf, Operand<TString> files, Crops crops, int cropSize) {
    Operand<TFloat32> ofEach =
        new CropsOfFiles(tf, Shape.of(crops.count(), cropSize, cropSize, 3))
            .of(
                files,
                (ops, file) -> crops(ops, square(ops, decode(ops, file), format), crops, cropSize));
    return tf.reshape(ofEach, tf.constant(new int[] {-1, cropSize, cropSize, 3}));
  }

  /**
   * Returns the crops of a stored image, as evaluation sees them.
   *
   * @param stored the file of a square of the mean's side, a string scalar
   * @param crops which crops
   * @param cropSize side of a crop, at most the side of the mean
   * @return float32 {@code [crops.count(), cropSize, cropSize, 3]}, RGB, 0..255 minus the mean
   */
  public Operand<TFloat32> cropsOfStored(
      Ops tf, Operand<TString> stored, Crops crops, int cropSize) {
    return crops(tf, decode(tf, stored), crops, cropSize);
  }

  private Operand<TFloat32> crops(Ops tf, Operand<TUint8> square, Crops crops, int cropSize) {
    Operand<TFloat32> pixels = tf.dtypes.cast(square, TFloat32.class);
    return switch (place) {
      case CROP -> crops.of(tf, tf.math.sub(pixels, tf.constant(mean)), format.size(), cropSize);
      case CENTER ->
          tf.math.sub(crops.of(tf, pixels, format.size(), cropSize), centerOfMean(tf, cropSize));
    };
  }

  /** Returns the center of the mean: {@code [cropSize, cropSize, 3]}. */
  private Operand<TFloat32> centerOfMean(Ops tf, int cropSize) {
    int margin = (format.size() - cropSize) / 2;
    return meanAt(tf, tf.constant(new int[] {margin, margin}), cropSize);
  }

  private Operand<TFloat32> meanAt(Ops tf, Operand<TInt32> corner, int cropSize) {
    return tf.slice(
        tf.constant(mean), begin(tf, corner), tf.constant(new int[] {cropSize, cropSize, 3}));
  }

  private static Operand<TInt32> begin(Ops tf, Operand<TInt32> corner) {
    return tf.concat(List.of(corner, tf.constant(new int[] {0})), tf.constant(0));
  }

  /**
   * Returns one crop of a stored image, as training sees it; of a JPEG file the rest is not
   * decoded.
   *
   * @param stored the file of a square of the mean's side, in the format's encoding; a string
   *     scalar
   * @param corner int32 {@code [2]}: rows above the crop, columns left of it
   * @param cropSize side of the crop
   * @param flip what mirrors a crop {@code [cropSize, cropSize, 3]}, or leaves it
   * @return float32 {@code [cropSize, cropSize, 3]}, RGB, 0..255 minus the mean
   */
  public Operand<TFloat32> cropAt(
      Ops tf,
      Operand<TString> stored,
      Operand<TInt32> corner,
      int cropSize,
      UnaryOperator<Operand<TFloat32>> flip) {
    Operand<TFloat32> crop = tf.dtypes.cast(pixelsAt(tf, stored, corner, cropSize), TFloat32.class);
    return switch (place) {
      case CROP -> flip.apply(tf.math.sub(crop, meanAt(tf, corner, cropSize)));
      case CENTER -> tf.math.sub(flip.apply(crop), centerOfMean(tf, cropSize));
    };
  }

  /**
   * Returns the pixels of one crop of a stored image; of a JPEG file the rest is not decoded.
   *
   * @param stored as in {@link #cropAt}
   * @param corner as in {@link #cropAt}
   * @param cropSize side of the crop
   * @return uint8 {@code [cropSize, cropSize, 3]}, RGB
   */
  public Operand<TUint8> pixelsAt(
      Ops tf, Operand<TString> stored, Operand<TInt32> corner, int cropSize) {
    if (format.encoding() == Encoding.PNG) {
      return tf.slice(
          decode(tf, stored), begin(tf, corner), tf.constant(new int[] {cropSize, cropSize, 3}));
    }
    Operand<TInt32> size = tf.constant(new int[] {cropSize, cropSize});
    return tf.image.decodeAndCropJpeg(
        stored,
        tf.concat(List.of(corner, size), tf.constant(0)),
        DecodeAndCropJpeg.channels(3L),
        DecodeAndCropJpeg.dctMethod(EXACT_DCT));
  }
}

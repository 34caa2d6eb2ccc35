package org.alexnet.data;

import org.alexnet.data.Augmentation.PcaScale;
import org.alexnet.data.internal.RandomKeys;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.TInt64;
import org.tensorflow.types.family.TNumber;

/**
 * The random augmentation of one use of an image: it depends on the seed and the number of the use
 * alone, the position in the stream.
 */
final class AugmentationOps {
  private final Ops tf;
  private final Augmentation augmentation;
  private final long seed;
  private final Operand<TInt64> number;

  AugmentationOps(Ops tf, Augmentation augmentation, long seed, Operand<TInt64> number) {
    this.tf = tf;
    this.augmentation = augmentation;
    this.seed = seed;
    this.number = number;
  }

  /**
   * Returns where the crop begins.
   *
   * @param margin side of the image minus side of the crop
   * @return int32 {@code [2]}: rows above it, columns left of it
   */
  Operand<TInt32> corner(int margin) {
    if (!augmentation.randomCrop()) {
      return tf.constant(new int[] {margin / 2, margin / 2});
    }
    return tf.random.statelessRandomUniformInt(
        tf.constant(new int[] {2}),
        RandomKeys.of(tf, seed, "crop", draw()),
        tf.constant(0),
        tf.constant(margin + 1));
  }

  /** Returns the number of the draw that decides crop and flip. */
  private Operand<TInt64> draw() {
    return augmentation.imagesPerDraw() == 1
        ? number
        : tf.math.floorDiv(number, tf.constant((long) augmentation.imagesPerDraw()));
  }

  /** Returns how often the crop is mirrored: int32 {@code [1]}, 0 or 1. */
  Operand<TInt32> flips() {
    if (!augmentation.flip()) {
      return tf.constant(new int[] {0});
    }
    Operand<TFloat32> draw =
        tf.random.statelessRandomUniform(
            tf.constant(new int[] {1}), RandomKeys.of(tf, seed, "flip", draw()));
    return tf.dtypes.cast(tf.math.less(draw, tf.constant(0.5f)), TInt32.class);
  }

  /**
   * Returns the crop or its mirror image.
   *
   * @param crop {@code [cropSize, cropSize, 3]}
   * @param cropSize side of the crop
   * @param flips what {@link #flips} returned
   */
  <T extends TNumber> Operand<T> flipped(Operand<T> crop, int cropSize, Operand<TInt32> flips) {
    if (!augmentation.flip()) {
      return crop;
    }
    // Its rows, or rows of a single pixel: an operation that selects would copy both images, and to
    // reverse along no axis takes three times as long.
    int[] pixels = {cropSize * cropSize, 1, 3};
    int[] toRows = {cropSize - cropSize * cropSize, cropSize - 1, 0};
    Operand<TInt32> shape =
        tf.math.add(tf.constant(pixels), tf.math.mul(flips, tf.constant(toRows)));
    return tf.reshape(
        tf.reverse(tf.reshape(crop, shape), tf.constant(new int[] {1})),
        tf.constant(new int[] {cropSize, cropSize, 3}));
  }

  /**
   * Returns the shift of color that every pixel gets: the sum over principal components of factor
   * times scale times direction. Source: paper, section 4.1.
   *
   * @return float32 {@code [1, 3]}
   */
  Operand<TFloat32> shift(PixelStatistics statistics) {
    if (augmentation.pcaStd() == 0) {
      return tf.constant(new float[1][3]);
    }
    // The word is a key: spelled otherwise, the same seed would draw other numbers.
    Operand<TFloat32> factors =
        tf.random.statelessRandomNormal(
            tf.constant(new int[] {1, 3}), RandomKeys.of(tf, seed, "colour", number));
    return tf.linalg.matMul(factors, tf.constant(components(augmentation, statistics)));
  }

  /**
   * Returns the crop with its shift of color.
   *
   * @param crop float32 {@code [cropSize, cropSize, 3]}
   * @param cropSize side of the crop
   */
  Operand<TFloat32> colored(Operand<TFloat32> crop, int cropSize, PixelStatistics statistics) {
    if (augmentation.pcaStd() == 0) {
      return crop;
    }
    // Row by row: a sum that repeats three numbers for each pixel takes ten times as long.
    Operand<TFloat32> row = tf.tile(shift(statistics), tf.constant(new int[] {1, cropSize}));
    Operand<TFloat32> rows = tf.reshape(crop, tf.constant(new int[] {cropSize, 3 * cropSize}));
    Operand<TFloat32> colored =
        tf.reshape(tf.math.add(rows, row), tf.constant(new int[] {cropSize, cropSize, 3}));
    return augmentation.divisor() == 1
        ? colored
        : tf.math.div(colored, tf.constant(augmentation.divisor()));
  }

  /** Returns each principal component times its scale, in gray levels: {@code [3, 3]}. */
  private static float[][] components(Augmentation augmentation, PixelStatistics statistics) {
    float[][] components = new float[3][3];
    for (int component = 0; component < 3; component++) {
      double eigenvalue = Math.max(0, statistics.eigenvalues().get(component));
      double scale =
          augmentation.pcaScale() == PcaScale.EIGENVALUE
              ? eigenvalue / (255 / augmentation.pcaRange().most())
              : Math.sqrt(eigenvalue);
      for (int channel = 0; channel < 3; channel++) {
        components[component][channel] =
            (float)
                (augmentation.pcaStd()
                    * scale
                    * statistics.eigenvectors().get(3 * component + channel));
      }
    }
    return components;
  }
}

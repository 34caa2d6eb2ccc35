package org.alexnet.data.image;

import static com.google.common.base.Preconditions.checkArgument;

import java.util.ArrayList;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/** The crops of an image that the network sees at test. */
public enum Crops {
  /** The center crop alone. */
  CENTER(1),
  /**
   * The four corner crops and the center crop, then their horizontal reflections; the network's
   * probabilities for the ten are averaged. Source: paper, section 4.1.
   */
  TEN(10);

  private final int count;

  Crops(int count) {
    this.count = count;
  }

  /** Returns the number of crops of an image. */
  public int count() {
    return count;
  }

  /**
   * Returns the crops of this number.
   *
   * @param count 1 or 10
   */
  public static Crops ofCount(int count) {
    checkArgument(count == 1 || count == 10, "crops must be 1 or 10, found %s", count);
    return count == 1 ? CENTER : TEN;
  }

  /**
   * Crops an image.
   *
   * @param image float32 {@code [imageSize, imageSize, 3]}
   * @param imageSize side of the image, in pixels
   * @param cropSize side of a crop, at most {@code imageSize}
   * @return float32 {@code [count, cropSize, cropSize, 3]}
   */
  public Operand<TFloat32> of(Ops tf, Operand<TFloat32> image, int imageSize, int cropSize) {
    int far = imageSize - cropSize;
    int middle = far / 2;
    if (this == CENTER) {
      return tf.expandDims(crop(tf, image, middle, middle, cropSize), tf.constant(0));
    }
    List<Operand<TFloat32>> crops = new ArrayList<>();
    int[][] corners = {{0, 0}, {0, far}, {far, 0}, {far, far}, {middle, middle}};
    for (int[] corner : corners) {
      crops.add(crop(tf, image, corner[0], corner[1], cropSize));
    }
    Operand<TFloat32> five = tf.stack(crops);
    Operand<TFloat32> reflected = tf.reverse(five, tf.constant(new int[] {2}));
    return tf.concat(List.of(five, reflected), tf.constant(0));
  }

  private static Operand<TFloat32> crop(
      Ops tf, Operand<TFloat32> image, int top, int left, int cropSize) {
    return tf.slice(
        image,
        tf.constant(new int[] {top, left, 0}),
        tf.constant(new int[] {cropSize, cropSize, 3}));
  }

  /**
   * Averages the network's probabilities over the crops of each image.
   *
   * @param probabilities float32 {@code [N * count, classes]}, those of an image together
   * @return float32 {@code [N, classes]}
   */
  public Operand<TFloat32> average(Ops tf, Operand<TFloat32> probabilities) {
    if (this == CENTER) {
      return probabilities;
    }
    long classes = probabilities.shape().get(1);
    return tf.math.mean(
        tf.reshape(probabilities, tf.constant(new long[] {-1, count, classes})), tf.constant(1));
  }
}

package org.alexnet.data;

import static com.google.common.base.Preconditions.checkArgument;

import java.util.ArrayList;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/** The patches of an image that the network sees at test. */
public enum Views {
  /** The center patch alone. */
  CENTER(1),
  /**
   * The four corner patches and the center patch, then their horizontal reflections; the network's
   * probabilities for the ten are averaged. Source: paper, section 4.1.
   */
  TEN(10);

  private final int count;

  Views(int count) {
    this.count = count;
  }

  /** The number of patches of an image. */
  public int count() {
    return count;
  }

  /**
   * The views with this number of patches.
   *
   * @param count 1 or 10
   */
  public static Views ofCount(int count) {
    checkArgument(count == 1 || count == 10, "views must be 1 or 10, found %s", count);
    return count == 1 ? CENTER : TEN;
  }

  /**
   * Cuts the patches out of an image.
   *
   * @param image float32 {@code [imageSize, imageSize, 3]}
   * @param imageSize side of the image, in pixels
   * @param size side of a patch, at most {@code imageSize}
   * @return float32 {@code [count, size, size, 3]}
   */
  public Operand<TFloat32> of(Ops tf, Operand<TFloat32> image, int imageSize, int size) {
    int far = imageSize - size;
    int middle = far / 2;
    if (this == CENTER) {
      return tf.expandDims(patch(tf, image, middle, middle, size), tf.constant(0));
    }
    List<Operand<TFloat32>> patches = new ArrayList<>();
    int[][] corners = {{0, 0}, {0, far}, {far, 0}, {far, far}, {middle, middle}};
    for (int[] corner : corners) {
      patches.add(patch(tf, image, corner[0], corner[1], size));
    }
    Operand<TFloat32> five = tf.stack(patches);
    Operand<TFloat32> reflected = tf.reverse(five, tf.constant(new int[] {2}));
    return tf.concat(List.of(five, reflected), tf.constant(0));
  }

  private static Operand<TFloat32> patch(
      Ops tf, Operand<TFloat32> image, int top, int left, int size) {
    return tf.slice(
        image, tf.constant(new int[] {top, left, 0}), tf.constant(new int[] {size, size, 3}));
  }
}

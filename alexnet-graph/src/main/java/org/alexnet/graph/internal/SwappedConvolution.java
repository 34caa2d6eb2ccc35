package org.alexnet.graph.internal;

import java.util.List;
import org.alexnet.graph.spec.Conv;
import org.alexnet.graph.spec.Padding;
import org.alexnet.graph.spec.ShapeTrace;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.family.TNumber;

/**
 * A convolution the gradient of whose weights is a convolution too: that of the feature maps, with
 * images for channels, by the gradient of the output. Where the output is small, its pixels are few
 * and images many; the operation made for this gradient then takes up to five times as long in
 * bfloat16.
 *
 * @param direct the convolution as it is, without a stride
 */
record SwappedConvolution(Convolution.Direct direct) implements Convolution {
  /**
   * By how much a side of the output may be longer than one of the kernel. Measured with kernels of
   * 3 and 5 pixels and batches of 16 to 256, on two cores with AMX.
   */
  private static final int MOST_BEYOND_KERNEL = 3;

  /**
   * Returns whether it is faster than the direct one.
   *
   * @param shape of the layer, square
   */
  static boolean isFasterFor(Conv conv, ShapeTrace.Step shape) {
    return conv.stride() == 1 && shape.output().height() <= conv.kernelSize() + MOST_BEYOND_KERNEL;
  }

  @Override
  public <T extends TNumber> Passes<T> of(Ops tf, Operand<T> maps, Operand<T> weights) {
    Passes<T> passes = direct.of(tf, maps, weights);
    return new Passes<>(
        passes.output(), passes.mapsGradient(), (back, dy) -> weightsGradient(back, maps, dy));
  }

  private <T extends TNumber> Operand<T> weightsGradient(Ops tf, Operand<T> maps, Operand<T> dy) {
    Conv conv = direct.conv();
    Margin margin = new Margin(conv.hasSamePadding() ? conv.padding() : Padding.NONE);
    Operand<T> imagesLast =
        tf.linalg.transpose(margin.added(tf, maps, 0), tf.constant(new int[] {3, 1, 2, 0}));
    Operand<T> gradient =
        tf.nn.conv2d(imagesLast, windowsFirst(tf, dy), List.of(1L, 1L, 1L, 1L), "VALID");
    return windowsFirst(tf, gradient);
  }

  /** Returns {@code [a, height, width, b]} as {@code [height, width, a, b]}. */
  private static <T extends TNumber> Operand<T> windowsFirst(Ops tf, Operand<T> tensor) {
    return tf.linalg.transpose(tensor, tf.constant(new int[] {1, 2, 0, 3}));
  }
}

package org.alexnet.graph.internal;

import java.util.List;
import org.alexnet.graph.spec.Conv;
import org.alexnet.graph.spec.FeatureMap;
import org.alexnet.graph.spec.ShapeTrace;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.family.TNumber;

/**
 * A convolution of images with a stride, computed without one: squares of stride x stride pixels
 * become pixels of stride^2 times the channels. The kernel becomes one of such blocks too, with
 * zeros where its side is no multiple of the stride, and so do the images.
 *
 * <p>The three channels of images fill a tenth of the tiles in which a processor multiplies
 * bfloat16. With 48 the paper's conv1 takes half the time forward and a third back, in batches of
 * 128 on two cores with AMX.
 *
 * @param direct the convolution as it is
 * @param shape of the layer, square
 */
record SpaceToDepthConvolution(Convolution.Direct direct, ShapeTrace.Step shape)
    implements Convolution {

  private static final List<Long> STRIDES = List.of(1L, 1L, 1L, 1L);
  private static final String PADDING = "VALID";

  /**
   * Returns whether it is faster than the direct one.
   *
   * @param shape of the layer
   */
  static boolean isFasterFor(Conv conv, ShapeTrace.Step shape) {
    return conv.stride() > 1 && shape.read().channels() == FeatureMap.IMAGE_CHANNELS;
  }

  @Override
  public <T extends TNumber> Passes<T> of(Ops tf, Operand<T> maps, Operand<T> weights) {
    Operand<T> blocks = blocksOfMaps(tf, maps);
    return new Passes<>(
        tf.nn.conv2d(blocks, blocksOfWeights(tf, weights), STRIDES, PADDING),
        direct.mapsGradient(maps, weights),
        (back, dy) ->
            weightsOfBlocks(
                back,
                back.nn.conv2dBackpropFilter(
                    blocks, back.constant(shapeOfBlocks()), dy, STRIDES, PADDING)));
  }

  /** Returns {@code [N, side / stride, side / stride, stride * stride * channels]}. */
  private <T extends TNumber> Operand<T> blocksOfMaps(Ops tf, Operand<T> maps) {
    int wanted = shape.output().height() - 1 + blocks(); // blocks that some window reads
    int side = wanted * stride();
    int missing = side - conv().padding().around(shape.read()).height();
    return transposed(
        tf,
        missing < 0 ? firstPixels(tf, maps, side) : filled(tf, maps, 1, missing),
        new int[] {-1, stride(), wanted, stride() * channels()},
        new int[] {-1, wanted, wanted, stride() * stride() * channels()});
  }

  private <T extends TNumber> Operand<T> blocksOfWeights(Ops tf, Operand<T> weights) {
    return transposed(
        tf,
        filled(tf, weights, 0, blocks() * stride() - conv().kernelSize()),
        new int[] {blocks(), stride(), blocks(), stride() * channels() * filters()},
        shapeOfBlocks());
  }

  private <T extends TNumber> Operand<T> weightsOfBlocks(Ops tf, Operand<T> blocks) {
    int side = blocks() * stride();
    Operand<T> square =
        transposed(
            tf,
            blocks,
            new int[] {blocks(), blocks(), stride(), stride() * channels() * filters()},
            new int[] {side, side, channels(), filters()});
    int kernel = conv().kernelSize();
    return tf.slice(
        square,
        tf.constant(new int[] {0, 0, 0, 0}),
        tf.constant(new int[] {kernel, kernel, channels(), filters()}));
  }

  /** Returns a tensor as one shape, with its middle axes in turn, as another shape. */
  private static <T extends TNumber> Operand<T> transposed(
      Ops tf, Operand<T> tensor, int[] from, int[] to) {
    Operand<T> parts = tf.reshape(tensor, tf.constant(from));
    return tf.reshape(
        tf.linalg.transpose(parts, tf.constant(new int[] {0, 2, 1, 3})), tf.constant(to));
  }

  /** Returns images without the rows and columns that no window reads. */
  private static <T extends TNumber> Operand<T> firstPixels(Ops tf, Operand<T> maps, int side) {
    return tf.slice(
        maps, tf.constant(new int[] {0, 0, 0, 0}), tf.constant(new int[] {-1, side, side, -1}));
  }

  /** Returns a tensor with zeros behind two neighboring axes. */
  private static <T extends TNumber> Operand<T> filled(
      Ops tf, Operand<T> tensor, int axis, int zeros) {
    if (zeros == 0) {
      return tensor;
    }
    int[][] margins = new int[4][2];
    margins[axis][1] = zeros;
    margins[axis + 1][1] = zeros;
    return tf.pad(tensor, tf.constant(margins), new ComputeType<>(tensor.type()).of(tf, 0));
  }

  private int[] shapeOfBlocks() {
    return new int[] {blocks(), blocks(), stride() * stride() * channels(), filters()};
  }

  /** Blocks along a side of the kernel. */
  private int blocks() {
    return (conv().kernelSize() + stride() - 1) / stride();
  }

  private Conv conv() {
    return direct.conv();
  }

  private int stride() {
    return conv().stride();
  }

  private int channels() {
    return shape.read().channels();
  }

  private int filters() {
    return shape.outputChannels(0);
  }
}

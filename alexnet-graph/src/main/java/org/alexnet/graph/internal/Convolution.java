package org.alexnet.graph.internal;

import java.util.List;
import org.alexnet.graph.spec.Conv;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.family.TNumber;

/** A way to compute the windows of a convolution, forward and back. */
interface Convolution {

  /**
   * Adds the forward pass.
   *
   * @param maps what is read, with the margin that TensorFlow does not add by itself
   * @param weights {@code [kernelSize, kernelSize, channels, filters]}
   */
  <T extends TNumber> Passes<T> of(Ops tf, Operand<T> maps, Operand<T> weights);

  /**
   * The forward pass, and gradients that are added where somebody asks for them.
   *
   * @param output the feature maps without biases
   * @param mapsGradient gradient of the loss with respect to what was read
   * @param weightsGradient the same of the weights
   */
  record Passes<T extends TNumber>(
      Operand<T> output, Forward.Gradient<T> mapsGradient, Forward.Gradient<T> weightsGradient) {}

  /**
   * Returns the fastest way for a part of a layer: TensorFlow's own, but for training in bfloat16
   * on processors that compute products of it in tiles.
   */
  static <T extends TNumber> Convolution of(Conv conv, TowerPart<T> part) {
    Direct direct = new Direct(conv);
    if (!part.learnsInTiles()) {
      return direct;
    }
    if (SpaceToDepthConvolution.isFasterFor(conv, part.shape())) {
      return new SpaceToDepthConvolution(direct, part.shape());
    }
    if (SwappedConvolution.isFasterFor(conv, part.shape())) {
      return new SwappedConvolution(direct);
    }
    return direct;
  }

  /** TensorFlow's operations. */
  record Direct(Conv conv) implements Convolution {

    @Override
    public <T extends TNumber> Passes<T> of(Ops tf, Operand<T> maps, Operand<T> weights) {
      return new Passes<>(
          tf.nn.conv2d(maps, weights, strides(), padding()),
          mapsGradient(maps, weights),
          (back, dy) ->
              back.nn.conv2dBackpropFilter(maps, back.shape(weights), dy, strides(), padding()));
    }

    /** Returns the gradient of the maps alone. */
    <T extends TNumber> Forward.Gradient<T> mapsGradient(Operand<T> maps, Operand<T> weights) {
      return (back, dy) ->
          back.nn.conv2dBackpropInput(back.shape(maps), weights, dy, strides(), padding());
    }

    private List<Long> strides() {
      return List.of(1L, (long) conv.stride(), (long) conv.stride(), 1L);
    }

    private String padding() {
      return conv.hasSamePadding() ? "SAME" : "VALID";
    }
  }
}

package org.alexnet.graph.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.alexnet.graph.spec.Layer.Conv;
import org.alexnet.graph.spec.Padding;
import org.alexnet.graph.spec.ParameterTable.Kind;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/** A convolution in every tower. */
final class ConvOps implements LayerOps {
  private final Conv conv;
  private final Towers forward;
  private final Towers backward;
  private final Optional<Link> link;
  private final boolean first;
  private final Margin margin;
  private final Weights weights;
  private final List<Operand<TFloat32>> convolved = new ArrayList<>();
  private int sources;

  /**
   * @param first whether the layer reads the image, which needs no gradient
   */
  ConvOps(Conv conv, Towers forward, Optional<Link> link, boolean first, Weights weights) {
    this.conv = conv;
    this.forward = forward;
    this.backward = forward.withSubScope("backward");
    this.link = link;
    this.first = first;
    this.margin = new Margin(conv.padding());
    this.weights = weights;
  }

  @Override
  public List<Operand<TFloat32>> forward(List<Operand<TFloat32>> inputs) {
    sources = inputs.size();
    List<Operand<TFloat32>> read = link.map(l -> l.gather(inputs)).orElse(inputs);
    return forward.map(
        tower -> {
          Ops tf = forward.get(tower);
          Operand<TFloat32> input =
              isSame() ? read.get(tower) : margin.added(tf, read.get(tower), 0);
          convolved.add(input);
          return tf.nn.biasAdd(
              tf.nn.conv2d(input, weights(tower), strides(), padding()), biases(tower));
        });
  }

  @Override
  public List<Operand<TFloat32>> backward(
      List<Operand<TFloat32>> outputGradients, ParameterGradients gradients) {
    List<Operand<TFloat32>> inputGradients =
        backward.map(tower -> backward(tower, outputGradients.get(tower), gradients));
    if (first) {
      return List.of();
    }
    return link.map(l -> l.scatter(inputGradients, sources)).orElse(inputGradients);
  }

  private Operand<TFloat32> backward(
      int tower, Operand<TFloat32> outputGradient, ParameterGradients gradients) {
    Ops tf = backward.get(tower);
    Operand<TFloat32> input = convolved.get(tower);
    gradients.put(
        weights.parameter(conv.name(), tower, Kind.WEIGHTS),
        tf.nn.conv2dBackpropFilter(
            input, tf.shape(weights(tower)), outputGradient, strides(), padding()));
    gradients.put(
        weights.parameter(conv.name(), tower, Kind.BIASES), tf.nn.biasAddGrad(outputGradient));
    if (first) {
      return outputGradient;
    }
    Operand<TFloat32> gradient =
        tf.nn.conv2dBackpropInput(
            tf.shape(input), weights(tower), outputGradient, strides(), padding());
    return isSame() ? gradient : margin.removed(tf, gradient);
  }

  private Operand<TFloat32> weights(int tower) {
    return weights.read(conv.name(), tower, Kind.WEIGHTS);
  }

  private Operand<TFloat32> biases(int tower) {
    return weights.read(conv.name(), tower, Kind.BIASES);
  }

  private List<Long> strides() {
    return List.of(1L, (long) conv.stride(), (long) conv.stride(), 1L);
  }

  private String padding() {
    return isSame() ? "SAME" : "VALID";
  }

  /** Whether TensorFlow's own padding is the one wanted; any other is made with {@code tf.pad}. */
  private boolean isSame() {
    return conv.stride() == 1
        && conv.size() % 2 == 1
        && conv.padding().equals(Padding.around(conv.size() / 2));
  }
}

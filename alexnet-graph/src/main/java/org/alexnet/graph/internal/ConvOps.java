package org.alexnet.graph.internal;

import com.google.common.collect.ImmutableMap;
import java.util.List;
import org.alexnet.graph.spec.Conv;
import org.alexnet.graph.spec.Padding;
import org.alexnet.graph.spec.ParameterTable.Kind;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/** A convolution. */
record ConvOps(Conv conv, TowerPart part) implements LayerOps {

  @Override
  public Forward forward(Ops tf, Operand<TFloat32> x) {
    Operand<TFloat32> weights = part.parameter(Kind.WEIGHTS);
    Margin margin = new Margin(isSame() ? Padding.NONE : conv.padding());
    Operand<TFloat32> padded = margin.added(tf, x, 0);
    return new Forward(
        tf.nn.biasAdd(
            tf.nn.conv2d(padded, weights, strides(), padding()), part.parameter(Kind.BIASES)),
        (back, dy) ->
            margin.removed(
                back,
                back.nn.conv2dBackpropInput(back.shape(padded), weights, dy, strides(), padding())),
        ImmutableMap.of(
            Kind.WEIGHTS,
            (back, dy) ->
                back.nn.conv2dBackpropFilter(padded, back.shape(weights), dy, strides(), padding()),
            Kind.BIASES,
            (back, dy) -> back.nn.biasAddGrad(dy)));
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
        && conv.kernelSize() % 2 == 1
        && conv.padding().equals(Padding.around(conv.kernelSize() / 2));
  }
}

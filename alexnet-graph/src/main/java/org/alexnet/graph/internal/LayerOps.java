package org.alexnet.graph.internal;

import org.alexnet.graph.spec.AveragePool;
import org.alexnet.graph.spec.Conv;
import org.alexnet.graph.spec.Dense;
import org.alexnet.graph.spec.Dropout;
import org.alexnet.graph.spec.Layer;
import org.alexnet.graph.spec.LocalResponseNorm;
import org.alexnet.graph.spec.LocallyConnected;
import org.alexnet.graph.spec.MaxPool;
import org.alexnet.graph.spec.Relu;
import org.alexnet.graph.spec.Sigmoid;
import org.alexnet.graph.spec.Tanh;
import org.alexnet.graph.spec.WithinChannelLrn;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.op.math.SigmoidGrad;
import org.tensorflow.op.nn.ReluGrad;
import org.tensorflow.types.TFloat32;

/** The operations of one layer in one tower, which knows nothing of the others. */
@FunctionalInterface
interface LayerOps {

  /**
   * Adds the forward step.
   *
   * @param tf builders of the forward pass
   * @param x what the tower reads: its own part of the layer before, or all of it
   */
  Forward forward(Ops tf, Operand<TFloat32> x);

  /** Returns the operations of a kind of layer: the one place that knows all kinds. */
  static LayerOps of(TowerPart part) {
    Layer layer = part.layer();
    if (layer instanceof Conv conv) {
      return new ConvOps(conv, part);
    }
    if (layer instanceof LocallyConnected local) {
      return new LocallyConnectedOps(local, part);
    }
    if (layer instanceof Dense) {
      return new DenseOps(part);
    }
    if (layer instanceof LocalResponseNorm norm) {
      return new NormOps(norm, new NeighboringChannels(norm, part));
    }
    if (layer instanceof WithinChannelLrn norm) {
      return new NormOps(norm, new NeighboringPixels(norm));
    }
    if (layer instanceof MaxPool pool) {
      return new MaxPoolOps(pool, part.shape().input());
    }
    if (layer instanceof AveragePool pool) {
      return new AveragePoolOps(pool, part.shape());
    }
    if (layer instanceof Dropout dropout) {
      return new DropoutOps(dropout, part);
    }
    if (layer instanceof Relu) {
      return LayerOps::relu;
    }
    if (layer instanceof Tanh) {
      return LayerOps::tanh;
    }
    if (layer instanceof Sigmoid) {
      return LayerOps::sigmoid;
    }
    throw new AssertionError("no operations for " + layer);
  }

  private static Forward relu(Ops tf, Operand<TFloat32> x) {
    Operand<TFloat32> y = tf.nn.relu(x);
    return new Forward(y, (back, dy) -> ReluGrad.create(back.scope(), dy, y));
  }

  private static Forward tanh(Ops tf, Operand<TFloat32> x) {
    Operand<TFloat32> y = tf.math.tanh(x);
    return new Forward(
        y, (back, dy) -> back.math.mul(dy, back.math.sub(back.constant(1f), back.math.square(y))));
  }

  private static Forward sigmoid(Ops tf, Operand<TFloat32> x) {
    Operand<TFloat32> y = tf.math.sigmoid(x);
    return new Forward(y, (back, dy) -> SigmoidGrad.create(back.scope(), y, dy));
  }
}

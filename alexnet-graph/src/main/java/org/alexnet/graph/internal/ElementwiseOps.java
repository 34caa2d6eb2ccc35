package org.alexnet.graph.internal;

import java.util.List;
import org.alexnet.common.CompiledLoop;
import org.alexnet.common.Seeds;
import org.alexnet.graph.spec.Dropout;
import org.alexnet.graph.spec.Dropout.Scaling;
import org.alexnet.graph.spec.Elementwise;
import org.alexnet.graph.spec.Relu;
import org.alexnet.graph.spec.Sigmoid;
import org.alexnet.graph.spec.Tanh;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.op.math.SigmoidGrad;
import org.tensorflow.op.nn.ReluGrad;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt64;
import org.tensorflow.types.family.TNumber;

/** The operations of layers that treat each value by itself: activations and dropout. */
final class ElementwiseOps {
  private ElementwiseOps() {}

  static <T extends TNumber> LayerOps<T> of(Elementwise layer, TowerPart<T> part) {
    if (layer instanceof Dropout dropout) {
      return new DropoutOps<>(dropout, part);
    }
    if (layer instanceof Relu) {
      return (tf, x) -> relu(part, tf, x);
    }
    if (layer instanceof Tanh) {
      return ElementwiseOps::tanh;
    }
    if (layer instanceof Sigmoid) {
      return ElementwiseOps::sigmoid;
    }
    throw LayerOps.missing(layer);
  }

  private static <T extends TNumber> Forward<T> relu(TowerPart<T> part, Ops tf, Operand<T> x) {
    Operand<T> y = tf.nn.relu(x);
    return new Forward<>(
        y,
        (back, dy) ->
            part.compilesLoops() && !part.type().isFloat32() // TensorFlow's own is as fast there
                ? CompiledLoop.added(
                    back, List.of(dy, y), (in, of) -> reluGradient(in, of.get(0), of.get(1)))
                : reluGradient(back, dy, y));
  }

  private static <T extends TNumber> Operand<T> reluGradient(Ops tf, Operand<T> dy, Operand<T> y) {
    return ReluGrad.create(tf.scope(), dy, y);
  }

  private static <T extends TNumber> Forward<T> tanh(Ops tf, Operand<T> x) {
    Operand<T> y = tf.math.tanh(x);
    return new Forward<>(
        y,
        (back, dy) ->
            back.math.mul(
                dy, back.math.sub(new ComputeType<>(y.type()).of(back, 1f), back.math.square(y))));
  }

  private static <T extends TNumber> Forward<T> sigmoid(Ops tf, Operand<T> x) {
    Operand<T> y = tf.math.sigmoid(x);
    return new Forward<>(y, (back, dy) -> SigmoidGrad.create(back.scope(), y, dy));
  }

  /**
   * Dropout. The mask is a function of seed, layer, tower and step, so a resumed run drops what the
   * unbroken run would have dropped, and replicas together what one network would have.
   */
  private record DropoutOps<T extends TNumber>(Dropout dropout, TowerPart<T> part)
      implements LayerOps<T> {

    @Override
    public Forward<T> forward(Ops tf, Operand<T> x) {
      Operand<T> factor =
          part.step().map(step -> mask(tf, x, step)).orElseGet(() -> part.type().of(tf, atTest()));
      return new Forward<>(tf.math.mul(x, factor), (back, dy) -> back.math.mul(dy, factor));
    }

    private Operand<T> mask(Ops tf, Operand<T> x, Operand<TInt64> step) {
      long use = Seeds.derive(part.seed(), dropout.name() + "/tower" + part.tower());
      Operand<TInt64> key = tf.stack(List.of(tf.constant(use), step));
      Operand<TFloat32> uniform = part.replica().uniform(tf, tf.shape(x), key);
      Operand<T> kept =
          tf.dtypes.cast(
              tf.math.greaterEqual(uniform, tf.constant((float) dropout.rate())), x.type());
      return dropout.scaling() == Scaling.IN_TRAINING
          ? tf.math.div(kept, part.type().of(tf, (float) (1 - dropout.rate())))
          : kept;
    }

    private float atTest() {
      return dropout.scaling() == Scaling.AT_TEST ? (float) (1 - dropout.rate()) : 1;
    }
  }
}

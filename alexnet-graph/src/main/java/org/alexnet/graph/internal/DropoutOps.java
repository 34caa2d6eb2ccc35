package org.alexnet.graph.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.alexnet.common.Seeds;
import org.alexnet.graph.spec.Layer.Dropout;
import org.alexnet.graph.spec.Layer.Dropout.Scaling;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt64;

/**
 * Dropout in every tower. The mask is a function of seed, layer, tower and step, so a resumed run
 * drops what the unbroken run would have dropped.
 */
final class DropoutOps implements LayerOps {
  private final Dropout dropout;
  private final long seed;
  private final Towers forward;
  private final Towers backward;
  private final Optional<Operand<TInt64>> step;
  private final List<Operand<TFloat32>> masks = new ArrayList<>();

  /**
   * @param step number of the training step; absent at test
   */
  DropoutOps(Dropout dropout, long seed, Towers forward, Optional<Operand<TInt64>> step) {
    this.dropout = dropout;
    this.seed = seed;
    this.forward = forward;
    this.backward = forward.withSubScope("backward");
    this.step = step;
  }

  @Override
  public List<Operand<TFloat32>> forward(List<Operand<TFloat32>> inputs) {
    return forward.map(
        tower -> {
          Ops tf = forward.get(tower);
          Operand<TFloat32> factor =
              step.map(s -> mask(tf, tower, inputs.get(tower), s))
                  .orElseGet(() -> tf.constant(atTest()));
          masks.add(factor);
          return tf.math.mul(inputs.get(tower), factor);
        });
  }

  @Override
  public List<Operand<TFloat32>> backward(
      List<Operand<TFloat32>> outputGradients, ParameterGradients gradients) {
    return backward.map(
        tower -> backward.get(tower).math.mul(outputGradients.get(tower), masks.get(tower)));
  }

  private Operand<TFloat32> mask(Ops tf, int tower, Operand<TFloat32> input, Operand<TInt64> step) {
    long use = Seeds.derive(seed, dropout.name() + "/tower" + tower);
    Operand<TInt64> key = tf.stack(List.of(tf.constant(use), step));
    Operand<TFloat32> uniform = tf.random.statelessRandomUniform(tf.shape(input), key);
    Operand<TFloat32> kept =
        tf.dtypes.cast(
            tf.math.greaterEqual(uniform, tf.constant((float) dropout.rate())), TFloat32.class);
    return dropout.scaling() == Scaling.IN_TRAINING
        ? tf.math.div(kept, tf.constant((float) (1 - dropout.rate())))
        : kept;
  }

  private float atTest() {
    return dropout.scaling() == Scaling.AT_TEST ? (float) (1 - dropout.rate()) : 1;
  }
}

package org.alexnet.graph.internal;

import java.util.List;
import org.alexnet.common.Seeds;
import org.alexnet.graph.spec.Dropout;
import org.alexnet.graph.spec.Dropout.Scaling;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt64;

/**
 * Dropout. The mask is a function of seed, layer, tower and step, so a resumed run drops what the
 * unbroken run would have dropped.
 */
record DropoutOps(Dropout dropout, TowerPart part) implements LayerOps {

  @Override
  public Forward forward(Ops tf, Operand<TFloat32> x) {
    Operand<TFloat32> factor =
        part.step().map(step -> mask(tf, x, step)).orElseGet(() -> tf.constant(atTest()));
    return new Forward(tf.math.mul(x, factor), (back, dy) -> back.math.mul(dy, factor));
  }

  private Operand<TFloat32> mask(Ops tf, Operand<TFloat32> x, Operand<TInt64> step) {
    long use = Seeds.derive(part.seed(), dropout.name() + "/tower" + part.tower());
    Operand<TInt64> key = tf.stack(List.of(tf.constant(use), step));
    Operand<TFloat32> uniform = tf.random.statelessRandomUniform(tf.shape(x), key);
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

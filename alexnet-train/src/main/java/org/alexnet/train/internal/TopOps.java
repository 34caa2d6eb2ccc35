package org.alexnet.train.internal;

import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Any;
import org.tensorflow.op.core.ReduceSum;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.TInt64;

/** Counts correct predictions. */
public final class TopOps {
  private final Ops tf;
  private final Operand<TFloat32> probabilities;

  /**
   * @param probabilities of each image, float32 {@code [N, classes]}
   */
  public TopOps(Ops tf, Operand<TFloat32> probabilities) {
    this.tf = tf;
    this.probabilities = probabilities;
  }

  /**
   * Returns how many images have their class among the most probable ones: int64 scalar. Equal
   * probabilities count in the order of the classes, so that a network that gives all classes the
   * same is not right about all.
   *
   * @param labels int32 {@code [N]}
   * @param k how many of the most probable classes
   */
  public Operand<TInt64> correct(Operand<TInt32> labels, int k) {
    Operand<TInt32> predicted = tf.nn.topK(probabilities, tf.constant(k), TInt32.class).indices();
    Any hit =
        tf.any(tf.math.equal(predicted, tf.expandDims(labels, tf.constant(1))), tf.constant(1));
    return tf.reduceSum(
        tf.dtypes.cast(hit, TInt64.class), tf.constant(0), ReduceSum.keepDims(false));
  }
}

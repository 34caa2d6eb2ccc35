package org.alexnet.data.internal;

import java.util.List;
import org.alexnet.common.Seeds;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TInt64;

/** Keys of stateless random operations. */
public final class RandomKeys {
  private RandomKeys() {}

  /**
   * Returns the key of one draw: int64 {@code [2]}.
   *
   * @param seed the seed of the stream
   * @param use what the numbers are for
   * @param number of the epoch or the image
   */
  public static Operand<TInt64> of(Ops tf, long seed, String use, Operand<TInt64> number) {
    return tf.stack(List.of(tf.constant(Seeds.derive(seed, use)), number));
  }
}

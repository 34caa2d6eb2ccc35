package org.alexnet.graph.internal;

import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/** Which of the activations that a tower reads count for each of its own. */
interface Neighbors {

  /** Returns the tower's own among the activations that it reads. */
  Operand<TFloat32> own(Ops tf, Operand<TFloat32> read);

  /** Returns values of the tower's own activations among those that it reads, and 0 elsewhere. */
  Operand<TFloat32> amongRead(Ops tf, Operand<TFloat32> own);

  /** Returns, for each own activation, the weighted sum of its neighbors' values and its own. */
  Operand<TFloat32> sums(Ops tf, Operand<TFloat32> read);

  /** Returns, for each that is read, the weighted sum of the values of those it counts for. */
  Operand<TFloat32> transposedSums(Ops tf, Operand<TFloat32> own);
}

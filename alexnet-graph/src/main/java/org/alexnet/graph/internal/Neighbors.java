package org.alexnet.graph.internal;

import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.types.TFloat32;

/**
 * Weighted sums over the neighbors of every value, among which the value itself counts. If one is a
 * neighbor of another, the other is one of it, with the same weight.
 */
interface Neighbors {

  /** The sums on the way forward, in every tower. */
  List<Operand<TFloat32>> ofActivity(Towers towers, List<Operand<TFloat32>> values);

  /** The sums on the way back, in every tower. */
  List<Operand<TFloat32>> ofGradients(Towers towers, List<Operand<TFloat32>> values);
}

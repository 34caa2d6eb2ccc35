package org.alexnet.graph.internal;

import java.util.List;
import org.alexnet.graph.device.LoopCompilation;
import org.alexnet.graph.device.PlacedNetwork;
import org.alexnet.graph.device.Placement;
import org.alexnet.graph.spec.ParameterTable.Parameter;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.index.Indices;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.TInt64;
import org.tensorflow.types.family.TNumber;

/**
 * One of the replicas of a network in a graph, with its equal part of the batch.
 *
 * @param root builders without a device; operations of all but the first replica are named {@code
 *     replica1/...}
 * @param placement where its towers live
 * @param index which replica it is
 * @param count number of replicas
 * @param isPortable whether the graph goes to other machines
 */
record Replica(Ops root, Placement placement, int index, int count, boolean isPortable) {

  /** Returns the first replica of a network with the whole batch. */
  static Replica alone(Ops tf, PlacedNetwork network, boolean isPortable) {
    return new Replica(tf, network.placement(), 0, 1, isPortable);
  }

  /** Returns one of the replicas of a network. */
  static Replica of(Ops tf, PlacedNetwork network, int index) {
    return new Replica(
        index == 0 ? tf : tf.withSubScope("replica" + index),
        network.replicas().get(index),
        index,
        network.replicas().size(),
        false);
  }

  /** Returns whether loops are compiled for it. */
  boolean compilesLoops() {
    return !isPortable && LoopCompilation.isFor(placement);
  }

  /**
   * Returns the value of a parameter, which lives in the first replica, in the tower of this one: a
   * copy, which crosses once, however many read it.
   */
  <T extends TNumber> Operand<T> copy(Parameter parameter, Operand<T> value) {
    return index == 0
        ? value
        : root.withDevice(placement.towerDevice(parameter.tower()))
            .withName(Weights.opName(parameter))
            .identity(value);
  }

  /**
   * Returns random numbers for this part of the batch: those that the whole batch would have in its
   * place. Each replica draws them all, which costs little beside a layer with weights and is right
   * for any shape; a generator that begins in the middle can do so at every fourth number only.
   *
   * @param shape of the part, images first
   * @param key of the generator: int64 {@code [2]}
   * @return float32 of that shape, in [0, 1)
   */
  Operand<TFloat32> uniform(Ops tf, Operand<TInt32> shape, Operand<TInt64> key) {
    if (count == 1) {
      return tf.random.statelessRandomUniform(shape, key);
    }
    Operand<TInt32> ofAll =
        tf.concat(List.of(tf.constant(new int[] {count}), shape), tf.constant(0));
    return tf.stridedSlice(tf.random.statelessRandomUniform(ofAll, key), Indices.at(index));
  }
}

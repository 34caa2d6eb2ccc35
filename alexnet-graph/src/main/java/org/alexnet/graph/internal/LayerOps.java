package org.alexnet.graph.internal;

import org.alexnet.graph.spec.Elementwise;
import org.alexnet.graph.spec.Layer;
import org.alexnet.graph.spec.LocallyConnected;
import org.alexnet.graph.spec.LowResolutionConv;
import org.alexnet.graph.spec.Normalization;
import org.alexnet.graph.spec.Pool;
import org.alexnet.graph.spec.Weighted;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.family.TNumber;

/** The operations of one layer in one tower, which knows nothing of the others. */
@FunctionalInterface
interface LayerOps<T extends TNumber> {

  /**
   * Adds the forward step.
   *
   * @param tf builders of the forward pass
   * @param x what the tower reads: its own part of the layer before, or all of it
   */
  Forward<T> forward(Ops tf, Operand<T> x);

  /** Returns the operations of a layer; those of a group of kinds are in one file. */
  static <T extends TNumber> LayerOps<T> of(TowerPart<T> part) {
    Layer layer = part.layer();
    if (layer instanceof Weighted weighted) {
      return part.type().isFloat32()
              || (part.sumsInFloat32() && !(layer instanceof LocallyConnected))
          ? WeightedOps.of(weighted, part)
          : part.type().float32(WeightedOps.of(weighted, part.rounded()));
    }
    if (layer instanceof Normalization norm) {
      return NormalizationOps.of(norm, part);
    }
    if (layer instanceof Pool pool) {
      return PoolOps.of(pool, part);
    }
    if (layer instanceof LowResolutionConv conv) {
      return part.type().isFloat32()
          ? new LowResolutionConvOps<>(conv, part)
          : part.type().float32(new LowResolutionConvOps<>(conv, part.rounded()));
    }
    if (layer instanceof Elementwise elementwise) {
      return ElementwiseOps.of(elementwise, part);
    }
    throw missing(layer);
  }

  /** Returns the error for a kind of layer that no file of operations knows. */
  static AssertionError missing(Layer layer) {
    return new AssertionError("no operations for " + layer);
  }
}

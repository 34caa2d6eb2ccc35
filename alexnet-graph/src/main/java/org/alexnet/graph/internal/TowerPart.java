package org.alexnet.graph.internal;

import java.util.Optional;
import org.alexnet.graph.spec.Layer;
import org.alexnet.graph.spec.ParameterTable.Kind;
import org.alexnet.graph.spec.ShapeTrace;
import org.tensorflow.Operand;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt64;

/**
 * The part of a layer that one tower holds.
 *
 * @param shape the layer with its shapes
 * @param tower index of the tower
 * @param weights the parameters of the network
 * @param seed seed of dropout
 * @param step number of the training step, which makes dropout drop; absent at test
 * @param images the network's images, for a layer that reads them beside the layer before
 */
record TowerPart(
    ShapeTrace.Step shape,
    int tower,
    Weights weights,
    long seed,
    Optional<Operand<TInt64>> step,
    Operand<TFloat32> images) {

  Layer layer() {
    return shape.layer();
  }

  /** Returns the value of a parameter of the layer in this tower. */
  Operand<TFloat32> parameter(Kind kind) {
    return weights.read(layer().name(), tower, kind);
  }

  /** Returns the channels of the output that this tower holds. */
  int channels() {
    return shape.outputChannels(tower);
  }

  /** Returns the first of these among the channels that this tower reads. */
  int firstChannelRead() {
    return shape.isAllGather() ? tower * channels() : 0;
  }
}

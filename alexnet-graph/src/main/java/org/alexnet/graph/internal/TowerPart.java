package org.alexnet.graph.internal;

import java.util.List;
import java.util.Optional;
import org.alexnet.common.CompiledLoop;
import org.alexnet.common.Processor;
import org.alexnet.graph.device.LoopCompilation;
import org.alexnet.graph.spec.Layer;
import org.alexnet.graph.spec.ParameterTable.Kind;
import org.alexnet.graph.spec.ParameterTable.Parameter;
import org.alexnet.graph.spec.Precision;
import org.alexnet.graph.spec.ShapeTrace;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt64;
import org.tensorflow.types.family.TNumber;

/**
 * The part of a layer that one tower holds.
 *
 * @param shape the layer with its shapes
 * @param tower index of the tower
 * @param type of the activations
 * @param weights the parameters of the network
 * @param replica whose tower it is
 * @param seed seed of dropout
 * @param step number of the training step, which makes dropout drop; absent at test
 * @param images the network's images, for a layer that reads them beside the layer before
 */
record TowerPart<T extends TNumber>(
    ShapeTrace.Step shape,
    int tower,
    ComputeType<T> type,
    Weights weights,
    Replica replica,
    long seed,
    Optional<Operand<TInt64>> step,
    Operand<TFloat32> images) {

  Layer layer() {
    return shape.layer();
  }

  /** Returns the value of a parameter of the layer in this tower. */
  Operand<T> parameter(Kind kind) {
    Parameter parameter = weights.parameter(layer().name(), tower, kind);
    Ops tf = weights.deviceOf(parameter);
    Operand<TFloat32> value = weights.read(parameter);
    return replica.copy(
        parameter,
        replica.compilesLoops() && LoopCompilation.isOfLargeParameter(parameter, type.precision())
            ? CompiledLoop.added(
                tf.withSubScope(Weights.opName(parameter)),
                List.of(value),
                (in, of) -> type.of(in, of.get(0)))
            : type.of(tf, value));
  }

  /**
   * Returns the same part as one that computes in float32 with values that are rounded to bfloat16.
   */
  TowerPart<TFloat32> rounded() {
    return new TowerPart<>(
        shape, tower, ComputeType.rounded(), weights, replica, seed, step, images);
  }

  /**
   * Returns whether products of bfloat16 are summed up in float32 where the tower lives: on GPUs,
   * and on processors for which oneDNN has kernels. TensorFlow's own kernels for CPUs sum up in
   * bfloat16, in which 256 + 1 is 256. Processes of a cluster are taken to run on processors like
   * this one.
   */
  boolean sumsInFloat32() {
    return !replica.placement().towers().get(tower).isCpu()
        || Processor.instructionSets().contains("avx512f");
  }

  /**
   * Returns whether the tower learns in products of bfloat16 that are computed in tiles (AMX): so
   * fast that another layout of a convolution saves time; at test none was saved. Processes of a
   * cluster are taken to run on processors like this one.
   */
  boolean learnsInTiles() {
    return step.isPresent()
        && type.precision() == Precision.BFLOAT16
        && replica.placement().towers().get(tower).isCpu()
        && Processor.instructionSets().contains("amx_bf16");
  }

  /** Returns whether operations on what the tower reads become a {@link CompiledLoop}. */
  boolean compilesLoops() {
    return replica.compilesLoops() && LoopCompilation.isOfLargeMaps(shape, type.precision());
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

package org.alexnet.graph.internal;

import com.google.common.collect.ImmutableMap;
import org.alexnet.graph.spec.Conv;
import org.alexnet.graph.spec.Padding;
import org.alexnet.graph.spec.ParameterTable.Kind;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.family.TNumber;

/**
 * A convolution with biases.
 *
 * @param conv the layer
 * @param convolution how its windows are computed
 */
record ConvOps<T extends TNumber>(Conv conv, Convolution convolution, TowerPart<T> part)
    implements LayerOps<T> {

  @Override
  public Forward<T> forward(Ops tf, Operand<T> x) {
    Margin margin = new Margin(conv.hasSamePadding() ? Padding.NONE : conv.padding());
    Convolution.Passes<T> passes =
        convolution.of(tf, margin.added(tf, x, 0), part.parameter(Kind.WEIGHTS));
    return new Forward<>(
        tf.nn.biasAdd(passes.output(), part.parameter(Kind.BIASES)),
        (back, dy) -> margin.removed(back, passes.mapsGradient().of(back, dy)),
        ImmutableMap.of(
            Kind.WEIGHTS,
            (back, dy) -> part.type().toFloat32(back, passes.weightsGradient().of(back, dy)),
            Kind.BIASES,
            (back, dy) -> WeightedOps.biasGradient(back, part, dy)));
  }
}

package org.alexnet.graph.internal;

import com.google.common.collect.ImmutableMap;
import org.alexnet.graph.spec.ParameterTable.Kind;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.family.TNumber;

/**
 * The forward step of a layer in one tower: its output, and what the backward pass makes of the
 * output's gradient.
 *
 * @param output what the layer gives
 * @param inputGradient gradient of the loss with respect to what the layer read
 * @param parameterGradients gradient of the loss with respect to each parameter of the layer in
 *     this tower, weights before biases
 */
record Forward<T extends TNumber>(
    Operand<T> output,
    Gradient<T> inputGradient,
    ImmutableMap<Kind, ParameterGradient<T>> parameterGradients) {

  /** Creates the forward step of a layer without parameters. */
  Forward(Operand<T> output, Gradient<T> inputGradient) {
    this(output, inputGradient, ImmutableMap.of());
  }

  /**
   * One step back. The gradients are written here and not left to {@code Graph.addGradients}, which
   * gives its operations no device, so that the backward pass of both towers would run on one GPU,
   * and which ignores the attributes of LRN and the explicit padding of convolutions.
   */
  @FunctionalInterface
  interface Gradient<T extends TNumber> {
    /**
     * Adds the operations of a gradient; those that nobody asks for are never added.
     *
     * @param tf builders of the backward pass
     * @param outputGradient gradient of the loss with respect to the output
     */
    Operand<T> of(Ops tf, Operand<T> outputGradient);
  }

  /** The same for a parameter. */
  @FunctionalInterface
  interface ParameterGradient<T extends TNumber> {
    /**
     * Adds the operations of a gradient; those that nobody asks for are never added.
     *
     * @param tf builders of the backward pass
     * @param outputGradient gradient of the loss with respect to the output
     */
    Operand<TFloat32> of(Ops tf, Operand<T> outputGradient);
  }
}

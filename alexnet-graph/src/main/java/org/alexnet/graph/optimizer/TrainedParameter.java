package org.alexnet.graph.optimizer;

import java.util.List;
import org.alexnet.graph.spec.ParameterTable.Parameter;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.family.TType;

/** A parameter in a graph, as an optimizer sees it. */
public interface TrainedParameter {

  /** Returns which parameter of the network it is. */
  Parameter parameter();

  /** Returns builders of operations on its device. */
  Ops tf();

  /**
   * Returns builders of operations on its device that run when the gradients of all parameters are
   * known, and the parameters of its tower before it are updated: nothing may change a variable
   * earlier, and what is as large as the parameter should not be made earlier.
   */
  Ops afterGradients();

  /** Returns the variable. */
  Operand<? extends TType> variable();

  /** Returns its value before the step. */
  Operand<TFloat32> value();

  /** Returns the learning rate of its group: float32 scalar. */
  Operand<TFloat32> learningRate();

  /** Returns what the learning rate is multiplied by for weight decay: float32 scalar. */
  Operand<TFloat32> decayRatio();

  /**
   * Returns a variable of the same shape that is kept between steps and saved in checkpoints; it
   * begins at 0.
   *
   * @param name what it is: {@code velocity} makes {@code conv1/tower0/weights/velocity}
   */
  Operand<? extends TType> slot(String name);

  /**
   * Returns whether {@link #compiled} takes less time than operations do: for parameters of many
   * values in bfloat16, see {@link org.alexnet.graph.device.LoopCompilation}.
   */
  boolean compilesLoops();

  /**
   * Returns what a formula gives, computed after the gradients in one loop, which passes through
   * memory once and reads gradients in bfloat16 as they are.
   *
   * @param formula operations on each value by itself
   * @param operands tensors of the parameter's shape, and scalars
   */
  Operand<TFloat32> compiled(Formula formula, List<Operand<TFloat32>> operands);

  /** Operations on each value by itself. */
  @FunctionalInterface
  interface Formula {
    /**
     * Adds them.
     *
     * @param tf builders of the loop
     * @param operands what it reads
     */
    Operand<TFloat32> of(Ops tf, List<Operand<TFloat32>> operands);
  }
}

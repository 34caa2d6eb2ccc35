package org.alexnet.graph.optimizer;

import com.google.common.collect.ImmutableMap;
import org.alexnet.graph.spec.AlexNetSpec;
import org.tensorflow.Operand;
import org.tensorflow.op.Op;
import org.tensorflow.types.TFloat32;

/** How parameters learn from their gradients: numbers that a recipe holds, and one operation. */
public sealed interface Optimizer permits SgdMomentum {

  /**
   * Checks that every layer that this names is there.
   *
   * @throws IllegalArgumentException if the network lacks one
   */
  void requireFits(AlexNetSpec spec);

  /**
   * Returns the learning rate of a group of parameters.
   *
   * @param scheduled the learning rate of the schedule
   */
  double learningRate(ParameterGroup group, double scheduled);

  /**
   * Adds the operation that changes a parameter in a step.
   *
   * @param parameter the parameter
   * @param gradient of the loss with respect to it
   */
  Op update(TrainedParameter parameter, Operand<TFloat32> gradient);

  /**
   * Adds what reads how much the last step added to a parameter that learns.
   *
   * @param parameter the parameter
   * @return float32, of the parameter's shape
   */
  Operand<TFloat32> lastUpdate(TrainedParameter parameter);

  /** Returns the most important numbers in a line. */
  String summary();

  /** Returns everything that this decides, by what it is, in the order of a table. */
  ImmutableMap<String, String> describe();
}

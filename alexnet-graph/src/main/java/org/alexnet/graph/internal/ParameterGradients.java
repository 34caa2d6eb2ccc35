package org.alexnet.graph.internal;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.alexnet.graph.spec.ParameterTable.Parameter;
import org.tensorflow.Operand;
import org.tensorflow.types.TFloat32;

/** The gradient of the loss with respect to each parameter, filled in by the backward pass. */
public final class ParameterGradients {
  private final Map<Parameter, Operand<TFloat32>> gradients = new LinkedHashMap<>();

  void put(Parameter parameter, Operand<TFloat32> gradient) {
    gradients.put(parameter, gradient);
  }

  /** The gradients, from the last layer to the first. */
  public Map<Parameter, Operand<TFloat32>> asMap() {
    return Collections.unmodifiableMap(gradients);
  }
}

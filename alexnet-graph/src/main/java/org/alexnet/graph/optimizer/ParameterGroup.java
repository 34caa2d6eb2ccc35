package org.alexnet.graph.optimizer;

import static java.util.Objects.requireNonNull;

import org.alexnet.graph.spec.ParameterTable.Kind;
import org.alexnet.graph.spec.ParameterTable.Parameter;

/**
 * The weights or the biases of a layer, those of all towers: what has a learning rate of its own.
 *
 * @param layer name of the layer
 * @param kind weights or biases
 */
public record ParameterGroup(String layer, Kind kind) {

  /** Checks the values. */
  public ParameterGroup {
    requireNonNull(layer, "layer");
    requireNonNull(kind, "kind");
  }

  /** Returns the group of a parameter. */
  public static ParameterGroup of(Parameter parameter) {
    return new ParameterGroup(parameter.layer(), parameter.kind());
  }
}

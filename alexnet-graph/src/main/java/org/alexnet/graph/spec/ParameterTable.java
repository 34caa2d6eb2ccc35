package org.alexnet.graph.spec;

import com.google.common.collect.ImmutableList;
import org.tensorflow.ndarray.Shape;

/**
 * Every parameter of a network, in the order of the layers and, within a layer, of the towers.
 *
 * @param parameters the weights and the biases
 */
public record ParameterTable(ImmutableList<Parameter> parameters) {

  /** What a parameter is to its layer. */
  public enum Kind {
    /** What the inputs are multiplied by; the last axis is that of the filters or units. */
    WEIGHTS,
    /** What is added to the sums; the last axis is that of the filters or units. */
    BIASES
  }

  /**
   * One tower's weights or biases in one layer.
   *
   * @param layer name of the layer
   * @param tower index of the tower
   * @param kind weights or biases
   * @param shape shape of the values
   * @param initializer how they begin
   */
  public record Parameter(
      String layer, int tower, Kind kind, Shape shape, Initializer initializer) {

    /** Returns the name in graphs and checkpoints: {@code conv1/tower0/weights}, for example. */
    public String name() {
      return layer + "/tower" + tower + "/" + (kind == Kind.WEIGHTS ? "weights" : "biases");
    }
  }

  /**
   * Returns the parameters of a network.
   *
   * @param spec the network
   */
  public static ParameterTable of(AlexNetSpec spec) {
    ImmutableList.Builder<Parameter> parameters = ImmutableList.builder();
    for (ShapeTrace.Step step : ShapeTrace.of(spec).steps()) {
      for (int tower = 0; tower < step.outputParts(); tower++) {
        parameters.addAll(step.layer().parameters(tower, step.read(), spec.towers()));
      }
    }
    return new ParameterTable(parameters.build());
  }

  /** Returns the number of parameters of the network. */
  public long total() {
    return parameters.stream().mapToLong(parameter -> parameter.shape().size()).sum();
  }

  /**
   * Returns the number of parameters of one layer, all towers together; 0 where it has none.
   *
   * @param layer name of a layer
   */
  public long countOf(String layer) {
    return parameters.stream()
        .filter(parameter -> parameter.layer().equals(layer))
        .mapToLong(parameter -> parameter.shape().size())
        .sum();
  }
}

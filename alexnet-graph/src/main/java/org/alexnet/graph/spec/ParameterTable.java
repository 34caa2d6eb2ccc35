package org.alexnet.graph.spec;

import static org.alexnet.graph.spec.Layer.Reads.OWN_TOWER;
import static org.alexnet.graph.spec.Layer.Spread.FIRST_TOWER;

import com.google.common.collect.ImmutableList;
import org.alexnet.graph.spec.Layer.Conv;
import org.alexnet.graph.spec.Layer.Dense;
import org.tensorflow.ndarray.Shape;

/**
 * Every parameter of a network, in the order of the layers and, within a layer, of the towers.
 *
 * @param parameters the weights and the biases
 */
public record ParameterTable(ImmutableList<Parameter> parameters) {

  /** What a parameter is to its layer. */
  public enum Kind {
    /** Kernels of a convolution {@code [size, size, in, out]}, or a matrix {@code [in, out]}. */
    WEIGHTS,
    /** One value for each kernel or unit. */
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

    /** The name in graphs and checkpoints: {@code conv1/tower0/weights}, for example. */
    public String name() {
      return layer + "/tower" + tower + "/" + (kind == Kind.WEIGHTS ? "weights" : "biases");
    }
  }

  /**
   * The parameters of a network.
   *
   * @param spec the network
   */
  public static ParameterTable of(AlexNetSpec spec) {
    ImmutableList.Builder<Parameter> parameters = ImmutableList.builder();
    for (ShapeTrace.Step step : ShapeTrace.of(spec).steps()) {
      if (step.layer() instanceof Conv conv) {
        long in = channelsRead(conv.reads(), step.input().channels(), step, spec);
        long out = conv.kernels() / spec.towers();
        for (int tower = 0; tower < spec.towers(); tower++) {
          add(
              parameters,
              conv.name(),
              tower,
              Shape.of(conv.size(), conv.size(), in, out),
              conv.initializer());
        }
      } else if (step.layer() instanceof Dense dense) {
        boolean whole = dense.spread() == FIRST_TOWER;
        long in = channelsRead(dense.reads(), step.input().size(), step, spec);
        long out = whole ? dense.units() : dense.units() / spec.towers();
        for (int tower = 0; tower < (whole ? 1 : spec.towers()); tower++) {
          add(parameters, dense.name(), tower, Shape.of(in, out), dense.initializer());
        }
      }
    }
    return new ParameterTable(parameters.build());
  }

  /** The number of parameters of the network. */
  public long total() {
    return parameters.stream().mapToLong(parameter -> parameter.shape().size()).sum();
  }

  /**
   * The number of parameters of one layer, all towers together; 0 where it has none.
   *
   * @param layer name of a layer
   */
  public long countOf(String layer) {
    return parameters.stream()
        .filter(parameter -> parameter.layer().equals(layer))
        .mapToLong(parameter -> parameter.shape().size())
        .sum();
  }

  private static long channelsRead(
      Layer.Reads reads, long all, ShapeTrace.Step step, AlexNetSpec spec) {
    boolean readsImage = step.layer() == spec.layers().get(0);
    return reads == OWN_TOWER && !readsImage ? all / spec.towers() : all;
  }

  private static void add(
      ImmutableList.Builder<Parameter> parameters,
      String layer,
      int tower,
      Shape weights,
      Initializer initializer) {
    Shape biases = Shape.of(weights.get(-1));
    parameters.add(new Parameter(layer, tower, Kind.WEIGHTS, weights, initializer));
    parameters.add(new Parameter(layer, tower, Kind.BIASES, biases, initializer));
  }
}

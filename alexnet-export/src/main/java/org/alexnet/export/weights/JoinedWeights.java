package org.alexnet.export.weights;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.Maps;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.alexnet.graph.spec.AlexNetSpec;
import org.alexnet.graph.spec.Dropout;
import org.alexnet.graph.spec.Dropout.Scaling;
import org.alexnet.graph.spec.Layer;
import org.alexnet.graph.spec.ParameterTable;
import org.alexnet.graph.spec.ParameterTable.Kind;
import org.alexnet.graph.spec.ParameterTable.Parameter;
import org.alexnet.graph.spec.ShapeTrace;

/**
 * Parameters of a network with its towers joined, as PyTorch names and lays them out: {@code
 * conv1.weight}, {@code [filters, channels, rows, columns]}, {@code conv1.bias}, {@code
 * fc6.weight}, {@code [units, inputs]}, and so on.
 *
 * <p>Others scale dropout in training. Where a network scales it at test, as the paper does, the
 * weights behind it are those of the network times {@code 1 - rate}: so the outputs are the same.
 */
final class JoinedWeights {
  private final AlexNetSpec spec;
  private final ShapeTrace shapes;
  private final ImmutableList<Parameter> parameters;
  private final Map<String, Float> scales = new LinkedHashMap<>();

  /**
   * Creates those of a network.
   *
   * @throws IllegalArgumentException if it has layers that other formats do not have
   */
  JoinedWeights(AlexNetSpec spec) {
    this.spec = spec;
    shapes = ShapeTrace.of(spec);
    parameters = ParameterTable.of(spec).parameters();
    parameters.forEach(this::layout);
    double scale = 1;
    for (Layer layer : spec.layers()) {
      if (layer instanceof Dropout dropout && dropout.scaling() == Scaling.AT_TEST) {
        scale *= 1 - dropout.rate();
      } else if (parameters.stream().anyMatch(each -> each.layer().equals(layer.name()))) {
        scales.put(layer.name(), (float) scale);
        scale = 1;
      }
    }
  }

  private LayerLayout layout(Parameter parameter) {
    return new LayerLayout(shapes.step(parameter.layer()));
  }

  private static String name(Parameter parameter) {
    return parameter.layer() + (parameter.kind() == Kind.WEIGHTS ? ".weight" : ".bias");
  }

  private float scale(Parameter parameter) {
    return parameter.kind() == Kind.BIASES ? 1 : scales.get(parameter.layer());
  }

  /** Returns the name of the weights that are convolved with the image. */
  String imageWeights() {
    return parameters.stream()
        .filter(each -> each.kind() == Kind.WEIGHTS && layout(each).readsImage())
        .map(JoinedWeights::name)
        .findFirst()
        .orElse("");
  }

  /** Returns the sides of each tensor, in the order of the layers. */
  ImmutableList<NamedShape> shapes() {
    return parameters.stream()
        .filter(each -> each.tower() == 0)
        .map(each -> new NamedShape(name(each), layout(each).shape(each)))
        .collect(ImmutableList.toImmutableList());
  }

  /** A tensor that is expected. */
  record NamedShape(String name, ImmutableList<Integer> shape) {}

  /**
   * Joins the towers.
   *
   * @param towers the values of each parameter of the network
   */
  ImmutableList<NamedTensor> join(List<float[]> towers) {
    Map<String, NamedTensor> joined = new LinkedHashMap<>();
    for (NamedShape each : shapes()) {
      joined.put(
          each.name,
          new NamedTensor(
              each.name, each.shape, new float[Math.toIntExact(NamedTensor.size(each.shape))]));
    }
    for (int i = 0; i < parameters.size(); i++) {
      Parameter parameter = parameters.get(i);
      float[] own = towers.get(i);
      float[] all = joined.get(name(parameter)).values();
      float scale = scale(parameter);
      layout(parameter).forEach(parameter, (from, to) -> all[to] = scale * own[from]);
    }
    return ImmutableList.copyOf(joined.values());
  }

  /**
   * Gives each tower its part.
   *
   * @param tensors at least those of {@link #shapes}
   * @param source what to call them in an error
   * @return the values of each parameter of the network
   * @throws IllegalArgumentException if one is missing or has other sides
   */
  ImmutableList<float[]> split(List<NamedTensor> tensors, Object source) {
    Map<String, NamedTensor> byName = Maps.uniqueIndex(tensors, NamedTensor::name);
    for (NamedShape each : shapes()) {
      NamedTensor found = byName.get(each.name);
      checkArgument(
          found != null,
          "%s has no %s, which %s has; it has %s",
          source,
          each.name,
          spec.name(),
          byName.keySet());
      checkArgument(
          found.shape().equals(each.shape),
          "%s: %s has the sides %s, but that of %s has %s",
          source,
          each.name,
          found.shape(),
          spec.name(),
          each.shape);
    }
    List<float[]> towers = new ArrayList<>();
    for (Parameter parameter : parameters) {
      float[] all = byName.get(name(parameter)).values();
      float[] own = new float[Math.toIntExact(parameter.shape().size())];
      float scale = scale(parameter);
      layout(parameter).forEach(parameter, (to, from) -> own[to] = all[from] / scale);
      towers.add(own);
    }
    return ImmutableList.copyOf(towers);
  }
}

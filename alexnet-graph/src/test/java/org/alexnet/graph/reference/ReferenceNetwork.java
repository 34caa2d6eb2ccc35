package org.alexnet.graph.reference;

import static org.alexnet.graph.spec.Connectivity.CROSS_TOWER;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.alexnet.graph.spec.AlexNetSpec;
import org.alexnet.graph.spec.AveragePool;
import org.alexnet.graph.spec.Connectivity;
import org.alexnet.graph.spec.Conv;
import org.alexnet.graph.spec.Dense;
import org.alexnet.graph.spec.Dense.Spread;
import org.alexnet.graph.spec.Dropout;
import org.alexnet.graph.spec.Layer;
import org.alexnet.graph.spec.LocalResponseNorm;
import org.alexnet.graph.spec.LocallyConnected;
import org.alexnet.graph.spec.LowResolutionConv;
import org.alexnet.graph.spec.MaxPool;
import org.alexnet.graph.spec.Relu;
import org.alexnet.graph.spec.Sigmoid;
import org.alexnet.graph.spec.Tanh;
import org.alexnet.graph.spec.WithinChannelLrn;

/**
 * The network in plain float64 Java, written from the paper and not from the graph, so that the
 * graph has something independent to agree with.
 */
public final class ReferenceNetwork {

  private final AlexNetSpec spec;
  private final Map<String, double[]> parameters;

  /**
   * A network with the given parameters.
   *
   * @param spec the network
   * @param parameters by the names of the parameter table, in the order of their shapes
   */
  public ReferenceNetwork(AlexNetSpec spec, Map<String, double[]> parameters) {
    this.spec = spec;
    this.parameters = parameters;
  }

  /**
   * Runs the network.
   *
   * @param images {@code [N, side, side, 3]}
   * @param dropping what the dropout layers do
   */
  public ReferenceRun run(Volume images, Dropping dropping) {
    Map<String, List<Volume>> activations = new LinkedHashMap<>();
    List<Volume> parts = List.of(images);
    for (Layer layer : spec.layers()) {
      parts = forward(layer, parts, images, dropping);
      activations.put(layer.name(), parts);
    }
    return new ReferenceRun(this, images, activations, dropping);
  }

  AlexNetSpec spec() {
    return spec;
  }

  Map<String, double[]> parameters() {
    return parameters;
  }

  private int partsOf(Layer layer, List<Volume> parts) {
    if (layer instanceof Conv || layer instanceof LocallyConnected) {
      return spec.towers();
    }
    if (layer instanceof Dense dense) {
      return dense.spread() == Spread.FIRST_TOWER ? 1 : spec.towers();
    }
    return parts.size();
  }

  private List<Volume> forward(Layer layer, List<Volume> parts, Volume images, Dropping dropping) {
    if (layer instanceof LocalResponseNorm norm && norm.connectivity() == CROSS_TOWER) {
      return ReferenceNorm.forward(norm, Volume.joined(parts)).partedLike(parts);
    }
    if (layer instanceof LowResolutionConv conv) {
      List<Volume> sums = new ArrayList<>();
      for (int tower = 0; tower < parts.size(); tower++) {
        sums.add(lowResolution(conv, tower).forward(parts.get(tower), images));
      }
      return sums;
    }
    List<Volume> outputs = new ArrayList<>();
    for (int tower = 0; tower < partsOf(layer, parts); tower++) {
      outputs.add(forward(layer, tower, parts, dropping));
    }
    return outputs;
  }

  private Volume forward(Layer layer, int tower, List<Volume> parts, Dropping dropping) {
    if (layer instanceof Conv conv) {
      return conv(conv, tower).forward(read(parts, conv.connectivity(), tower));
    }
    if (layer instanceof LocallyConnected local) {
      return local(local, tower).forward(read(parts, local.connectivity(), tower));
    }
    if (layer instanceof Dense dense) {
      return dense(dense, tower).forward(read(parts, dense.connectivity(), tower));
    }
    Volume input = parts.get(tower);
    if (layer instanceof Relu) {
      Volume output = input.zerosLike();
      for (int at = 0; at < input.values.length; at++) {
        output.values[at] = Math.max(0, input.values[at]);
      }
      return output;
    }
    if (layer instanceof Tanh) {
      Volume output = input.zerosLike();
      for (int at = 0; at < input.values.length; at++) {
        output.values[at] = Math.tanh(input.values[at]);
      }
      return output;
    }
    if (layer instanceof Sigmoid) {
      Volume output = input.zerosLike();
      for (int at = 0; at < input.values.length; at++) {
        output.values[at] = 1 / (1 + Math.exp(-input.values[at]));
      }
      return output;
    }
    if (layer instanceof LocalResponseNorm norm) {
      return ReferenceNorm.forward(norm, input);
    }
    if (layer instanceof WithinChannelLrn norm) {
      return ReferenceWithinChannelLrn.forward(norm, input);
    }
    if (layer instanceof MaxPool pool) {
      return ReferencePool.forward(pool, input);
    }
    if (layer instanceof AveragePool pool) {
      return ReferenceAveragePool.forward(pool, input);
    }
    return multiplied(input, dropping.factors((Dropout) layer, tower, input.values.length));
  }

  ReferenceConv conv(Conv layer, int tower) {
    String prefix = layer.name() + "/tower" + tower;
    return new ReferenceConv(
        layer, parameters.get(prefix + "/weights"), parameters.get(prefix + "/biases"));
  }

  ReferenceLowResolutionConv lowResolution(LowResolutionConv layer, int tower) {
    return new ReferenceLowResolutionConv(
        layer, parameters.get(layer.name() + "/tower" + tower + "/weights"));
  }

  ReferenceLocallyConnected local(LocallyConnected layer, int tower) {
    String prefix = layer.name() + "/tower" + tower;
    return new ReferenceLocallyConnected(
        layer, parameters.get(prefix + "/weights"), parameters.get(prefix + "/biases"));
  }

  ReferenceDense dense(Dense layer, int tower) {
    String prefix = layer.name() + "/tower" + tower;
    return new ReferenceDense(
        parameters.get(prefix + "/weights"), parameters.get(prefix + "/biases"));
  }

  /** What a tower reads: every tower's maps, its own, or the image, which every tower sees. */
  static Volume read(List<Volume> parts, Connectivity reads, int tower) {
    if (reads == CROSS_TOWER) {
      return Volume.joined(parts);
    }
    return parts.size() == 1 ? parts.get(0) : parts.get(tower);
  }

  static Volume multiplied(Volume input, double[] factors) {
    Volume output = input.zerosLike();
    for (int at = 0; at < factors.length; at++) {
      output.values[at] = input.values[at] * factors[at];
    }
    return output;
  }
}

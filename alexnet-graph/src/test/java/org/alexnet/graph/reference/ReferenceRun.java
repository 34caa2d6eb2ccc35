package org.alexnet.graph.reference;

import static org.alexnet.graph.spec.Connectivity.CROSS_TOWER;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.Iterables;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.alexnet.graph.spec.AveragePool;
import org.alexnet.graph.spec.Connectivity;
import org.alexnet.graph.spec.Conv;
import org.alexnet.graph.spec.Dense;
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

/** One forward pass of the reference, and the backward pass over it. */
public final class ReferenceRun {

  private final ReferenceNetwork network;
  private final Volume images;
  private final Map<String, List<Volume>> activations;
  private final Dropping dropping;

  ReferenceRun(
      ReferenceNetwork network,
      Volume images,
      Map<String, List<Volume>> activations,
      Dropping dropping) {
    this.network = network;
    this.images = images;
    this.activations = activations;
    this.dropping = dropping;
  }

  /** The output of a layer, a part for each tower that has one. */
  public List<Volume> activations(String layer) {
    return activations.get(layer);
  }

  /** The softmax of the logits, {@code [N, classes]}. */
  public double[] probabilities() {
    return ReferenceLoss.probabilities(logits()).values;
  }

  /** The mean cross-entropy. */
  public double loss(int[] labels) {
    return ReferenceLoss.loss(ReferenceLoss.probabilities(logits()), labels);
  }

  /** The gradient of the mean cross-entropy by every parameter's name. */
  public Map<String, double[]> gradients(int[] labels) {
    Map<String, double[]> gradients = new LinkedHashMap<>();
    network.parameters().forEach((name, value) -> gradients.put(name, new double[value.length]));
    ImmutableList<Layer> layers = network.spec().layers();
    List<Volume> outer =
        ReferenceLoss.gradient(ReferenceLoss.probabilities(logits()), labels)
            .partedLike(activations.get(Iterables.getLast(layers).name()));
    for (int index = layers.size() - 1; index >= 0; index--) {
      List<Volume> inputs =
          index == 0 ? List.of(images) : activations.get(layers.get(index - 1).name());
      outer = backward(layers.get(index), inputs, outer, gradients);
    }
    return gradients;
  }

  private Volume logits() {
    return Volume.joined(activations.get(Iterables.getLast(network.spec().layers()).name()));
  }

  private List<Volume> backward(
      Layer layer, List<Volume> inputs, List<Volume> outer, Map<String, double[]> gradients) {
    if (layer instanceof LocalResponseNorm norm && norm.connectivity() == CROSS_TOWER) {
      return ReferenceNorm.backward(norm, Volume.joined(inputs), Volume.joined(outer))
          .partedLike(inputs);
    }
    List<Volume> inner = new ArrayList<>();
    inputs.forEach(part -> inner.add(part.zerosLike()));
    for (int tower = 0; tower < outer.size(); tower++) {
      Volume gradient = outer.get(tower);
      double[] weights = gradients.get(layer.name() + "/tower" + tower + "/weights");
      double[] biases = gradients.get(layer.name() + "/tower" + tower + "/biases");
      if (layer instanceof Conv conv) {
        Volume read = ReferenceNetwork.read(inputs, conv.connectivity(), tower);
        Volume given = network.conv(conv, tower).backward(read, gradient, weights, biases);
        give(inner, conv.connectivity(), tower, given);
      } else if (layer instanceof LocallyConnected local) {
        Volume read = ReferenceNetwork.read(inputs, local.connectivity(), tower);
        Volume given = network.local(local, tower).backward(read, gradient, weights, biases);
        give(inner, local.connectivity(), tower, given);
      } else if (layer instanceof LowResolutionConv conv) {
        network.lowResolution(conv, tower).backward(images, gradient, weights);
        inner.get(tower).addChannelsOf(gradient, 0);
      } else if (layer instanceof Dense dense) {
        Volume read = ReferenceNetwork.read(inputs, dense.connectivity(), tower);
        Volume given = network.dense(dense, tower).backward(read, gradient, weights, biases);
        give(inner, dense.connectivity(), tower, given);
      } else {
        inner.set(tower, backwardInTower(layer, tower, inputs.get(tower), gradient));
      }
    }
    return inner;
  }

  private Volume backwardInTower(Layer layer, int tower, Volume input, Volume gradient) {
    if (layer instanceof Relu) {
      Volume inner = gradient.zerosLike();
      for (int at = 0; at < gradient.values.length; at++) {
        inner.values[at] = input.values[at] > 0 ? gradient.values[at] : 0;
      }
      return inner;
    }
    if (layer instanceof Tanh) {
      Volume inner = gradient.zerosLike();
      for (int at = 0; at < gradient.values.length; at++) {
        double output = Math.tanh(input.values[at]);
        inner.values[at] = gradient.values[at] * (1 - output * output);
      }
      return inner;
    }
    if (layer instanceof Sigmoid) {
      Volume inner = gradient.zerosLike();
      for (int at = 0; at < gradient.values.length; at++) {
        double power = Math.exp(-input.values[at]);
        inner.values[at] = gradient.values[at] * power / ((1 + power) * (1 + power));
      }
      return inner;
    }
    if (layer instanceof LocalResponseNorm norm) {
      return ReferenceNorm.backward(norm, input, gradient);
    }
    if (layer instanceof WithinChannelLrn norm) {
      return ReferenceWithinChannelLrn.backward(norm, input, gradient);
    }
    if (layer instanceof MaxPool pool) {
      return ReferencePool.backward(pool, input, gradient);
    }
    if (layer instanceof AveragePool pool) {
      return ReferenceAveragePool.backward(pool, input, gradient);
    }
    return ReferenceNetwork.multiplied(
        gradient, dropping.factors((Dropout) layer, tower, gradient.values.length));
  }

  /** Adds the gradient of what a tower read to the parts that it read. */
  private static void give(List<Volume> parts, Connectivity reads, int tower, Volume gradient) {
    if (reads == CROSS_TOWER) {
      int offset = 0;
      for (Volume part : parts) {
        part.addChannelsOf(gradient, offset);
        offset += part.channels;
      }
    } else {
      parts.get(parts.size() == 1 ? 0 : tower).addChannelsOf(gradient, 0);
    }
  }
}

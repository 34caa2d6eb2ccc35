package org.alexnet.graph.internal;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.Iterables;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.alexnet.graph.device.PlacedNetwork;
import org.alexnet.graph.device.Placement;
import org.alexnet.graph.spec.AlexNetSpec;
import org.alexnet.graph.spec.ParameterTable.Parameter;
import org.alexnet.graph.spec.ShapeTrace;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt64;
import org.tensorflow.types.family.TNumber;

/**
 * Walks the layers of a network once and adds their operations to a graph, tower by tower. It alone
 * joins the towers: by an all-gather before a layer that reads all of them, and a reduce-scatter of
 * its gradients; and the logits, where the last layer is spread over them.
 *
 * @param <T> the type of the activations; images, logits and the gradients of parameters are
 *     float32
 */
public final class GraphAssembler<T extends TNumber> {
  private final Weights weights;
  private final List<Assembled<T>> layers = new ArrayList<>();
  private final ComputeType<T> type;
  private final Operand<TFloat32> logits;

  /**
   * A layer in the graph.
   *
   * @param shape the layer with its shapes
   * @param towers its builders
   * @param parts its forward step in each tower that holds a part of it
   */
  private record Assembled<T extends TNumber>(
      ShapeTrace.Step shape, Towers towers, ImmutableList<Forward<T>> parts) {
    List<Operand<T>> outputs() {
      return parts.stream().map(Forward::output).toList();
    }
  }

  /**
   * Adds the forward pass as it is at test, of the first replica alone.
   *
   * @param tf builders without a device
   * @param network the network with its devices
   * @param weights its parameters
   * @param images float32 {@code [N, imageSize, imageSize, 3]}
   * @param isPortable whether the graph goes to other machines; otherwise parts of it may be
   *     compiled for the processor of this one
   */
  public static GraphAssembler<?> atTest(
      Ops tf,
      PlacedNetwork network,
      Weights weights,
      Operand<TFloat32> images,
      boolean isPortable) {
    return new GraphAssembler<>(
        Replica.alone(tf, network, isPortable),
        network.spec(),
        ComputeType.of(network.precision()),
        weights,
        images,
        Optional.empty());
  }

  /**
   * Adds the forward pass of a replica as it is in training.
   *
   * @param replica the replica
   * @param network the network with its devices
   * @param weights the parameters
   * @param images float32 {@code [N, imageSize, imageSize, 3]}, the replica's part
   * @param step number of the training step, by which dropout drops
   */
  static GraphAssembler<?> inTraining(
      Replica replica,
      PlacedNetwork network,
      Weights weights,
      Operand<TFloat32> images,
      Operand<TInt64> step) {
    return new GraphAssembler<>(
        replica,
        network.spec(),
        ComputeType.of(network.precision()),
        weights,
        images,
        Optional.of(step));
  }

  private GraphAssembler(
      Replica replica,
      AlexNetSpec spec,
      ComputeType<T> type,
      Weights weights,
      Operand<TFloat32> images,
      Optional<Operand<TInt64>> step) {
    Ops tf = replica.root();
    Placement placement = replica.placement();
    this.type = type;
    this.weights = weights;
    Operand<T> input = type.of(tf.withDevice(placement.hostDevice()), images);
    List<Operand<T>> current = Collections.nCopies(spec.towers(), input);
    for (ShapeTrace.Step shape : ShapeTrace.of(spec).steps()) {
      Towers towers = Towers.ofLayer(tf, shape, placement);
      List<Operand<T>> read =
          shape.isAllGather() ? Collectives.allGather(towers, current) : current;
      ImmutableList.Builder<Forward<T>> parts = ImmutableList.builder();
      for (int tower = 0; tower < towers.count(); tower++) {
        LayerOps<T> ops =
            LayerOps.of(
                new TowerPart<>(shape, tower, type, weights, replica, spec.seed(), step, images));
        parts.add(ops.forward(towers.get(tower), read.get(tower)));
      }
      layers.add(new Assembled<>(shape, towers, parts.build()));
      current = Iterables.getLast(layers).outputs();
    }
    Towers last = Iterables.getLast(layers).towers();
    logits = type.toFloat32(last.get(0), Collectives.logits(last, current));
  }

  /** Returns the logits, float32 {@code [N, classCount]}, in the first tower. */
  public Operand<TFloat32> logits() {
    return logits;
  }

  /** Returns each layer's output in each tower, as float32, by name of the layer. */
  public Map<String, List<Operand<TFloat32>>> activations() {
    Map<String, List<Operand<TFloat32>>> activations = new LinkedHashMap<>();
    for (Assembled<T> layer : layers) {
      Towers towers = layer.towers();
      activations.put(
          layer.shape().layer().name(),
          towers.map(
              tower -> type.toFloat32(towers.get(tower), layer.parts().get(tower).output())));
    }
    return Collections.unmodifiableMap(activations);
  }

  /** Returns the parameters in this graph. */
  public Weights weights() {
    return weights;
  }

  /**
   * Adds the backward pass.
   *
   * @param logitsGradient gradient of the loss with respect to {@link #logits}
   * @return gradient of the loss with respect to each parameter, from the last layer to the first
   */
  public Map<Parameter, Operand<TFloat32>> backward(Operand<TFloat32> logitsGradient) {
    Map<Parameter, Operand<TFloat32>> gradients = new LinkedHashMap<>();
    List<Operand<T>> current = List.of();
    for (int i = layers.size() - 1; i >= 0; i--) {
      Assembled<T> layer = layers.get(i);
      Towers back = layer.towers().withSubScope("backward");
      if (i == layers.size() - 1) {
        Operand<T> ofLogits = type.of(back.get(0), logitsGradient);
        current = Collectives.logitsGradients(back, layer.shape(), ofLogits);
      }
      addParameterGradients(layer, back, current, gradients);
      if (i > 0) { // nobody asks for the gradient of the image
        current = inputGradients(layer, back, layers.get(i - 1), current);
      }
    }
    return Collections.unmodifiableMap(gradients);
  }

  private void addParameterGradients(
      Assembled<T> layer,
      Towers back,
      List<Operand<T>> outputGradients,
      Map<Parameter, Operand<TFloat32>> gradients) {
    String name = layer.shape().layer().name();
    for (int tower = 0; tower < back.count(); tower++) {
      Ops tf = back.get(tower);
      Operand<T> outputGradient = outputGradients.get(tower);
      for (var gradient : layer.parts().get(tower).parameterGradients().entrySet()) {
        gradients.put(
            weights.parameter(name, tower, gradient.getKey()),
            gradient.getValue().of(tf, outputGradient));
      }
    }
  }

  private List<Operand<T>> inputGradients(
      Assembled<T> layer, Towers back, Assembled<T> before, List<Operand<T>> outputGradients) {
    List<Operand<T>> gradients =
        back.map(
            tower ->
                layer
                    .parts()
                    .get(tower)
                    .inputGradient()
                    .of(back.get(tower), outputGradients.get(tower)));
    return layer.shape().isAllGather()
        ? Collectives.reduceScatter(
            back, before.towers(), gradients, layer.shape().input().channels())
        : gradients;
  }
}

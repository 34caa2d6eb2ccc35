package org.alexnet.graph.internal;

import com.google.common.collect.ImmutableList;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.alexnet.graph.device.PlacedNetwork;
import org.alexnet.graph.spec.ParameterTable.Parameter;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.index.Indices;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt64;

/**
 * The replicas of a network in training. Each computes an equal part of the batch with copies of
 * the first one's parameters; the first has the logits of all, and the sums of the gradients. Of
 * one replica nothing is in the graph but its network.
 */
public final class ReplicatedNetwork {
  private final PlacedNetwork network;
  private final Ops first;
  private final Weights weights;
  private final ImmutableList<GraphAssembler<?>> replicas;
  private final Operand<TFloat32> logits;

  /**
   * Adds the forward passes.
   *
   * @param tf builders without a device
   * @param network the network with its devices
   * @param images float32 {@code [N, imageSize, imageSize, 3]}; the replicas must divide N
   * @param step number of the training step
   */
  public ReplicatedNetwork(
      Ops tf, PlacedNetwork network, Operand<TFloat32> images, Operand<TInt64> step) {
    this.network = network;
    Ops joints = tf.withSubScope("replicas");
    first = joints.withDevice(network.placement().towerDevice(0));
    weights = new Weights(tf, network.spec(), network.placement(), "");
    List<Operand<TFloat32>> parts =
        parts(joints.withDevice(network.placement().hostDevice()), images);
    ImmutableList.Builder<GraphAssembler<?>> assembled = ImmutableList.builder();
    for (int i = 0; i < count(); i++) {
      assembled.add(
          GraphAssembler.inTraining(
              Replica.of(tf, network, i), network, weights, parts.get(i), step));
    }
    replicas = assembled.build();
    logits = joined(replicas.stream().map(GraphAssembler::logits).toList());
  }

  private int count() {
    return network.replicas().size();
  }

  private List<Operand<TFloat32>> parts(Ops host, Operand<TFloat32> images) {
    return count() == 1
        ? List.of(images)
        : List.copyOf(
            host.withName("images").split(host.constant(0), images, (long) count()).output());
  }

  private Operand<TFloat32> joined(List<Operand<TFloat32>> parts) {
    return count() == 1 ? parts.get(0) : first.withName("logits").concat(parts, first.constant(0));
  }

  /** Returns the logits of the whole batch in order, float32 {@code [N, classCount]}. */
  public Operand<TFloat32> logits() {
    return logits;
  }

  /** Returns the parameters in this graph. */
  public Weights weights() {
    return weights;
  }

  /**
   * Adds the backward passes.
   *
   * @param logitsGradient gradient of the loss of the whole batch with respect to {@link #logits}
   * @return gradient of that loss with respect to each parameter, where the parameter lives, from
   *     the last layer to the first
   */
  public Map<Parameter, Operand<TFloat32>> backward(Operand<TFloat32> logitsGradient) {
    List<Map<Parameter, Operand<TFloat32>>> gradients = new ArrayList<>();
    List<Operand<TFloat32>> parts = logitsGradients(logitsGradient);
    for (int i = 0; i < count(); i++) {
      gradients.add(replicas.get(i).backward(parts.get(i)));
    }
    Map<Parameter, Operand<TFloat32>> sums = new LinkedHashMap<>();
    for (Parameter parameter : gradients.get(0).keySet()) {
      sums.put(parameter, sum(parameter, gradients));
    }
    return Collections.unmodifiableMap(sums);
  }

  private List<Operand<TFloat32>> logitsGradients(Operand<TFloat32> ofAll) {
    if (count() == 1) {
      return List.of(ofAll);
    }
    Ops tf = first.withSubScope("backward");
    Operand<TFloat32> byReplica =
        tf.reshape(ofAll, tf.constant(new int[] {count(), -1, network.spec().classCount()}));
    List<Operand<TFloat32>> parts = new ArrayList<>();
    for (int i = 0; i < count(); i++) {
      parts.add(tf.stridedSlice(byReplica, Indices.at(i)));
    }
    return parts;
  }

  /**
   * Returns the sum of a parameter's gradients. They are added two by two, in the order of the
   * replicas: of three and more at once, TensorFlow's AddN begins with one whose memory is free,
   * and the last bits of the sum would depend on that.
   */
  private Operand<TFloat32> sum(
      Parameter parameter, List<Map<Parameter, Operand<TFloat32>>> gradients) {
    Ops tf = weights.deviceOf(parameter);
    return gradients.stream()
        .map(ofReplica -> ofReplica.get(parameter))
        .reduce(
            (sum, next) ->
                tf.withName(Weights.opName(parameter) + "_gradient").math.addN(List.of(sum, next)))
        .orElseThrow();
  }
}

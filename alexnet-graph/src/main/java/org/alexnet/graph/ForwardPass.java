package org.alexnet.graph;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.alexnet.graph.device.Placement;
import org.alexnet.graph.internal.GraphAssembler;
import org.alexnet.graph.internal.Saver;
import org.alexnet.graph.internal.TransferOps;
import org.alexnet.graph.spec.AlexNetSpec;
import org.alexnet.graph.spec.WeightTransfer;
import org.tensorflow.Operand;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/**
 * The network as it is used at test, in a graph: from images to probabilities.
 *
 * <p>{@code Session.restore} of the graph's session reads the parameters from a checkpoint by name.
 */
public final class ForwardPass {
  private final Ops host;
  private final GraphAssembler network;
  private final Operand<TFloat32> probabilities;
  private final Op initialize;

  /**
   * Adds the network to a graph that has none.
   *
   * @param tf builders without a device
   * @param spec the network
   * @param placement where each tower lives
   * @param images float32 {@code [N, imageSize, imageSize, 3]}, RGB, 0..255 minus the mean
   */
  public ForwardPass(Ops tf, AlexNetSpec spec, Placement placement, Operand<TFloat32> images) {
    network = new GraphAssembler(tf, spec, placement, images, Optional.empty());
    probabilities =
        tf.withDevice(placement.towerDevice(0))
            .withName("probabilities")
            .nn
            .softmax(network.logits());
    host = tf.withDevice(placement.hostDevice());
    initialize =
        host.withName("initialize")
            .withControlDependencies(network.weights().initializers())
            .noOp();
    Saver.install(host, network.weights().saved());
  }

  /**
   * Adds an operation that takes parameters from a checkpoint of another network.
   *
   * @param transfer what is taken
   * @param prefix the path that the checkpoint's files begin with
   */
  public Op transfer(WeightTransfer transfer, Path prefix) {
    return TransferOps.add(host, network.weights(), transfer, prefix);
  }

  /** Sets every parameter to its initial value. */
  public Op initialize() {
    return initialize;
  }

  /** float32 {@code [N, classCount]}, before the softmax. */
  public Operand<TFloat32> logits() {
    return network.logits();
  }

  /** float32 {@code [N, classCount]}, each row summing to 1. */
  public Operand<TFloat32> probabilities() {
    return probabilities;
  }

  /**
   * The outputs of every layer, one operand for each tower that holds a part of it, by the layer's
   * name: float32 {@code [N, rows, columns, channels of the tower]} or {@code [N, units of the
   * tower]}.
   */
  public Map<String, List<Operand<TFloat32>>> activations() {
    return network.activations();
  }
}

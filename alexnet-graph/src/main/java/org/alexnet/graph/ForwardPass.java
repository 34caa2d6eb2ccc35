package org.alexnet.graph;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.alexnet.graph.device.PlacedNetwork;
import org.alexnet.graph.internal.GraphAssembler;
import org.alexnet.graph.internal.Saver;
import org.alexnet.graph.internal.TransferOps;
import org.alexnet.graph.spec.WeightTransfer;
import org.tensorflow.Operand;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/**
 * The network as it is used at test, in a graph: from images to probabilities.
 *
 * <p>It is the first replica alone. {@link SessionFiles#restore} reads the parameters from a
 * checkpoint by name.
 */
public final class ForwardPass {
  private final Ops host;
  private final GraphAssembler<?> assembled;
  private final Operand<TFloat32> probabilities;
  private final Op initialize;

  /**
   * Adds the network to a graph that has none.
   *
   * @param tf builders without a device
   * @param network the network with its devices
   * @param images float32 {@code [N, imageSize, imageSize, 3]}, RGB, 0..255 minus the mean
   */
  public ForwardPass(Ops tf, PlacedNetwork network, Operand<TFloat32> images) {
    assembled = GraphAssembler.atTest(tf, network, images);
    probabilities =
        tf.withDevice(network.placement().towerDevice(0))
            .withName("probabilities")
            .nn
            .softmax(assembled.logits());
    host = tf.withDevice(network.placement().hostDevice());
    initialize =
        host.withName("initialize")
            .withControlDependencies(assembled.weights().initializers())
            .noOp();
    Saver.install(host, assembled.weights().saved());
  }

  /**
   * Adds an operation that initializes parameters from a checkpoint of another network.
   *
   * @param transfer which parameters
   * @param prefix the path that the checkpoint's files begin with
   */
  public Op transfer(WeightTransfer transfer, Path prefix) {
    return TransferOps.add(host, assembled.weights(), transfer, prefix);
  }

  /** Returns the operation that sets every parameter to its initial value. */
  public Op initialize() {
    return initialize;
  }

  /** Returns float32 {@code [N, classCount]}, before the softmax. */
  public Operand<TFloat32> logits() {
    return assembled.logits();
  }

  /** Returns float32 {@code [N, classCount]}, each row summing to 1. */
  public Operand<TFloat32> probabilities() {
    return probabilities;
  }

  /**
   * Returns the outputs of every layer, one operand for each tower that holds a part of it, by the
   * layer's name: float32 {@code [N, rows, columns, channels of the tower]} or {@code [N, units of
   * the tower]}.
   */
  public Map<String, List<Operand<TFloat32>>> activations() {
    return assembled.activations();
  }
}

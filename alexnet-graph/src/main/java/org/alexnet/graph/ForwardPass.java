package org.alexnet.graph;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.alexnet.common.GraphOps;
import org.alexnet.graph.device.PlacedNetwork;
import org.alexnet.graph.internal.GraphAssembler;
import org.alexnet.graph.internal.Saver;
import org.alexnet.graph.internal.TransferOps;
import org.alexnet.graph.internal.Weights;
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
  private final PlacedNetwork network;
  private final Ops host;
  private final Weights weights;
  private final boolean isPortable;
  private final GraphAssembler<?> assembled;
  private final Ops firstTower;
  private final Operand<TFloat32> probabilities;

  /**
   * Adds the network to a graph that has none, for this machine: on some processors it has
   * operations that XLA compiles, see {@link org.alexnet.graph.device.LoopCompilation}. {@link
   * #named} is for graphs that go to others.
   *
   * @param tf builders without a device
   * @param network the network with its devices
   * @param images float32 {@code [N, imageSize, imageSize, 3]}, RGB, 0..255 minus the mean
   */
  public ForwardPass(Ops tf, PlacedNetwork network, Operand<TFloat32> images) {
    this(tf, network, new Weights(tf, network.spec(), network.placement(), ""), images, false);
    Saver.install(host, weights.saved());
  }

  private ForwardPass(
      Ops tf,
      PlacedNetwork network,
      Weights weights,
      Operand<TFloat32> images,
      boolean isPortable) {
    this.network = network;
    this.weights = weights;
    this.isPortable = isPortable;
    host = tf.withDevice(network.placement().hostDevice());
    firstTower = tf.withDevice(network.placement().towerDevice(0));
    assembled = GraphAssembler.atTest(tf, network, weights, images, isPortable);
    probabilities = firstTower.withName("probabilities").nn.softmax(assembled.logits());
  }

  /**
   * Adds one of several networks to a graph that goes to other machines. {@link
   * SessionFiles#restore} does not know of its parameters: {@link #transfer} reads them.
   *
   * @param tf builders without a device, in a scope of the network's own
   * @param name what the names of its parameters begin with in a SavedModel; may be empty
   * @param network the network with its devices
   * @param images float32 {@code [N, imageSize, imageSize, 3]}, RGB, 0..255 minus the mean
   */
  public static ForwardPass named(
      Ops tf, String name, PlacedNetwork network, Operand<TFloat32> images) {
    Weights weights = new Weights(tf, network.spec(), network.placement(), name);
    return new ForwardPass(tf, network, weights, images, true);
  }

  /**
   * Adds the network once more, for other images; it reads the same parameters.
   *
   * @param tf builders without a device, in a scope of the pass's own
   * @param images float32 {@code [N, imageSize, imageSize, 3]}, RGB, 0..255 minus the mean
   */
  public ForwardPass of(Ops tf, Operand<TFloat32> images) {
    return new ForwardPass(tf, network, weights, images, isPortable);
  }

  /**
   * Adds an operation that initializes parameters from a checkpoint of another network.
   *
   * @param transfer which parameters
   * @param prefix the path that the checkpoint's files begin with
   */
  public Op transfer(WeightTransfer transfer, Path prefix) {
    return TransferOps.add(host, weights, transfer, prefix);
  }

  /** Adds the operation that sets every parameter to its initial value. */
  public Op initialize() {
    return host.withName("initialize").withControlDependencies(weights.initializers()).noOp();
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
   * Returns what the last layer reads, the features of section 6.1 of the paper: float32 {@code [N,
   * units]}, 4096 units in the paper; nothing if the network has one layer.
   */
  public Optional<Operand<TFloat32>> features() {
    List<List<Operand<TFloat32>>> layers = List.copyOf(activations().values());
    if (layers.size() < 2) {
      return Optional.empty();
    }
    List<Operand<TFloat32>> towers = layers.get(layers.size() - 2);
    Ops tf = firstTower.withSubScope("features");
    int last = towers.get(0).shape().numDimensions() - 1;
    Operand<TFloat32> joined = GraphOps.joined(tf, towers, last);
    long units = Arrays.stream(joined.shape().asArray()).skip(1).reduce(1, (a, b) -> a * b);
    return Optional.of(
        last == 1 ? joined : tf.reshape(joined, tf.constant(new long[] {-1, units})));
  }

  /**
   * Returns the outputs of every layer, one operand for each tower that holds a part of it, by the
   * layer's name: float32 {@code [N, rows, columns, channels of the tower]} or {@code [N, units of
   * the tower]}.
   */
  public Map<String, List<Operand<TFloat32>>> activations() {
    return assembled.activations();
  }

  /** Returns the parameters of the network in this graph. */
  Weights weights() {
    return weights;
  }
}

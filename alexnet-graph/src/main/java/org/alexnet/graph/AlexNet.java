package org.alexnet.graph;

import static com.google.common.base.Preconditions.checkArgument;

import java.io.IOException;
import java.nio.file.Path;
import org.alexnet.graph.device.Placement;
import org.alexnet.graph.preset.Preset;
import org.alexnet.graph.report.NetworkTable;
import org.alexnet.graph.spec.AlexNetSpec;
import org.alexnet.graph.spec.WeightTransfer;
import org.tensorflow.Graph;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.exceptions.TensorFlowException;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.types.TFloat32;

/**
 * AlexNet, ready to use: the network of "ImageNet Classification with Deep Convolutional Neural
 * Networks" (Krizhevsky, Sutskever, Hinton, NIPS 2012) in a graph and a session of its own.
 *
 * <pre>{@code
 * try (AlexNet network = AlexNet.build()) {
 *   System.out.println(network);
 *   try (TFloat32 probabilities = network.probabilities(images)) { ... }
 * }
 * }</pre>
 *
 * <p>The caller closes it. {@link ForwardPass} and {@link TrainingStep} add the same network to a
 * graph of the caller's own.
 */
public final class AlexNet implements AutoCloseable {
  private final AlexNetSpec spec;
  private final Placement placement;
  private final Graph graph;
  private final Session session;
  private final Placeholder<TFloat32> images;
  private final ForwardPass network;

  private AlexNet(AlexNetSpec spec, Placement placement) {
    this.spec = spec;
    checkArgument(
        placement.cluster().isEmpty(), "placement must be in this process, found %s", placement);
    this.placement = placement.requireFits(spec).requireAvailable();
    graph = new Graph();
    try {
      Ops tf = Ops.create(graph);
      images =
          tf.withDevice(placement.hostDevice())
              .withName("images")
              .placeholder(
                  TFloat32.class,
                  Placeholder.shape(Shape.of(-1, spec.imageSize(), spec.imageSize(), 3)));
      network = new ForwardPass(tf, spec, placement, images);
      session = new Session(graph, false, placement.sessionConfig());
    } catch (RuntimeException e) {
      graph.close();
      throw e;
    }
    try {
      session.run(network.initialize());
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  /**
   * The paper's network for 1000 classes and 227x227 images with fresh weights, its towers on
   * {@code /GPU:0} and {@code /GPU:1} where there are two GPUs, and on one device otherwise.
   */
  public static AlexNet build() {
    AlexNetSpec paper = Preset.PAPER.spec();
    return build(paper, Placement.detect(paper.towers()));
  }

  /**
   * Any network, anywhere.
   *
   * @param spec the network
   * @param placement a device for each of its towers
   * @throws IllegalArgumentException if the numbers of towers differ or a device is not there
   */
  public static AlexNet build(AlexNetSpec spec, Placement placement) {
    return new AlexNet(spec, placement);
  }

  /**
   * The class probabilities of some images, as at test.
   *
   * @param batch float32 {@code [N, imageSize, imageSize, 3]}, RGB, 0..255 minus the mean
   * @return float32 {@code [N, classCount]}, each row summing to 1; the caller closes it
   * @throws IllegalArgumentException if the shape is another
   */
  public TFloat32 probabilities(TFloat32 batch) {
    Shape wanted = Shape.of(-1, spec.imageSize(), spec.imageSize(), 3);
    checkArgument(
        batch.shape().isCompatibleWith(wanted),
        "batch must be %s, found %s",
        wanted,
        batch.shape());
    try (Result result =
        session.runner().feed(images, batch).fetch(network.probabilities()).run()) {
      TFloat32 fetched = (TFloat32) result.get(0);
      return TFloat32.tensorOf(fetched.shape(), fetched::copyTo);
    }
  }

  /**
   * Writes the parameters to a TensorFlow checkpoint.
   *
   * @param prefix the path that the checkpoint's files begin with
   * @throws IOException if they cannot be written
   */
  public void save(Path prefix) throws IOException {
    try {
      session.save(prefix.toString());
    } catch (TensorFlowException | IllegalArgumentException e) {
      throw new IOException(prefix + " cannot be written: " + firstLine(e), e);
    }
  }

  /**
   * Reads the parameters from a TensorFlow checkpoint of this network. If it is of another network,
   * nothing changes.
   *
   * @param prefix the path that the checkpoint's files begin with
   * @throws IOException if they cannot be read or are of another network
   */
  public void restore(Path prefix) throws IOException {
    try {
      session.restore(prefix.toString());
    } catch (TensorFlowException | IllegalArgumentException e) {
      throw new IOException(prefix + " cannot be restored: " + firstLine(e), e);
    }
  }

  /**
   * Takes what fits from a TensorFlow checkpoint of another network; the rest stays as it is.
   *
   * @param prefix the path that the checkpoint's files begin with
   * @param from the network that it is of
   * @return what was loaded, what not, and why
   * @throws IOException if the checkpoint cannot be read or is not of that network; then nothing
   *     changes
   */
  public WeightTransfer take(Path prefix, AlexNetSpec from) throws IOException {
    WeightTransfer transfer = WeightTransfer.between(from, spec);
    try {
      session.run(network.transfer(transfer, prefix));
    } catch (TensorFlowException | IllegalArgumentException e) {
      throw new IOException(prefix + " cannot be taken from: " + firstLine(e), e);
    }
    return transfer;
  }

  private static String firstLine(RuntimeException e) {
    return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
  }

  /** The network as data. */
  public AlexNetSpec spec() {
    return spec;
  }

  /** Where it lives. */
  public Placement placement() {
    return placement;
  }

  /** The graph, for reading. */
  public Graph graph() {
    return graph;
  }

  /** The table of layers, shapes, parameters and devices. */
  @Override
  public String toString() {
    return NetworkTable.of(spec, placement).toString();
  }

  @Override
  public void close() {
    session.close();
    graph.close();
  }
}

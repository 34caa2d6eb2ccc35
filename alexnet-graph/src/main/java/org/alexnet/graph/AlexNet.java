package org.alexnet.graph;

import static com.google.common.base.Preconditions.checkArgument;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import org.alexnet.graph.device.PlacedNetwork;
import org.alexnet.graph.device.Placement;
import org.alexnet.graph.preset.Preset;
import org.alexnet.graph.report.NetworkTable;
import org.alexnet.graph.spec.AlexNetSpec;
import org.alexnet.graph.spec.WeightTransfer;
import org.tensorflow.Graph;
import org.tensorflow.Result;
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
  private final PlacedNetwork network;
  private final GraphSession<Operations> session;

  private AlexNet(PlacedNetwork network) {
    checkArgument(
        network.placement().cluster().isEmpty(),
        "placement must be in this process, found %s",
        network.placement());
    this.network = network;
    try {
      session =
          GraphSession.open(network.placement(), tf -> Operations.add(tf, network))
              .initialized(operations -> operations.pass.initialize());
    } catch (IOException e) { // only a cluster's peers cause it
      throw new UncheckedIOException(e);
    }
  }

  /** What is in the graph. */
  private record Operations(Placeholder<TFloat32> images, ForwardPass pass) {
    static Operations add(Ops tf, PlacedNetwork network) {
      int size = network.spec().imageSize();
      Placeholder<TFloat32> images =
          tf.withDevice(network.placement().hostDevice())
              .withName("images")
              .placeholder(TFloat32.class, Placeholder.shape(Shape.of(-1, size, size, 3)));
      return new Operations(images, new ForwardPass(tf, network, images));
    }
  }

  /**
   * Builds the paper's network for 1000 classes and 227x227 images with fresh weights, its towers
   * on {@code /GPU:0} and {@code /GPU:1} where there are two GPUs, and on one device otherwise.
   */
  public static AlexNet build() {
    return new AlexNet(PlacedNetwork.detect(Preset.PAPER.spec()));
  }

  /**
   * Builds any network, anywhere.
   *
   * @param spec the network
   * @param placement a device for each of its towers
   * @throws IllegalArgumentException if the numbers of towers differ or a device is not there
   */
  public static AlexNet build(AlexNetSpec spec, Placement placement) {
    return new AlexNet(new PlacedNetwork(spec, placement));
  }

  /**
   * Returns the class probabilities of some images, as at test.
   *
   * @param batch float32 {@code [N, imageSize, imageSize, 3]}, RGB, 0..255 minus the mean
   * @return float32 {@code [N, classCount]}, each row summing to 1; the caller closes it
   * @throws IllegalArgumentException if the shape is another
   */
  public TFloat32 probabilities(TFloat32 batch) {
    Shape wanted = Shape.of(-1, spec().imageSize(), spec().imageSize(), 3);
    checkArgument(
        batch.shape().isCompatibleWith(wanted),
        "batch must be %s, found %s",
        wanted,
        batch.shape());
    Operations operations = session.operations();
    try (Result result =
        session.run(
            runner ->
                runner.feed(operations.images, batch).fetch(operations.pass.probabilities()))) {
      TFloat32 fetched = (TFloat32) result.get(0);
      return TFloat32.tensorOf(fetched.shape(), fetched::copyTo);
    } catch (IOException e) { // only a cluster's peers cause it
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Writes the parameters to a TensorFlow checkpoint.
   *
   * @param prefix the path that the checkpoint's files begin with
   * @throws IOException if they cannot be written
   */
  public void save(Path prefix) throws IOException {
    session.files().save(prefix, prefix);
  }

  /**
   * Reads the parameters from a TensorFlow checkpoint of this network. If it is of another network,
   * nothing changes.
   *
   * @param prefix the path that the checkpoint's files begin with
   * @throws IOException if they cannot be read or are of another network
   */
  public void restore(Path prefix) throws IOException {
    session.files().restore(prefix, prefix);
  }

  /**
   * Initializes what fits from a TensorFlow checkpoint of another network; the rest stays as it is.
   *
   * @param prefix the path that the checkpoint's files begin with
   * @param from the network that it is of
   * @return what was loaded, what not, and why
   * @throws IOException if the checkpoint cannot be read or is not of that network; then nothing
   *     changes
   */
  public WeightTransfer initializeFrom(Path prefix, AlexNetSpec from) throws IOException {
    WeightTransfer transfer = WeightTransfer.between(from, spec());
    session
        .files()
        .run(
            session.operations().pass.transfer(transfer, prefix),
            prefix,
            "cannot initialize this network");
    return transfer;
  }

  /** Returns the network as data. */
  public AlexNetSpec spec() {
    return network.spec();
  }

  /** Returns where it lives. */
  public Placement placement() {
    return network.placement();
  }

  /** Returns the graph, for reading. */
  public Graph graph() {
    return session.graph();
  }

  /** Returns the table of layers, shapes, parameters and devices. */
  @Override
  public String toString() {
    return NetworkTable.of(network).toString();
  }

  @Override
  public void close() {
    session.close();
  }
}

package org.alexnet.train;

import java.io.IOException;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.alexnet.data.Dataset;
import org.alexnet.data.InputPipeline;
import org.alexnet.data.image.Crops;
import org.alexnet.data.source.Split;
import org.alexnet.graph.ForwardPass;
import org.alexnet.graph.GraphSession;
import org.alexnet.graph.cluster.PeerLostException;
import org.alexnet.graph.device.PlacedNetwork;
import org.alexnet.graph.spec.AlexNetSpec;
import org.alexnet.train.internal.TopOps;
import org.tensorflow.Operand;
import org.tensorflow.Result;
import org.tensorflow.exceptions.TFOutOfRangeException;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt64;

/**
 * Evaluates a network on every image of a split, in a graph and a session of its own, into which
 * weights are restored by name from checkpoints. The caller closes it.
 */
public final class Evaluator implements AutoCloseable {
  /**
   * Crops that go through the network together: conv1's values of 250 take 290 MB at 227 pixels.
   */
  private static final int CROPS = 250;

  private final PlacedNetwork network;
  private final Dataset dataset;
  private final GraphSession<Operations> session;

  /**
   * Builds the graph.
   *
   * @param network the network with its devices
   * @param dataset the images
   * @param split which of them
   * @param crops the crops of an image; the network's probabilities for them are averaged (paper,
   *     section 4.1)
   * @throws IllegalArgumentException if a device is not there
   * @throws IOException if the data set cannot be read
   */
  public Evaluator(PlacedNetwork network, Dataset dataset, Split split, Crops crops)
      throws IOException {
    this.network = network;
    this.dataset = dataset;
    session =
        GraphSession.open(
            network.placement(),
            dataset::explain,
            tf -> Operations.add(tf, network, dataset, split, crops));
  }

  /** What is in the graph. */
  private record Operations(
      InputPipeline input,
      Operand<TInt64> top1,
      Operand<TInt64> top5,
      Operand<TFloat32> probabilities) {
    static Operations add(Ops tf, PlacedNetwork network, Dataset dataset, Split split, Crops crops)
        throws IOException {
      AlexNetSpec spec = network.spec();
      InputPipeline input =
          InputPipeline.evaluation(
              tf, dataset, split, spec.imageSize(), CROPS / crops.count(), crops);
      Ops last = tf.withDevice(network.placement().towerDevice(0)).withSubScope("predictions");
      Operand<TFloat32> probabilities =
          crops.average(last, new ForwardPass(tf, network, input.images()).probabilities());
      TopOps top = new TopOps(last, probabilities);
      return new Operations(
          input,
          top.correct(input.labels(), 1),
          top.correct(input.labels(), Math.min(5, spec.classCount())),
          probabilities);
    }
  }

  /**
   * Evaluates all images.
   *
   * @param checkpoint the weights
   * @throws IllegalArgumentException if it is of another network or of other classes
   * @throws IOException if the weights or the images cannot be read
   * @throws PeerLostException if a process of the cluster is lost
   */
  public Evaluation evaluate(Checkpoint checkpoint) throws IOException {
    return evaluate(checkpoint, () -> false).orElseThrow();
  }

  /**
   * Evaluates all images unless told to stop.
   *
   * @param checkpoint the weights
   * @param stop asked before each batch
   * @return nothing if it was stopped
   * @throws IllegalArgumentException if it is of another network or of other classes
   * @throws IOException if the weights or the images cannot be read
   * @throws PeerLostException if a process of the cluster is lost
   */
  public Optional<Evaluation> evaluate(Checkpoint checkpoint, BooleanSupplier stop)
      throws IOException {
    Compatibility.requireNetwork(checkpoint, network.spec());
    Compatibility.requireClasses(checkpoint, dataset);
    checkpoint.restore(session);
    Operations operations = session.operations();
    try (TInt64 first = TInt64.scalarOf(0)) {
      session
          .run(
              runner ->
                  runner
                      .feed(operations.input.position(), first)
                      .addTarget(operations.input.start()))
          .close();
    }
    long count = 0;
    long correct1 = 0;
    long correct5 = 0;
    try {
      while (!stop.getAsBoolean()) {
        try (Result batch =
            session.run(
                runner ->
                    runner
                        .fetch(operations.top1)
                        .fetch(operations.top5)
                        .fetch(operations.probabilities))) {
          correct1 += ((TInt64) batch.get(0)).getLong();
          correct5 += ((TInt64) batch.get(1)).getLong();
          count += batch.get(2).shape().get(0);
        }
      }
      return Optional.empty();
    } catch (TFOutOfRangeException endOfSplit) {
      return Optional.of(new Evaluation(count, correct1, correct5));
    }
  }

  @Override
  public void close() {
    session.close();
  }
}

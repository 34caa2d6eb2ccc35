package org.alexnet.train;

import java.io.IOException;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.alexnet.data.Dataset;
import org.alexnet.data.InputPipeline;
import org.alexnet.data.image.Crops;
import org.alexnet.data.image.MeanPlace;
import org.alexnet.data.source.Split;
import org.alexnet.graph.ForwardPass;
import org.alexnet.graph.GraphSession;
import org.alexnet.graph.cluster.PeerLostException;
import org.alexnet.graph.device.PlacedNetwork;
import org.alexnet.graph.spec.AlexNetSpec;
import org.alexnet.train.evaluation.Evaluation;
import org.alexnet.train.evaluation.EvaluationCounter;
import org.alexnet.train.evaluation.PredictionConsumer;
import org.tensorflow.Operand;
import org.tensorflow.Result;
import org.tensorflow.exceptions.TFOutOfRangeException;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;
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
  private final MeanPlace mean;
  private final Dataset dataset;
  private final GraphSession<Operations> session;

  /**
   * Builds the graph for networks that were trained with the mean subtracted at the crop's place.
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
    this(network, dataset, split, crops, MeanPlace.CROP);
  }

  /**
   * Builds the graph.
   *
   * @param network the network with its devices
   * @param dataset the images
   * @param split which of them
   * @param crops the crops of an image; the network's probabilities for them are averaged (paper,
   *     section 4.1)
   * @param mean which part of the mean is subtracted: as in the recipe of the checkpoints
   * @throws IllegalArgumentException if a device is not there
   * @throws IOException if the data set cannot be read
   */
  public Evaluator(PlacedNetwork network, Dataset dataset, Split split, Crops crops, MeanPlace mean)
      throws IOException {
    this.network = network;
    this.mean = mean;
    this.dataset = dataset;
    session =
        GraphSession.open(
            network.placement(),
            dataset::explain,
            tf -> Operations.add(tf, network, dataset, split, crops, mean));
  }

  /**
   * Checks that a checkpoint knows the classes of a data set, before anything is built.
   *
   * @throws IllegalArgumentException if it was trained on others
   */
  public static void requireClasses(Checkpoint checkpoint, Dataset dataset) {
    Compatibility.requireClasses(checkpoint, dataset);
  }

  /** What is in the graph. */
  private record Operations(InputPipeline input, Operand<TFloat32> probabilities) {
    static Operations add(
        Ops tf, PlacedNetwork network, Dataset dataset, Split split, Crops crops, MeanPlace mean)
        throws IOException {
      AlexNetSpec spec = network.spec();
      InputPipeline input =
          InputPipeline.evaluation(
              tf, dataset, split, spec.imageSize(), CROPS / crops.count(), crops, mean);
      Ops last = tf.withDevice(network.placement().towerDevice(0)).withSubScope("predictions");
      Operand<TFloat32> probabilities =
          crops.average(last, new ForwardPass(tf, network, input.images()).probabilities());
      return new Operations(input, probabilities);
    }
  }

  /**
   * Evaluates all images.
   *
   * @param checkpoint the weights
   * @throws IllegalArgumentException if it is of another network, of other classes or was trained
   *     with another part of the mean
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
   * @throws IllegalArgumentException if it is of another network, of other classes or was trained
   *     with another part of the mean
   * @throws IOException if the weights or the images cannot be read
   * @throws PeerLostException if a process of the cluster is lost
   */
  public Optional<Evaluation> evaluate(Checkpoint checkpoint, BooleanSupplier stop)
      throws IOException {
    EvaluationCounter counter = new EvaluationCounter();
    return predict(checkpoint, counter, stop)
        ? Optional.of(counter.evaluation())
        : Optional.empty();
  }

  /**
   * Predicts the class of every image unless told to stop.
   *
   * @param checkpoint the weights
   * @param consumer what is done with the predictions
   * @param stop asked before each batch
   * @return whether it came to the end
   * @throws IllegalArgumentException if it is of another network, of other classes or was trained
   *     with another part of the mean
   * @throws IOException if the weights or the images cannot be read, or the consumer fails
   * @throws PeerLostException if a process of the cluster is lost
   */
  public boolean predict(Checkpoint checkpoint, PredictionConsumer consumer, BooleanSupplier stop)
      throws IOException {
    begin(checkpoint);
    while (!stop.getAsBoolean()) {
      if (!predictBatch(consumer)) {
        return true;
      }
    }
    return false;
  }

  /**
   * Starts at the first image; {@link #predictBatch} then goes through them.
   *
   * @param checkpoint the weights
   * @throws IllegalArgumentException if it is of another network, of other classes or was trained
   *     with another part of the mean
   * @throws IOException if the weights cannot be read
   * @throws PeerLostException if a process of the cluster is lost
   */
  public void begin(Checkpoint checkpoint) throws IOException {
    Compatibility.requireNetwork(checkpoint, network.spec());
    Compatibility.requireClasses(checkpoint, dataset);
    Compatibility.requireMean(checkpoint, mean);
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
  }

  /**
   * Predicts the classes of some images more, after {@link #begin}.
   *
   * @param consumer what is done with the predictions
   * @return false if there was none left
   * @throws IOException if the images cannot be read, or the consumer fails
   * @throws PeerLostException if a process of the cluster is lost
   */
  public boolean predictBatch(PredictionConsumer consumer) throws IOException {
    Operations operations = session.operations();
    try (Result batch =
        session.run(
            runner -> runner.fetch(operations.probabilities).fetch(operations.input.labels()))) {
      give((TFloat32) batch.get(0), (TInt32) batch.get(1), consumer);
      return true;
    } catch (TFOutOfRangeException endOfSplit) {
      return false;
    }
  }

  private void give(TFloat32 probabilities, TInt32 labels, PredictionConsumer consumer)
      throws IOException {
    for (int image = 0; image < labels.size(); image++) {
      float[] own = new float[network.spec().classCount()];
      probabilities.get(image).copyTo(DataBuffers.of(own));
      consumer.accept(labels.getInt(image), own);
    }
  }

  @Override
  public void close() {
    session.close();
  }
}

package org.alexnet.train;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.alexnet.data.Crops;
import org.alexnet.data.Dataset;
import org.alexnet.data.InputPipeline;
import org.alexnet.data.Split;
import org.alexnet.graph.ForwardPass;
import org.alexnet.graph.device.PeerLostException;
import org.alexnet.graph.device.Placement;
import org.alexnet.graph.spec.AlexNetSpec;
import org.alexnet.train.internal.TopOps;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.exceptions.TFInvalidArgumentException;
import org.tensorflow.exceptions.TFOutOfRangeException;
import org.tensorflow.exceptions.TFResourceExhaustedException;
import org.tensorflow.exceptions.TensorFlowException;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt64;

/**
 * Asks a network about every image of a split: a graph and a session of its own, into which weights
 * come by name from checkpoints. The caller closes it.
 */
public final class Evaluator implements AutoCloseable {
  /**
   * Crops that go through the network together: conv1's values of 250 take 290 MB at 227 pixels.
   */
  private static final int CROPS = 250;

  private final AlexNetSpec spec;
  private final Placement placement;
  private final Dataset dataset;
  private final Graph graph;
  private final Session session;
  private final InputPipeline input;
  private final Operand<TFloat32> probabilities;
  private final Operand<TInt64> top1;
  private final Operand<TInt64> top5;

  /**
   * Builds the graph.
   *
   * @param spec the network
   * @param placement where each tower lives
   * @param dataset the images
   * @param split which of them
   * @param crops the crops of an image; the network's probabilities for them are averaged (paper,
   *     section 4.1)
   * @throws IOException if the data set cannot be read
   */
  public Evaluator(AlexNetSpec spec, Placement placement, Dataset dataset, Split split, Crops crops)
      throws IOException {
    this.spec = spec;
    this.placement = placement;
    this.dataset = dataset;
    graph = new Graph();
    try {
      Ops tf = Ops.create(graph);
      input =
          InputPipeline.evaluation(
              tf, dataset, split, spec.imageSize(), CROPS / crops.count(), crops);
      ForwardPass network = new ForwardPass(tf, spec, placement, input.images());
      Ops last = tf.withDevice(placement.towerDevice(0)).withSubScope("predictions");
      probabilities = crops.average(last, network.probabilities());
      TopOps top = new TopOps(last, probabilities);
      top1 = top.correct(input.labels(), 1);
      top5 = top.correct(input.labels(), Math.min(5, spec.classCount()));
      session = placement.openSession(graph);
    } catch (IOException | RuntimeException e) {
      graph.close();
      throw e;
    }
  }

  /**
   * Asks about all images.
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
   * Asks about all images unless told to stop.
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
    Compatibility.requireNetwork(checkpoint, spec);
    Compatibility.requireClasses(checkpoint, dataset);
    if (placement.cluster().isPresent()) {
      // A graph's first run waits without end for a peer that is gone, whatever the timeout.
      placement.cluster().get().awaitPeers(Duration.ZERO);
    }
    checkpoint.restore(session);
    try (TInt64 first = TInt64.scalarOf(0)) {
      session.runner().feed(input.position(), first).addTarget(input.start()).run().close();
    }
    long count = 0;
    long correct1 = 0;
    long correct5 = 0;
    try {
      while (!stop.getAsBoolean()) {
        try (Result batch = session.runner().fetch(top1).fetch(top5).fetch(probabilities).run()) {
          correct1 += ((TInt64) batch.get(0)).getLong();
          correct5 += ((TInt64) batch.get(1)).getLong();
          count += batch.get(2).shape().get(0);
        }
      }
      return Optional.empty();
    } catch (TFOutOfRangeException endOfSplit) {
      return Optional.of(new Evaluation(count, correct1, correct5));
    } catch (TFResourceExhaustedException e) {
      throw e;
    } catch (TensorFlowException | TFInvalidArgumentException e) {
      if (placement.cluster().isPresent()) {
        placement.cluster().get().explain(e);
      }
      dataset.explain(e);
      throw e;
    }
  }

  @Override
  public void close() {
    placement.closeSession(session, graph);
  }
}

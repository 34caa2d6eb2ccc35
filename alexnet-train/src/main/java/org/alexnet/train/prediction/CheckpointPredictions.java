package org.alexnet.train.prediction;

import com.google.common.collect.ImmutableList;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Queue;
import org.alexnet.data.Dataset;
import org.alexnet.data.image.Crops;
import org.alexnet.data.source.Split;
import org.alexnet.graph.device.PlacedNetwork;
import org.alexnet.train.Checkpoint;
import org.alexnet.train.Evaluator;

/**
 * What a checkpoint predicts, computed anew whenever it is asked, in a session of its own: networks
 * of different inputs and sizes may be asked side by side.
 *
 * @param checkpoint the weights
 * @param network its network, with its devices
 * @param dataset the images
 * @param split which of them
 * @param crops the crops of an image, over which probabilities are averaged
 */
public record CheckpointPredictions(
    Checkpoint checkpoint, PlacedNetwork network, Dataset dataset, Split split, Crops crops)
    implements PredictionSource {

  /** Checks that the network knows the classes. */
  public CheckpointPredictions {
    Evaluator.requireClasses(checkpoint, dataset);
  }

  @Override
  public String name() {
    return checkpoint.directory().toString();
  }

  @Override
  public PredictedImages images() {
    return PredictedImages.of(dataset, split);
  }

  @Override
  public ImmutableList<PredictedBy> networks() {
    return ImmutableList.of(
        new PredictedBy(
            checkpoint.fingerprint(),
            checkpoint.spec().name(),
            checkpoint.step(),
            crops.count(),
            1));
  }

  @Override
  public PredictionStream open() throws IOException {
    Evaluator evaluator =
        new Evaluator(network, dataset, split, crops, checkpoint.recipe().augmentation().mean());
    try {
      evaluator.begin(checkpoint);
      return new Stream(evaluator);
    } catch (IOException | RuntimeException | Error e) {
      evaluator.close();
      throw e;
    }
  }

  /** A batch at a time. */
  private static final class Stream implements PredictionStream {
    private final Evaluator evaluator;
    private final Queue<Prediction> batch = new ArrayDeque<>();
    private Prediction current;

    @SuppressWarnings("ArrayRecordComponent") // handed on, never compared
    private record Prediction(int label, float[] probabilities) {}

    Stream(Evaluator evaluator) {
      this.evaluator = evaluator;
    }

    @Override
    public boolean next() throws IOException {
      if (batch.isEmpty()) {
        evaluator.predictBatch((label, own) -> batch.add(new Prediction(label, own)));
      }
      current = batch.poll();
      return current != null;
    }

    @Override
    public int label() {
      return current.label;
    }

    @Override
    public float[] probabilities() {
      return current.probabilities;
    }

    @Override
    public void close() {
      evaluator.close();
    }
  }
}

package org.alexnet.train.paper;

import java.io.IOException;
import java.util.function.Consumer;
import org.alexnet.data.InputPipeline;
import org.alexnet.data.image.Crops;
import org.alexnet.data.source.Split;
import org.alexnet.graph.GraphSession;
import org.alexnet.graph.device.PlacedNetwork;
import org.alexnet.train.experiment.TrainedArm;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.exceptions.TFOutOfRangeException;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TInt64;

/**
 * The first validation images of an arm with the center crop, in a graph.
 *
 * @param input where they come from
 */
record ValidationImages(InputPipeline input) {
  /** How many they are at most; ours. */
  private static final int MOST = 1000;

  private static final int BATCH = 100;

  /** Adds them to a graph. */
  static ValidationImages add(Ops tf, PlacedNetwork network, TrainedArm arm) throws IOException {
    return new ValidationImages(
        InputPipeline.evaluation(
            tf,
            arm.dataset(),
            Split.VALIDATION,
            network.spec().imageSize(),
            BATCH,
            Crops.CENTER,
            arm.run().checkpoint().recipe().augmentation().mean()));
  }

  /**
   * Goes through them, from the first on.
   *
   * @param session of the graph
   * @param wanted what is fed and fetched for a batch
   * @param consumer what is done with it; it is closed afterward
   * @throws IOException if an image cannot be read
   */
  void forEachBatch(
      GraphSession<?> session, Consumer<Session.Runner> wanted, Consumer<Result> consumer)
      throws IOException {
    try (TInt64 first = TInt64.scalarOf(0)) {
      session.run(runner -> runner.feed(input.position(), first).addTarget(input.start())).close();
    }
    for (int image = 0; image < MOST; image += BATCH) {
      try (Result batch = session.run(wanted)) {
        consumer.accept(batch);
      } catch (TFOutOfRangeException endOfSplit) {
        return;
      }
    }
  }
}

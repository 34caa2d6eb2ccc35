package org.alexnet.graph.benchmark;

import java.io.IOException;
import org.alexnet.graph.TrainingStep;
import org.alexnet.graph.device.PlacedNetwork;
import org.alexnet.graph.optimizer.LearningRates;
import org.alexnet.graph.optimizer.Optimizer;
import org.alexnet.graph.report.NetworkCost;
import org.alexnet.graph.report.TrainingMemory;
import org.tensorflow.Result;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;

/** Whole steps of training, always on the same images in memory. */
public final class SyntheticTraining extends SyntheticWorkload<SyntheticTraining.Operations> {
  /** Every layer learns, so little that the values stay as they are at the beginning. */
  private static final double LEARNING_RATE = 1e-6;

  record Operations(Placeholder<TFloat32> images, Placeholder<TInt32> labels, TrainingStep step) {
    static Operations add(Ops tf, PlacedNetwork network, Optimizer optimizer) {
      Ops host = tf.withDevice(network.placement().hostDevice());
      Placeholder<TFloat32> images = host.placeholder(TFloat32.class);
      Placeholder<TInt32> labels = host.placeholder(TInt32.class);
      return new Operations(
          images, labels, new TrainingStep(tf, network, optimizer, images, labels));
    }
  }

  /**
   * Builds the network.
   *
   * @param network the network with its devices
   * @param optimizer how it learns
   * @param batchSize images of a step, of all replicas together
   * @throws IllegalArgumentException if a device is not there, the memory does not suffice or the
   *     replicas cannot share the batch
   * @throws IOException if a process of the cluster does not answer
   */
  public SyntheticTraining(PlacedNetwork network, Optimizer optimizer, int batchSize)
      throws IOException {
    super(
        network,
        batchSize,
        NetworkCost.of(network.spec()).trainingMultiplyAdds(),
        tf -> {
          TrainingMemory.of(network, batchSize).requireFits(network.allTowers());
          return Operations.add(tf, network, optimizer);
        },
        operations -> operations.step.initialize());
  }

  @Override
  public void run() throws IOException {
    Operations operations = session().operations();
    LearningRates rates = operations.step.learningRates(LEARNING_RATE);
    try (TFloat32 fed = TFloat32.vectorOf(rates.values());
        Result result =
            session()
                .run(
                    runner ->
                        runner
                            .feed(operations.images, batch().images())
                            .feed(operations.labels, batch().labels())
                            .feed(operations.step.learningRates(), fed)
                            .addTarget(operations.step.trainOp(rates))
                            .fetch(operations.step.loss()))) {
      result.get(0);
    }
  }
}

package org.alexnet.graph.benchmark;

import java.io.IOException;
import org.alexnet.graph.ForwardPass;
import org.alexnet.graph.device.PlacedNetwork;
import org.alexnet.graph.report.NetworkCost;
import org.tensorflow.Result;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.types.TFloat32;

/** A network with fresh weights at test, from images in memory to probabilities in memory. */
public final class SyntheticInference extends SyntheticWorkload<SyntheticInference.Operations> {

  record Operations(Placeholder<TFloat32> images, ForwardPass pass) {
    static Operations add(Ops tf, PlacedNetwork network) {
      Placeholder<TFloat32> images =
          tf.withDevice(network.placement().hostDevice()).placeholder(TFloat32.class);
      return new Operations(images, new ForwardPass(tf, network, images));
    }
  }

  /**
   * Builds the network.
   *
   * @param network the network with its devices
   * @param batchSize images of one run
   * @throws IllegalArgumentException if a device is not there
   * @throws IOException if a process of the cluster does not answer
   */
  public SyntheticInference(PlacedNetwork network, int batchSize) throws IOException {
    super(
        network,
        batchSize,
        NetworkCost.of(network.spec()).multiplyAdds(),
        tf -> Operations.add(tf, network),
        operations -> operations.pass.initialize());
  }

  @Override
  public void run() throws IOException {
    Operations operations = session().operations();
    try (Result result =
        session()
            .run(
                runner ->
                    runner
                        .feed(operations.images, batch().images())
                        .fetch(operations.pass.probabilities()))) {
      result.get(0);
    }
  }
}

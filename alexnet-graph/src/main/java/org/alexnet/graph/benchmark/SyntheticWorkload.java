package org.alexnet.graph.benchmark;

import java.io.IOException;
import java.util.function.Function;
import org.alexnet.graph.GraphSession;
import org.alexnet.graph.device.PlacedNetwork;
import org.tensorflow.op.Op;

/**
 * A network in a session, and always the same batch of noise.
 *
 * @param <T> the operations that are run
 */
abstract class SyntheticWorkload<T> implements Workload {
  private final GraphSession<T> session;
  private final SyntheticImages batch;
  private final int batchSize;
  private final double flopsPerImage;

  SyntheticWorkload(
      PlacedNetwork network,
      int batchSize,
      long multiplyAddsPerImage,
      GraphSession.Builder<T> operations,
      Function<T, Op> initializer)
      throws IOException {
    this.batchSize = batchSize;
    this.flopsPerImage = 2.0 * multiplyAddsPerImage;
    session = GraphSession.open(network.allTowers(), operations).initialized(initializer);
    batch = new SyntheticImages(batchSize, network.spec().imageSize(), network.spec().classCount());
  }

  final GraphSession<T> session() {
    return session;
  }

  final SyntheticImages batch() {
    return batch;
  }

  @Override
  public final int images() {
    return batchSize;
  }

  @Override
  public final double flopsPerImage() {
    return flopsPerImage;
  }

  @Override
  public final void close() {
    batch.close();
    session.close();
  }
}

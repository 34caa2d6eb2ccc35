package org.alexnet.train.cli;

import java.io.IOException;
import org.alexnet.data.Augmentation;
import org.alexnet.data.Dataset;
import org.alexnet.data.InputPipeline;
import org.alexnet.data.TrainingInput;
import org.alexnet.data.source.Split;
import org.alexnet.graph.GraphSession;
import org.alexnet.graph.benchmark.Workload;
import org.alexnet.graph.device.Placement;
import org.alexnet.train.TrainingRecipe;
import org.tensorflow.types.TInt64;

/** The stream of training images without a network: read, decoded, varied and batched. */
final class InputAlone implements Workload {
  private final int batchSize;
  private final long imageCount;
  private final double bytesPerImage;
  private final Augmentation augmentation;
  private final GraphSession<InputPipeline> session;
  private long position;
  private long end;

  /**
   * Starts the stream.
   *
   * @param cropSize side of the images, in pixels
   */
  InputAlone(Dataset dataset, int cropSize, TrainingRecipe recipe) throws IOException {
    this.batchSize = recipe.batchSize();
    this.imageCount = dataset.imageCount(Split.TRAIN);
    this.bytesPerImage = dataset.bytesPerImage(Split.TRAIN);
    this.augmentation = recipe.augmentation();
    TrainingInput input = inputOf(recipe, cropSize);
    session =
        GraphSession.open(
            Placement.of("/CPU:0"),
            dataset::explain,
            tf -> InputPipeline.training(tf, dataset, input));
    start();
  }

  private void start() throws IOException {
    end = InputPipeline.endFrom(position, imageCount);
    InputPipeline input = session.operations();
    try (TInt64 first = TInt64.scalarOf(position)) {
      session
          .run(runner -> runner.feed(input.position(), first).addTarget(input.start(augmentation)))
          .close();
    }
  }

  /** Returns the stream of a recipe before any of its events. */
  static TrainingInput inputOf(TrainingRecipe recipe, int cropSize) {
    return new TrainingInput(cropSize, recipe.batchSize(), recipe.augmentation(), recipe.seed());
  }

  @Override
  public void run() throws IOException {
    if (position + batchSize > end) {
      start();
    }
    position += batchSize;
    session.run(runner -> runner.addTarget(session.operations().images())).close();
  }

  @Override
  public int images() {
    return batchSize;
  }

  @Override
  public double bytesPerImage() {
    return bytesPerImage;
  }

  @Override
  public void close() {
    session.close();
  }
}

package org.alexnet.train;

import static com.google.common.base.Preconditions.checkArgument;

import java.io.IOException;
import java.util.Optional;
import org.alexnet.data.Augmentation;
import org.alexnet.data.Dataset;
import org.alexnet.data.InputPipeline;
import org.alexnet.data.TrainingInput;
import org.alexnet.data.source.Split;
import org.alexnet.graph.GraphSession;
import org.alexnet.graph.TrainingStep;
import org.alexnet.graph.cluster.PeerLostException;
import org.alexnet.graph.device.PlacedNetwork;
import org.alexnet.graph.optimizer.LearningRates;
import org.alexnet.graph.report.TrainingMemory;
import org.alexnet.graph.spec.WeightTransfer;
import org.alexnet.train.evaluation.Ranking;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.TInt64;

/**
 * The graph of one training, from files to updated parameters, in a session. The caller closes it.
 */
public final class TrainingSession implements AutoCloseable {
  private final PlacedNetwork network;
  private final GraphSession<Operations> session;
  private final int batchSize;
  private final long imageCount;

  private Augmentation augmentation;
  private long position;
  private long endOfInput;

  /**
   * Builds the graph.
   *
   * @throws IllegalArgumentException if the data set has fewer images than a batch, or the replicas
   *     cannot share one
   * @throws IOException if the data set cannot be read
   */
  public TrainingSession(PlacedNetwork placed, TrainingRecipe recipe, Dataset dataset)
      throws IOException {
    PlacedNetwork network = placed.withPrecision(recipe.precision());
    TrainingMemory.of(network, recipe.batchSize()).requireFits(network.allTowers());
    this.network = network;
    this.batchSize = recipe.batchSize();
    this.imageCount = dataset.imageCount(Split.TRAIN);
    checkArgument(
        batchSize <= imageCount,
        "batchSize must be at most %s, the number of training images of %s, found %s",
        imageCount,
        dataset.directory(),
        batchSize);
    session =
        GraphSession.open(
            network.allTowers(),
            dataset::explain,
            tf -> Operations.add(tf, network, recipe, dataset));
  }

  /** What is in the graph. */
  private record Operations(InputPipeline input, TrainingStep step) {
    static Operations add(Ops tf, PlacedNetwork network, TrainingRecipe recipe, Dataset dataset)
        throws IOException {
      InputPipeline input =
          InputPipeline.training(
              tf,
              dataset,
              new TrainingInput(
                  network.spec().imageSize(),
                  recipe.batchSize(),
                  recipe.augmentations(),
                  recipe.seed()));
      return new Operations(
          input, new TrainingStep(tf, network, recipe.optimizer(), input.images(), input.labels()));
    }
  }

  /**
   * Gives all variables their values.
   *
   * @param checkpoint where they come from; their initial values if there is none
   * @param start another network's, from which parameters are initialized
   * @throws IOException if one cannot be read
   */
  public void begin(Optional<Checkpoint> checkpoint, Optional<Initialization> start)
      throws IOException {
    if (checkpoint.isPresent()) {
      checkpoint.get().restore(session);
      return;
    }
    session.run(step().initialize());
    if (start.isPresent()) {
      initializeFrom(start.get());
    }
  }

  private void initializeFrom(Initialization start) throws IOException {
    Checkpoint other = start.checkpoint();
    WeightTransfer transfer = start.into(network.spec());
    other.verify();
    session
        .files()
        .run(
            step().transfer(transfer, other.tensors()),
            other.directory(),
            "cannot initialize this network");
  }

  private TrainingStep step() {
    return session.operations().step;
  }

  /**
   * Starts the input.
   *
   * @param position images of the stream that were used before
   * @param augmentation how images are varied, one of the recipe's
   * @throws IOException if the data set cannot be read
   */
  public void startInput(long position, Augmentation augmentation) throws IOException {
    this.position = position;
    this.augmentation = augmentation;
    this.endOfInput = InputPipeline.endFrom(position, imageCount);
    InputPipeline input = session.operations().input;
    try (TInt64 first = TInt64.scalarOf(position)) {
      session
          .run(runner -> runner.feed(input.position(), first).addTarget(input.start(augmentation)))
          .close();
    }
  }

  /** Counts a batch, and starts the input anew where it would end or is varied otherwise. */
  private void nextBatch(Augmentation wanted) throws IOException {
    if (!wanted.equals(augmentation)) {
      startInput(position, wanted);
    } else if (position + batchSize > endOfInput) {
      startInput(position, augmentation);
    }
    position += batchSize;
  }

  /**
   * Runs one step.
   *
   * @param rates the learning rate of each group of parameters
   * @param varied how the images of the step are varied, one of the recipe's augmentations
   * @return its batch before the parameters changed, and whether they still are numbers
   * @throws PeerLostException if a process of the cluster is lost
   * @throws IOException if a record of the data set is damaged, with the file and where in it
   */
  public Measured step(LearningRates rates, Augmentation varied) throws IOException {
    nextBatch(varied);
    InputPipeline input = session.operations().input;
    try (TFloat32 fed = TFloat32.vectorOf(rates.values());
        Result result =
            session.run(
                runner ->
                    train(runner, rates, fed)
                        .fetch(step().loss())
                        .fetch(step().logits())
                        .fetch(input.labels())
                        .fetch(step().squaresAfter(rates)))) {
      return new Measured(
          ((TFloat32) result.get(0)).getFloat(),
          error((TFloat32) result.get(1), (TInt32) result.get(2)),
          isFinite((TFloat32) result.get(3)));
    }
  }

  private static boolean isFinite(TFloat32 values) {
    for (long i = 0; i < values.size(); i++) {
      if (!Float.isFinite(values.getFloat(i))) {
        return false;
      }
    }
    return true;
  }

  private double error(TFloat32 logits, TInt32 labels) {
    double correct = 0;
    float[] values = new float[network.spec().classCount()];
    for (int image = 0; image < batchSize; image++) {
      logits.get(image).copyTo(DataBuffers.of(values));
      correct += Ranking.shareWithin(values, labels.getInt(image), 1);
    }
    return 1 - correct / batchSize;
  }

  /**
   * A batch as the network saw it before the parameters changed, with dropout and augmentation, and
   * what it made of them.
   *
   * @param loss mean cross-entropy, in nats
   * @param error top-1 error, 0 to 1
   * @param finite whether the sum of the squares of each parameter is finite after the step
   */
  public record Measured(double loss, double error, boolean finite) {}

  /**
   * Runs one step and records when each operation ran.
   *
   * @param rates the learning rate of each group of parameters
   * @throws PeerLostException if a process of the cluster is lost
   * @throws IOException if a record of the data set is damaged, with the file and where in it
   */
  public InputWait trace(LearningRates rates) throws IOException {
    nextBatch(augmentation);
    try (TFloat32 fed = TFloat32.vectorOf(rates.values());
        Result result = session.trace(runner -> train(runner, rates, fed))) {
      return InputWait.of(result.getMetadata().orElseThrow().getStepStats());
    }
  }

  private Session.Runner train(Session.Runner runner, LearningRates rates, TFloat32 fed) {
    return runner.feed(step().learningRates(), fed).addTarget(step().trainOp(rates));
  }

  /** Returns the look at its variables between two steps. */
  public Inspection inspection() {
    return new VariableInspection(session, step(), network.spec());
  }

  /** Returns the session, for saving and restoring. */
  public GraphSession<?> session() {
    return session;
  }

  @Override
  public void close() {
    session.close();
  }
}

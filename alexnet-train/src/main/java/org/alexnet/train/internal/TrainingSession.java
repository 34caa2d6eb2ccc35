package org.alexnet.train.internal;

import static com.google.common.base.Preconditions.checkArgument;

import java.io.IOException;
import java.util.Optional;
import java.util.stream.IntStream;
import org.alexnet.data.Dataset;
import org.alexnet.data.InputPipeline;
import org.alexnet.data.Split;
import org.alexnet.graph.TrainingStep;
import org.alexnet.graph.device.Placement;
import org.alexnet.graph.report.TrainingMemory;
import org.alexnet.graph.spec.AlexNetSpec;
import org.alexnet.graph.spec.WeightTransfer;
import org.alexnet.train.Checkpoint;
import org.alexnet.train.TrainingRecipe;
import org.tensorflow.Graph;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.exceptions.TFInvalidArgumentException;
import org.tensorflow.exceptions.TFResourceExhaustedException;
import org.tensorflow.exceptions.TensorFlowException;
import org.tensorflow.op.Ops;
import org.tensorflow.proto.RunOptions;
import org.tensorflow.types.TBool;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt64;

/** The graph of one training, from files to updates, in a session. The caller closes it. */
public final class TrainingSession implements AutoCloseable {
  private final AlexNetSpec spec;
  private final Placement placement;
  private final Dataset dataset;
  private final Graph graph;
  private final Session session;
  private final InputPipeline input;
  private final TrainingStep step;
  private final int batchSize;
  private final long imageCount;

  private long position;
  private long endOfInput;

  /**
   * Builds the graph.
   *
   * @throws IllegalArgumentException if the data set has fewer images than a batch
   * @throws IOException if the data set cannot be read
   */
  public TrainingSession(
      AlexNetSpec spec, Placement placement, TrainingRecipe recipe, Dataset dataset)
      throws IOException {
    new TrainingMemory(spec, recipe.batchSize()).requireFits(placement);
    this.spec = spec;
    this.placement = placement;
    this.dataset = dataset;
    this.batchSize = recipe.batchSize();
    this.imageCount = dataset.imageCount(Split.TRAIN);
    checkArgument(
        batchSize <= imageCount,
        "batchSize must be at most %s, the number of training images of %s, found %s",
        imageCount,
        dataset.directory(),
        batchSize);
    graph = new Graph();
    try {
      Ops tf = Ops.create(graph);
      input =
          InputPipeline.training(
              tf,
              dataset,
              spec.imageSize(),
              recipe.batchSize(),
              recipe.augmentation(),
              recipe.seed());
      step =
          new TrainingStep(
              tf, spec, placement, recipe.updateRule(), input.images(), input.labels());
      session = placement.openSession(graph);
    } catch (IOException | RuntimeException e) {
      graph.close();
      throw e;
    }
  }

  /**
   * Gives all variables their values.
   *
   * @param checkpoint where they come from; their first values if there is none
   * @param start another network's, from which first values are taken where they fit
   * @throws IOException if one cannot be read
   */
  public void begin(Optional<Checkpoint> checkpoint, Optional<Checkpoint> start)
      throws IOException {
    if (checkpoint.isPresent()) {
      checkpoint.get().restore(session);
      return;
    }
    session.run(step.initialize());
    if (start.isPresent()) {
      take(start.get());
    }
  }

  private void take(Checkpoint other) throws IOException {
    other.verify();
    try {
      session.run(step.transfer(WeightTransfer.between(other.spec(), spec), other.tensors()));
    } catch (TensorFlowException | IllegalArgumentException e) {
      throw new IOException(
          other.directory()
              + " cannot be taken from: "
              + String.valueOf(e.getMessage()).lines().findFirst().orElse(""),
          e);
    }
  }

  /**
   * Starts the input.
   *
   * @param position images of the stream that were used before
   */
  public void startInput(long position) {
    this.position = position;
    this.endOfInput = InputPipeline.endFrom(position, imageCount);
    try (TInt64 first = TInt64.scalarOf(position)) {
      session.runner().feed(input.position(), first).addTarget(input.start()).run().close();
    }
  }

  /** Counts a batch, and starts the input anew where it would end. */
  private void nextBatch() {
    if (position + batchSize > endOfInput) {
      startInput(position);
    }
    position += batchSize;
  }

  /**
   * Makes one update.
   *
   * @param learningRate the rate
   * @return the loss before it
   * @throws IOException if a record of the data set is damaged, with the file and where in it
   */
  public double update(double learningRate) throws IOException {
    nextBatch();
    try (TFloat32 rate = TFloat32.scalarOf((float) learningRate);
        Result result =
            session
                .runner()
                .feed(step.learningRate(), rate)
                .addTarget(step.update())
                .fetch(step.loss())
                .run()) {
      return ((TFloat32) result.get(0)).getFloat();
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

  /**
   * Makes one update and records when each operation ran.
   *
   * @param learningRate the rate
   */
  public InputWait trace(double learningRate) {
    nextBatch();
    RunOptions options =
        RunOptions.newBuilder().setTraceLevel(RunOptions.TraceLevel.FULL_TRACE).build();
    try (TFloat32 rate = TFloat32.scalarOf((float) learningRate);
        Result result =
            session
                .runner()
                .setOptions(options)
                .feed(step.learningRate(), rate)
                .addTarget(step.update())
                .runAndFetchMetadata()) {
      return InputWait.of(result.getMetadata().orElseThrow().getStepStats());
    }
  }

  /**
   * Returns the name of a variable that holds a value which is not finite, if there is any: what
   * the last update made can be broken although the loss before it was not.
   */
  public Optional<String> brokenVariable() {
    try (Result result = session.runner().fetch(step.finite()).run()) {
      TBool finite = (TBool) result.get(0);
      return IntStream.range(0, step.variableNames().size())
          .filter(variable -> !finite.getBoolean(variable))
          .mapToObj(step.variableNames()::get)
          .findFirst();
    }
  }

  /** The session, for saving and restoring. */
  public Session session() {
    return session;
  }

  @Override
  public void close() {
    placement.closeSession(session, graph);
  }
}

package org.alexnet.train.watch;

import static com.google.common.collect.ImmutableMap.toImmutableMap;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.Iterables;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.alexnet.graph.optimizer.LearningRates;
import org.alexnet.graph.spec.ParameterTable.Kind;
import org.alexnet.train.DivergedException;
import org.alexnet.train.EpochSummary;
import org.alexnet.train.LayerNorms;
import org.alexnet.train.StepSummary;
import org.alexnet.train.TrainingListener;
import org.alexnet.train.TrainingStart;

/**
 * Writes how a training goes to {@code steps.jsonl} in its folder, and for TensorBoard.
 *
 * <pre>{@code
 * try (Watch watch = Watch.by(WatchPolicy.DEFAULT)) {
 *   Training.of(recipe).withListener(watch).run(spec, dataset, run);
 * }
 * }</pre>
 *
 * <p>A watch is for one training; the caller closes it. Files that cannot be written end the
 * training.
 */
public final class Watch implements TrainingListener, AutoCloseable {
  private static final double SECOND = 1e9;

  private final WatchPolicy policy;
  private final List<EpochSummary> epochs = new ArrayList<>();

  private TrainingStart start;
  private Changes changes;
  private StepLog log;
  private Optional<TensorBoard> board = Optional.empty();
  private WatchState state = WatchState.NONE;
  private long step;
  private int epoch;
  private double imagesPerSecond;
  private long begin;
  private long lastLine;
  private long stepsSinceLine;

  private Watch(WatchPolicy policy) {
    this.policy = policy;
  }

  /** Creates a watch that has not begun. */
  public static Watch by(WatchPolicy policy) {
    return new Watch(policy);
  }

  /** Does something with files. */
  private interface Writing {
    void write() throws IOException;
  }

  private static void unchecked(Writing writing) {
    try {
      writing.write();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void opened(TrainingStart start) {
    this.start = start;
    this.changes = new Changes(start);
    epochs.addAll(start.epochs());
    step = start.step();
    boolean evaluated = !epochs.isEmpty() && Iterables.getLast(epochs).step() == step;
    epoch = epochs.size() + (evaluated ? 0 : 1);
    begin = System.nanoTime();
    lastLine = begin;
    unchecked(
        () -> {
          log =
              StepLog.open(
                  start.directory().resolve(StepLog.NAME), start.step(), start.epochs().size());
          state = log.state();
          if (policy.tensorBoard()) {
            board = Optional.of(TensorBoard.open(start, state.steps() > 0 ? step : step + 1));
          }
          event(
              start.step(),
              start.step() == 0 ? "started" : "resumed",
              start.spec().name()
                  + " for "
                  + start.recipe().epochs()
                  + (start.recipe().epochs() == 1 ? " epoch" : " epochs"));
        });
  }

  @Override
  public void stepped(StepSummary summary) {
    state = state.plus(summary);
    step = summary.step();
    epoch = summary.epoch();
    stepsSinceLine++;
    measurePace();
    unchecked(
        () -> {
          for (Changes.Change change : changes.before(step, epochs)) {
            event(step, change.event(), change.text());
          }
          if (step % policy.everySteps() == 0) {
            ImmutableList<LayerNorms> norms = start.inspection().norms(rates());
            measurePace();
            line(norms, null);
          }
        });
  }

  private void measurePace() {
    imagesPerSecond =
        stepsSinceLine * start.recipe().batchSize() * SECOND / (System.nanoTime() - lastLine);
  }

  /** Returns the learning rates of the last step. */
  private LearningRates rates() {
    return start.learningRates(start.progress(step - 1, epochs));
  }

  private void line(List<LayerNorms> norms, Boolean partial) throws IOException {
    LearningRates rates = rates();
    Line.Steps line =
        new Line.Steps(
            "step",
            step,
            epoch,
            state.loss() / state.steps(),
            state.smoothed().value(),
            state.error() / state.steps(),
            -state.loss() / state.steps(),
            rates.highestOfWeights(),
            apart(rates),
            norms.stream()
                .filter(layer -> Double.isFinite(layer.ratio()))
                .collect(toImmutableMap(LayerNorms::layer, LayerNorms::ratio)),
            partial,
            imagesPerSecond,
            (System.nanoTime() - begin) / SECOND,
            time());
    log.add(line);
    if (board.isPresent()) {
      board.get().steps(line, norms);
    }
    state = state.written();
    stepsSinceLine = 0;
    lastLine = System.nanoTime();
  }

  /** Returns the learning rate of each layer's weights and biases where they are not all alike. */
  private static ImmutableMap<String, Double> apart(LearningRates rates) {
    if (rates.byGroup().values().stream().distinct().count() == 1) {
      return null;
    }
    return rates.byGroup().entrySet().stream()
        .collect(
            toImmutableMap(
                entry ->
                    entry.getKey().layer()
                        + (entry.getKey().kind() == Kind.WEIGHTS ? "/weights" : "/biases"),
                entry -> entry.getValue()));
  }

  @Override
  public void warned(String warning) {
    unchecked(() -> event(changes.lastStep(), "warning", warning));
  }

  @Override
  public void evaluated(EpochSummary summary) {
    epochs.add(summary);
    unchecked(
        () -> {
          log.add(
              new Line.Epoch(
                  "epoch",
                  summary.step(),
                  summary.epoch(),
                  summary.trainingLoss(),
                  summary.trainingError(),
                  summary.learningRate(),
                  summary.evaluation().imageCount(),
                  summary.evaluation().top1Error(),
                  summary.evaluation().top5Error(),
                  summary.evaluation().logProbability(),
                  (System.nanoTime() - begin) / SECOND,
                  time()));
          if (board.isPresent()) {
            board.get().epoch(summary);
          }
        });
    lastLine = System.nanoTime(); // the pace is that of training
    stepsSinceLine = 0;
  }

  /** The line is on the disk before the checkpoint, so that no checkpoint is without its state. */
  @Override
  public void saving(long step) {
    unchecked(
        () -> {
          log.add(
              new Line.Event(
                  "event",
                  step,
                  StepLog.CHECKPOINT,
                  String.format(Locale.ROOT, "step-%08d", step),
                  state,
                  time()));
          bringToDisk();
        });
  }

  /** The steps since the last line have one of their own, until the run is resumed. */
  @Override
  public void ended() {
    unchecked(
        () -> {
          if (state.steps() > 0) {
            line(start.inspection().norms(rates()), true);
          }
          bringToDisk();
        });
  }

  @Override
  public void diverged(DivergedException end) {
    unchecked(
        () -> {
          if (state.steps() > 0) {
            line(ImmutableList.of(), true); // the step after it has broken the variables
          }
          log.add(
              new Line.Event(
                  "event",
                  end.step(),
                  StepLog.DIVERGED,
                  end.tensor() + " is no longer finite, with learning rate " + end.learningRate(),
                  null,
                  end.tensor(),
                  end.learningRate(),
                  time()));
          bringToDisk();
        });
  }

  private void bringToDisk() throws IOException {
    log.sync();
    if (board.isPresent()) {
      board.get().flush();
    }
  }

  private void event(long step, String event, String text) throws IOException {
    log.add(new Line.Event("event", step, event, text, null, time()));
  }

  private static String time() {
    return Instant.now().truncatedTo(ChronoUnit.MILLIS).toString();
  }

  @Override
  public void close() throws IOException {
    try {
      if (board.isPresent()) {
        board.get().close();
      }
    } finally {
      if (log != null) {
        log.close();
      }
    }
  }
}

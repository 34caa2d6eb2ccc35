package org.alexnet.train.cli;

import static com.google.common.collect.ImmutableList.toImmutableList;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.BooleanSupplier;
import org.alexnet.common.ResidentMemory;
import org.alexnet.data.Dataset;
import org.alexnet.graph.benchmark.Timing;
import org.alexnet.graph.device.PlacedNetwork;
import org.alexnet.graph.optimizer.LearningRates;
import org.alexnet.graph.optimizer.TrainingProgress;
import org.alexnet.graph.report.NetworkCost;
import org.alexnet.train.TrainingRecipe;
import org.alexnet.train.TrainingSession;

/** Steps of training on a data set, whose speed, input and memory are printed on the way. */
final class MeasuredTraining {
  /** Every so many steps one is traced; traces slow it down a little. */
  private static final int TRACE_EVERY = 20;

  /** The first steps prepare kernels and fill buffers, and take many times as long. */
  private static final int WARM_UP = 2;

  private final TrainingSession session;
  private final TrainingRecipe recipe;
  private final LearningRates rates;
  private final BooleanSupplier stop;
  private final List<Double> seconds = new ArrayList<>();

  private MeasuredTraining(
      TrainingSession session, TrainingRecipe recipe, LearningRates rates, BooleanSupplier stop) {
    this.session = session;
    this.recipe = recipe;
    this.rates = rates;
    this.stop = stop;
  }

  /**
   * Makes steps, after some whose time is not taken, and prints a line for some of them each.
   *
   * @param steps in all
   * @param every steps of a line
   * @param stop asked before each step
   * @return how long each step took; nothing if it was told to stop before the first
   */
  static Optional<Timing> of(
      PlacedNetwork placed,
      TrainingRecipe recipe,
      Dataset dataset,
      int steps,
      int every,
      BooleanSupplier stop)
      throws IOException {
    try (TrainingSession session = new TrainingSession(placed, recipe, dataset)) {
      session.begin(Optional.empty(), Optional.empty());
      session.startInput(0, recipe.augmentation());
      LearningRates rates = recipe.learningRates(placed.spec(), TrainingProgress.START);
      MeasuredTraining measured = new MeasuredTraining(session, recipe, rates, stop);
      for (int i = 0; i < WARM_UP && !stop.getAsBoolean(); i++) {
        session.step(rates, recipe.augmentation());
      }
      System.out.println("  steps  images/s  waiting for input  resident MiB");
      for (long done = 0; done < steps && !stop.getAsBoolean(); done += every) {
        measured.line(done, (int) Math.min(every, steps - done));
      }
      return measured.timing(placed);
    }
  }

  private Optional<Timing> timing(PlacedNetwork placed) {
    return seconds.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Timing(
                seconds.stream().collect(toImmutableList()),
                recipe.batchSize(),
                2.0 * NetworkCost.of(placed.spec()).trainingMultiplyAdds(),
                0));
  }

  /** Prints a line about some steps, unless it is told to stop before they are made. */
  private void line(long done, int count) throws IOException {
    long wait = 0;
    long traced = 0;
    double all = 0;
    for (int i = 0; i < count; i++) {
      if (stop.getAsBoolean()) {
        return;
      }
      long begin = System.nanoTime();
      if (i % TRACE_EVERY == TRACE_EVERY / 2) {
        var trace = session.trace(rates);
        wait += trace.waitMicros();
        traced += trace.stepMicros();
      } else {
        session.step(rates, recipe.augmentation());
      }
      seconds.add((System.nanoTime() - begin) / 1e9);
      all += seconds.get(seconds.size() - 1);
    }
    OptionalLong memory = ResidentMemory.mebibytes();
    System.out.printf(
        Locale.ROOT,
        "%7d  %8.0f  %17s  %12s%n",
        done + count,
        count * recipe.batchSize() / all,
        traced == 0 ? "-" : String.format(Locale.ROOT, "%.2f %%", 100.0 * wait / traced),
        memory.isPresent() ? String.format(Locale.ROOT, "%,d", memory.getAsLong()) : "unknown");
  }
}

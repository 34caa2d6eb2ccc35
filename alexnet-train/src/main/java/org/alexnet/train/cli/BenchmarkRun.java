package org.alexnet.train.cli;

import static com.google.common.base.Preconditions.checkArgument;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.function.BooleanSupplier;
import org.alexnet.data.Dataset;
import org.alexnet.data.source.Split;
import org.alexnet.graph.cli.PlacementOptions;
import org.alexnet.graph.optimizer.LearningRates;
import org.alexnet.graph.optimizer.TrainingProgress;
import org.alexnet.graph.spec.AlexNetSpec;
import org.alexnet.train.TrainingRecipe;
import org.alexnet.train.TrainingSession;
import org.alexnet.train.internal.ResidentMemory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "benchmark",
    description =
        "Measures training steps: images a second, the share of a step spent waiting for images,"
            + " and resident memory. With --watch, what it costs to watch them. Keeps nothing.")
final class BenchmarkRun implements Callable<Integer> {
  /** Every so many steps one is traced; traces slow it down a little. */
  private static final int TRACE_EVERY = 20;

  @Option(
      names = "--data",
      required = true,
      paramLabel = "DATASET",
      description = "Folder of the prepared data set.")
  private Path data;

  @Option(
      names = "--steps",
      paramLabel = "COUNT",
      description = "Steps to make (default: ${DEFAULT-VALUE}).")
  private int steps = 2000;

  @Option(
      names = "--every",
      paramLabel = "STEPS",
      description = "Steps in a line (default: ${DEFAULT-VALUE}).")
  private int every = 100;

  @Option(
      names = "--watch",
      description =
          "Make as many steps again that are checked and logged as train does it, and compare.")
  private boolean watch;

  @Mixin private WatchOptions watchOptions;

  @Mixin private PlacementOptions placementOptions;

  @Mixin private RecipeOptions recipeOptions;

  @Mixin private TrainedNetwork network;

  @Override
  public Integer call() throws IOException {
    checkArgument(steps > 0, "--steps must be positive, found %s", steps);
    checkArgument(every > 0, "--every must be positive, found %s", every);
    Dataset dataset = Dataset.open(data);
    TrainingRecipe recipe = recipeOptions.recipe(network.recipe());
    AlexNetSpec spec = network.spec(dataset).withSeed(recipe.seed());
    recipe.events().requireFit(spec);
    try (StopSignal stop =
            StopSignal.install(
                StopSignal.LONGEST_WAIT, "the step took longer than %d s after the signal");
        TrainingSession session =
            new TrainingSession(placementOptions.available(spec), recipe, dataset)) {
      session.begin(Optional.empty(), Optional.empty());
      session.startInput(0, recipe.augmentation());
      LearningRates rates = recipe.learningRates(spec, TrainingProgress.START);
      if (watch) {
        new WatchedSteps(session, recipe, spec, dataset.imageCount(Split.TRAIN), stop)
            .compare(watchOptions.policy(), steps, every);
        return exitCode(stop);
      }
      System.out.println("  steps  images/s  waiting for input  resident MiB");
      for (long done = 0; done < steps && !stop.getAsBoolean(); done += every) {
        measure(session, recipe, rates, done, (int) Math.min(every, steps - done), stop);
      }
      return exitCode(stop);
    }
  }

  private static int exitCode(BooleanSupplier stop) {
    return stop.getAsBoolean() ? ExitCodes.INTERRUPTED : 0;
  }

  /** Prints a line about some steps, unless it is told to stop before they are made. */
  private static void measure(
      TrainingSession session,
      TrainingRecipe recipe,
      LearningRates rates,
      long done,
      int count,
      BooleanSupplier stop)
      throws IOException {
    long wait = 0;
    long traced = 0;
    long begin = System.nanoTime();
    for (int i = 0; i < count; i++) {
      if (stop.getAsBoolean()) {
        return;
      }
      if (i % TRACE_EVERY == TRACE_EVERY / 2) {
        var trace = session.trace(rates);
        wait += trace.waitMicros();
        traced += trace.stepMicros();
      } else {
        session.step(rates, recipe.augmentation());
      }
    }
    double seconds = (System.nanoTime() - begin) / 1e9;
    OptionalLong memory = ResidentMemory.mebibytes();
    System.out.printf(
        Locale.ROOT,
        "%7d  %8.0f  %17s  %12s%n",
        done + count,
        count * recipe.batchSize() / seconds,
        traced == 0 ? "-" : String.format(Locale.ROOT, "%.2f %%", 100.0 * wait / traced),
        memory.isPresent() ? String.format(Locale.ROOT, "%,d", memory.getAsLong()) : "unknown");
  }
}

package org.alexnet.train.cli;

import com.google.common.collect.ImmutableList;
import com.google.common.io.MoreFiles;
import com.google.common.io.RecursiveDeleteOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.function.BooleanSupplier;
import org.alexnet.graph.optimizer.LearningRates;
import org.alexnet.graph.optimizer.TrainingProgress;
import org.alexnet.graph.spec.AlexNetSpec;
import org.alexnet.train.StepSummary;
import org.alexnet.train.TrainingRecipe;
import org.alexnet.train.TrainingSession;
import org.alexnet.train.TrainingStart;
import org.alexnet.train.watch.Watch;
import org.alexnet.train.watch.WatchPolicy;

/**
 * What it costs to watch a training: steps in pairs of equal parts, one that is logged and one that
 * is not, each first in every other pair.
 */
final class WatchedSteps {
  private static final int WARM_UP = 5;

  private final TrainingSession session;
  private final TrainingRecipe recipe;
  private final AlexNetSpec spec;
  private final long imageCount;
  private final LearningRates rates;
  private final BooleanSupplier stop;
  private long made;

  WatchedSteps(
      TrainingSession session,
      TrainingRecipe recipe,
      AlexNetSpec spec,
      long imageCount,
      BooleanSupplier stop) {
    this.session = session;
    this.recipe = recipe;
    this.spec = spec;
    this.imageCount = imageCount;
    this.rates = recipe.learningRates(spec, TrainingProgress.START);
    this.stop = stop;
  }

  /**
   * Prints a line for each pair that is made before it is told to stop.
   *
   * @param steps steps of each kind in all
   * @param every steps of each kind in a pair
   */
  void compare(WatchPolicy policy, int steps, int every) throws IOException {
    Path folder = Files.createTempDirectory("alexnet-watch");
    try (Watch watch = Watch.by(policy)) {
      watch.opened(
          new TrainingStart(
              folder, spec, recipe, imageCount, 0, ImmutableList.of(), session.inspection()));
      plain(WARM_UP);
      System.out.println("  steps  images/s  watched images/s  time of watched / plain");
      double plain = 0;
      double watched = 0;
      for (int done = 0; done < steps; done += every) {
        int count = Math.min(every, steps - done);
        boolean watchedFirst = done / every % 2 == 1;
        double first = watchedFirst ? watched(watch, count) : plain(count);
        double second = watchedFirst ? plain(count) : watched(watch, count);
        if (stop.getAsBoolean()) {
          return;
        }
        print(done + count, count, watchedFirst ? second : first, watchedFirst ? first : second);
        plain += watchedFirst ? second : first;
        watched += watchedFirst ? first : second;
      }
      System.out.printf(Locale.ROOT, "in all: %.4f%n", watched / plain);
    } finally {
      MoreFiles.deleteRecursively(folder, RecursiveDeleteOption.ALLOW_INSECURE);
    }
  }

  private void print(long done, int count, double plain, double watched) {
    System.out.printf(
        Locale.ROOT,
        "%7d  %8.1f  %16.1f  %23.4f%n",
        done,
        count * recipe.batchSize() / plain,
        count * recipe.batchSize() / watched,
        watched / plain);
  }

  /** Returns how many seconds steps take. */
  private double plain(int count) throws IOException {
    long begin = System.nanoTime();
    for (int i = 0; i < count && !stop.getAsBoolean(); i++) {
      session.step(rates, recipe.augmentation());
    }
    return (System.nanoTime() - begin) / 1e9;
  }

  private double watched(Watch watch, int count) throws IOException {
    long begin = System.nanoTime();
    for (int i = 0; i < count && !stop.getAsBoolean(); i++) {
      TrainingSession.Measured batch = session.step(rates, recipe.augmentation());
      watch.stepped(new StepSummary(1, ++made, batch.loss(), batch.error()));
    }
    return (System.nanoTime() - begin) / 1e9;
  }
}

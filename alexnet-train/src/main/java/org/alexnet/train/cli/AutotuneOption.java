package org.alexnet.train.cli;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.common.base.Joiner;
import java.io.IOException;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.alexnet.common.CacheFolder;
import org.alexnet.common.CpuSettings;
import org.alexnet.common.cli.Failure;
import org.alexnet.graph.benchmark.KeptPlans;
import org.alexnet.graph.benchmark.PlanKey;
import org.alexnet.graph.benchmark.PlanTimings;
import org.alexnet.graph.device.PlacedNetwork;
import org.alexnet.graph.device.ThreadPlan;
import org.alexnet.train.TrainingRecipe;
import picocli.CommandLine.Option;

/** The option that finds out with which threads a network is the fastest here. */
final class AutotuneOption {
  @Option(
      names = "--autotune",
      description = "Measure once which threads are the fastest; use them.")
  private boolean autotune;

  private boolean measured;

  /** Returns whether it is given. */
  boolean isGiven() {
    return autotune;
  }

  /** Returns whether threads were measured in this process, which has the memory of it since. */
  boolean hasMeasured() {
    return measured;
  }

  /**
   * Checks that there is something to choose, before anything is measured.
   *
   * @throws IllegalArgumentException if a tower is not on a CPU of this process, or TensorFlow
   *     gives all sessions the same threads
   */
  void requirePossible(PlacedNetwork network) {
    if (!autotune) {
      return;
    }
    checkArgument(
        network.allTowers().isOnCpusOfThisProcess(),
        "--autotune chooses threads of this machine's CPUs, found %s",
        Joiner.on(" and ").join(network.allTowers().distinctTowerDevices()));
    checkArgument(
        CpuSettings.areThreadsOfEachSession(),
        "--autotune needs %s=1 in the environment, found %s",
        CpuSettings.SESSION_THREADS,
        CpuSettings.sessionThreads());
  }

  /**
   * Returns a network with the fastest threads, if the option is given: those that are kept, or
   * else those that are measured now.
   *
   * @param stop asked before each step
   * @return nothing if it was told to stop
   */
  Optional<PlacedNetwork> tune(PlacedNetwork network, TrainingRecipe recipe, BooleanSupplier stop)
      throws IOException {
    if (!autotune) {
      return Optional.of(network);
    }
    PlacedNetwork placed = network.withPrecision(recipe.precision());
    KeptPlans plans = KeptPlans.ofUser();
    PlanKey key = PlanKey.here(placed, recipe.batchSize());
    Optional<ThreadPlan> plan = kept(plans, key);
    if (plan.isPresent()) {
      tell(plan.get(), "kept in " + plans.file(key));
    } else {
      measured = true;
      plan = measured(plans, key, placed, recipe, stop);
    }
    return plan.map(
        best -> best.equals(ThreadPlan.byDefault()) ? network : network.withThreads(best));
  }

  /** Returns the plan that is kept; one that cannot be read is measured and written again. */
  private static Optional<ThreadPlan> kept(KeptPlans plans, PlanKey key) {
    try {
      return plans.read(key);
    } catch (IOException e) {
      System.out.printf("Measuring again: %s%n", Failure.of(e).line());
      return Optional.empty();
    }
  }

  private static Optional<ThreadPlan> measured(
      KeptPlans plans,
      PlanKey key,
      PlacedNetwork network,
      TrainingRecipe recipe,
      BooleanSupplier stop)
      throws IOException {
    requireWritable(plans, key);
    Optional<PlanTimings> timings =
        PlanTimings.measure(network, recipe.optimizer(), recipe.batchSize(), stop);
    if (timings.isEmpty()) {
      return Optional.empty();
    }
    print(timings.get(), recipe.batchSize());
    ThreadPlan best = timings.get().best();
    plans.write(key, best);
    tell(
        best,
        best.equals(timings.get().plans().get(0))
            ? "the default, none is more than 3 % faster in every round"
            : "now kept in " + plans.file(key));
    return Optional.of(best);
  }

  private static void requireWritable(KeptPlans plans, PlanKey key) throws IOException {
    try {
      plans.requireWritable(key);
    } catch (IOException e) {
      throw new IOException(
          Failure.of(e).line() + "; -D" + CacheFolder.PROPERTY + "=FOLDER keeps plans elsewhere",
          e);
    }
  }

  private static void print(PlanTimings timings, int batchSize) {
    System.out.println("operations at once  threads each  fastest step of each round  images/s");
    for (ThreadPlan plan : timings.plans()) {
      StringBuilder rounds = new StringBuilder();
      timings
          .seconds()
          .get(plan)
          .forEach(
              seconds -> rounds.append(String.format(Locale.ROOT, " %,8.1f ms", 1e3 * seconds)));
      System.out.printf(
          Locale.ROOT,
          "%18d  %12d  %26s  %8.1f%n",
          plan.operations(),
          plan.threadsEach(),
          rounds,
          batchSize / timings.fastest(plan));
    }
  }

  private static void tell(ThreadPlan plan, String why) {
    System.out.printf("Threads  %s: %s%n", plan.describe(), why);
  }
}

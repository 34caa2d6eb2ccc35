package org.alexnet.graph.benchmark;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableListMultimap;
import java.io.IOException;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.alexnet.graph.device.PlacedNetwork;
import org.alexnet.graph.device.ThreadPlan;
import org.alexnet.graph.optimizer.Optimizer;

/**
 * How long a step takes by several plans of threads, measured in turn: machines have slow minutes.
 *
 * @param plans the plans that were measured; the first is the default
 * @param seconds of the fastest step by each plan in each round, as many rounds for each
 */
public record PlanTimings(
    ImmutableList<ThreadPlan> plans, ImmutableListMultimap<ThreadPlan, Double> seconds) {
  /** How much less time than the default's a plan must take in each round. */
  private static final double GAIN = 0.03;

  private static final int ROUNDS = 2;
  private static final int STEPS = 3;

  /** Checks that every plan has as many rounds as the others. */
  public PlanTimings {
    checkArgument(!plans.isEmpty(), "plans must not be empty");
    int rounds = seconds.get(plans.get(0)).size();
    checkArgument(rounds > 0, "a plan must have a round");
    for (ThreadPlan plan : plans) {
      checkArgument(
          seconds.get(plan).size() == rounds,
          "%s must have %s rounds, found %s",
          plan,
          rounds,
          seconds.get(plan).size());
    }
  }

  /** Something that takes the time of some steps by a plan. */
  @FunctionalInterface
  interface Stopwatch {

    /**
     * Returns the time of the fastest step, in seconds.
     *
     * @throws IOException if no step can be made
     */
    double fastest(ThreadPlan plan) throws IOException;
  }

  /**
   * Measures training steps of a network on noise: two rounds of three steps by each plan, after
   * one that is not counted.
   *
   * @param network the network, on CPUs of this process
   * @param optimizer how it learns
   * @param batchSize images of a step
   * @param stop asked before each step
   * @return nothing if it was told to stop
   * @throws IllegalArgumentException if the memory does not suffice
   * @throws IOException if no step can be made
   */
  public static Optional<PlanTimings> measure(
      PlacedNetwork network, Optimizer optimizer, int batchSize, BooleanSupplier stop)
      throws IOException {
    return measure(
        ThreadPlan.candidates(
            network.allTowers().towers().size(), Runtime.getRuntime().availableProcessors()),
        ROUNDS,
        plan -> {
          try (Workload steps =
              new SyntheticTraining(network.withThreads(plan), optimizer, batchSize)) {
            return Timing.of(steps, 1, STEPS, stop).percentile(0);
          }
        },
        stop);
  }

  static Optional<PlanTimings> measure(
      List<ThreadPlan> plans, int rounds, Stopwatch stopwatch, BooleanSupplier stop)
      throws IOException {
    ImmutableListMultimap.Builder<ThreadPlan, Double> seconds = ImmutableListMultimap.builder();
    for (int round = 0; round < rounds; round++) {
      for (ThreadPlan plan : plans) {
        if (stop.getAsBoolean()) {
          return Optional.empty();
        }
        seconds.put(plan, stopwatch.fastest(plan));
      }
    }
    return stop.getAsBoolean()
        ? Optional.empty()
        : Optional.of(new PlanTimings(ImmutableList.copyOf(plans), seconds.build()));
  }

  /**
   * Returns the plan whose fastest step is the fastest of those that take more than 3 % less time
   * than the default in every round; the default if there is none.
   */
  public ThreadPlan best() {
    return plans.stream()
        .filter(this::isFaster)
        .min(Comparator.comparingDouble(this::fastest))
        .orElse(plans.get(0));
  }

  private boolean isFaster(ThreadPlan plan) {
    ImmutableList<Double> byDefault = seconds.get(plans.get(0));
    ImmutableList<Double> by = seconds.get(plan);
    return IntStream.range(0, by.size())
        .allMatch(round -> by.get(round) < (1 - GAIN) * byDefault.get(round));
  }

  /** Returns the time of the fastest step by a plan, in seconds. */
  public double fastest(ThreadPlan plan) {
    return Collections.min(seconds.get(plan));
  }
}

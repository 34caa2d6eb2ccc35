package org.alexnet.graph.device;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;

/**
 * How CPUs of this process compute. The order of sums depends on the threads of an operation, so
 * that weights differ in their last bits between two plans.
 *
 * @param operations how many operations run at once, TensorFlow's {@code
 *     inter_op_parallelism_threads}
 * @param threadsEach threads that share the work of one operation, TensorFlow's {@code
 *     intra_op_parallelism_threads}; all operations on a device share them
 */
public record ThreadPlan(int operations, int threadsEach) {
  /** TensorFlow starts all of them, and no machine has more cores. */
  private static final int MOST = 4096;

  /** Checks the numbers. */
  public ThreadPlan {
    requireCount("operations", operations);
    requireCount("threadsEach", threadsEach);
  }

  private static void requireCount(String name, int count) {
    checkArgument(count >= 1 && count <= MOST, "%s must be 1 to %s, found %s", name, MOST, count);
  }

  /** Returns the plan as text: {@code 2 operations at once with 1 thread each} for example. */
  public String describe() {
    return count(operations, "operation")
        + " at once with "
        + count(threadsEach, "thread")
        + " each";
  }

  private static String count(int number, String what) {
    return number + " " + what + (number == 1 ? "" : "s");
  }

  /** Returns what holds where no plan is given: as many of both as cores, as TensorFlow has it. */
  public static ThreadPlan byDefault() {
    return byDefault(Runtime.getRuntime().availableProcessors());
  }

  /**
   * Returns the default on a machine.
   *
   * @param cores cores that this process may use
   */
  static ThreadPlan byDefault(int cores) {
    return new ThreadPlan(cores, cores);
  }

  /**
   * Returns the plans that are worth measuring, each once and the default first: it; an operation
   * of each tower at once, with an equal share of the cores; the same with all cores for all; and
   * one operation after the other with all cores.
   *
   * @param towers number of towers of all replicas
   * @param cores cores that this process may use
   */
  public static ImmutableList<ThreadPlan> candidates(int towers, int cores) {
    checkArgument(towers > 0, "towers must be positive, found %s", towers);
    return ImmutableSet.of(
            byDefault(cores),
            new ThreadPlan(Math.max(2, Math.min(towers, cores)), Math.max(1, cores / towers)),
            new ThreadPlan(Math.max(2, Math.min(towers, cores)), cores),
            new ThreadPlan(1, cores))
        .asList();
  }
}

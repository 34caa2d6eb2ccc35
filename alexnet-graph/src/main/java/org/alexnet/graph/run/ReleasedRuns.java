package org.alexnet.graph.run;

import static java.util.stream.Collectors.joining;

import com.google.common.collect.ImmutableList;

/**
 * The released runs, by name.
 *
 * <p>Networks, optimizers, courses and input rules are the authors'. Their input differed in one
 * thing that all runs share: see {@link #inputDifferences}.
 */
public final class ReleasedRuns {
  private static final ImmutableList<ReleasedRun> ALL =
      ImmutableList.<ReleasedRun>builder()
          .addAll(PlainRuns.all())
          .addAll(LowResolutionRuns.all())
          .addAll(PretrainedRuns.all())
          .addAll(CifarRuns.all())
          .build();

  private static final ImmutableList<String> INPUT_DIFFERENCES =
      ImmutableList.of(
          "The code takes batches in the order of its files; here the order is another in each"
              + " epoch.");

  private ReleasedRuns() {}

  /**
   * Returns in what the input of these runs, when trained here, differs from that of the authors'
   * code (convdata.py), in sentences.
   */
  public static ImmutableList<String> inputDifferences() {
    return INPUT_DIFFERENCES;
  }

  /** Returns all runs; one that takes parameters from another comes after it. */
  public static ImmutableList<ReleasedRun> all() {
    return ALL;
  }

  /**
   * Returns a run.
   *
   * @param name its name, {@code 147} for example
   * @throws IllegalArgumentException if there is none of this name
   */
  public static ReleasedRun named(String name) {
    return ALL.stream()
        .filter(run -> run.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "run must be one of ["
                        + ALL.stream().map(ReleasedRun::name).collect(joining(", "))
                        + "], found '"
                        + name
                        + "'"));
  }
}

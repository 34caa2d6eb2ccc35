package org.alexnet.graph.run;

import static java.util.stream.Collectors.joining;

import com.google.common.collect.ImmutableList;

/** The released runs, by name. */
public final class ReleasedRuns {
  private static final ImmutableList<ReleasedRun> ALL =
      ImmutableList.<ReleasedRun>builder()
          .addAll(PlainRuns.all())
          .addAll(LowResolutionRuns.all())
          .addAll(PretrainedRuns.all())
          .addAll(CifarRuns.all())
          .build();

  private ReleasedRuns() {}

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

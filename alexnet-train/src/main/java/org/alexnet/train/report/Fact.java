package org.alexnet.train.report;

import static com.google.common.collect.ImmutableList.toImmutableList;

import com.google.common.collect.ImmutableList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A row of a table in which runs stand beside each other.
 *
 * @param what what the row is about
 * @param values of each run
 * @param differs whether the runs differ in it
 */
record Fact(String what, ImmutableList<String> values, boolean differs) {

  /**
   * Returns the rows of a table.
   *
   * @param runs for each run its values, by what they are about
   */
  static ImmutableList<Fact> table(List<? extends Map<String, String>> runs) {
    Set<String> all = new LinkedHashSet<>();
    runs.forEach(facts -> all.addAll(facts.keySet()));
    return all.stream()
        .map(
            what ->
                of(
                    what,
                    runs.stream()
                        .map(facts -> facts.getOrDefault(what, Text.NONE))
                        .collect(toImmutableList())))
        .collect(toImmutableList());
  }

  private static Fact of(String what, ImmutableList<String> values) {
    return new Fact(what, values, Set.copyOf(values).size() > 1);
  }
}

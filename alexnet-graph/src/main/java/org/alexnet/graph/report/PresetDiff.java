package org.alexnet.graph.report;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.alexnet.graph.preset.Preset;

/**
 * Where two presets or runs differ, and in nothing else.
 *
 * @param left name of the one
 * @param right name of the other
 * @param rows what differs, in the order of the layers
 */
public record PresetDiff(String left, String right, ImmutableList<Row> rows) {
  /** What stands for something that is not there. */
  static final String NONE = "-";

  /**
   * One difference.
   *
   * @param what what differs
   * @param left of the one network; - where it has no such thing
   * @param right of the other
   */
  public record Row(String what, String left, String right) {}

  /** The differences of two presets. */
  public static PresetDiff of(Preset left, Preset right) {
    return of(Description.of(left), Description.of(right));
  }

  /** The differences of two presets or runs. */
  public static PresetDiff of(Description left, Description right) {
    return new PresetDiff(left.name(), right.name(), rows(facts(left), facts(right)));
  }

  private static ImmutableMap<String, String> facts(Description of) {
    return ImmutableMap.<String, String>builder()
        .putAll(of.layers())
        .putAll(of.training())
        .buildOrThrow();
  }

  static ImmutableList<Row> rows(Map<String, String> left, Map<String, String> right) {
    Set<String> all = new LinkedHashSet<>(left.keySet());
    all.addAll(right.keySet());
    return all.stream()
        .filter(what -> !Objects.equals(left.get(what), right.get(what)))
        .map(what -> new Row(what, left.getOrDefault(what, NONE), right.getOrDefault(what, NONE)))
        .collect(ImmutableList.toImmutableList());
  }

  /** The table as text, in columns. */
  @Override
  public String toString() {
    if (rows.isEmpty()) {
      return left + " and " + right + " differ in nothing";
    }
    int what = width(rows.stream().map(Row::what).toList(), "");
    int one = width(rows.stream().map(Row::left).toList(), left);
    String format = "%-" + what + "s  %-" + one + "s  %s";
    StringBuilder text = new StringBuilder(String.format(format, "", left, right));
    for (Row row : rows) {
      text.append('\n').append(String.format(format, row.what, row.left, row.right));
    }
    return text.toString();
  }

  private static int width(Iterable<String> cells, String title) {
    int width = Math.max(1, title.length());
    for (String cell : cells) {
      width = Math.max(width, cell.length());
    }
    return width;
  }
}

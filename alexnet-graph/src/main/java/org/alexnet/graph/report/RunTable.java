package org.alexnet.graph.report;

import static java.util.stream.Collectors.joining;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.Iterables;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.alexnet.common.Numbers;
import org.alexnet.graph.run.InitializedFrom;
import org.alexnet.graph.run.ReleasedRun;
import org.alexnet.graph.run.Result;
import org.alexnet.graph.spec.ParameterTable;

/**
 * Runs as a table, a line for each.
 *
 * @param runs the runs
 */
public record RunTable(ImmutableList<ReleasedRun> runs) {
  private static final ImmutableList<String> TITLES =
      ImmutableList.of("run", "what", "from", "trained on", "top-1 / top-5", "paper", "parameters");

  /** The table as text, in columns. */
  @Override
  public String toString() {
    List<List<String>> lines = new ArrayList<>();
    lines.add(TITLES);
    runs.forEach(run -> lines.add(cells(run)));
    String format =
        IntStream.range(0, TITLES.size())
            .mapToObj(column -> "%" + (column == 6 ? "" : "-") + width(lines, column) + "s")
            .collect(joining("  "));
    return lines.stream()
        .map(cells -> String.format(Locale.ROOT, format, cells.toArray()))
        .collect(joining("\n"));
  }

  private static int width(List<List<String>> lines, int column) {
    return lines.stream().mapToInt(cells -> cells.get(column).length()).max().orElseThrow();
  }

  private static ImmutableList<String> cells(ReleasedRun run) {
    Result result = Iterables.getFirst(run.results(), null);
    return ImmutableList.of(
        run.name(),
        run.what(),
        run.initializedFrom().map(InitializedFrom::run).orElse("random"),
        run.trainedOn(),
        result == null ? PresetDiff.NONE : errors(result),
        result == null ? PresetDiff.NONE : place(result),
        String.format(Locale.ROOT, "%,d", ParameterTable.of(run.spec()).total()));
  }

  private static String errors(Result result) {
    return result.top5Percent().isEmpty()
        ? Numbers.brief(result.top1Percent())
        : String.format(
            Locale.ROOT, "%.2f / %.2f", result.top1Percent(), result.top5Percent().getAsDouble());
  }

  /** Where in the paper, without what it says there. */
  private static String place(Result result) {
    return result
        .inPaper()
        .map(text -> text.replaceFirst("^section ", "").replaceFirst(":.*", ""))
        .orElse(PresetDiff.NONE);
  }
}

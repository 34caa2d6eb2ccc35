package org.alexnet.train.cli;

import java.util.List;
import java.util.Locale;
import org.alexnet.train.evaluation.Evaluation;
import org.alexnet.train.evaluation.Interval;

/** Evaluations one below the other. */
final class ErrorTable {
  private static final String ERROR = "  %-27s";
  private static final String CHANGE = "%8s";

  private final int nameWidth;
  private final boolean changes;

  /**
   * Creates a table.
   *
   * @param names those of the rows, and the heading of their column
   * @param changes whether rows tell what changed
   */
  ErrorTable(List<String> names, boolean changes) {
    this.nameWidth = names.stream().mapToInt(String::length).max().orElse(1);
    this.changes = changes;
  }

  String heading(String names) {
    return line(
        names,
        "top-1 error (95 % interval)",
        "change",
        "top-5 error (95 % interval)",
        "change",
        "log p");
  }

  String row(String name, Evaluation evaluation) {
    return row(name, evaluation, null);
  }

  /** Returns a row that tells what changed, in points, against another evaluation. */
  String row(String name, Evaluation evaluation, Evaluation before) {
    return line(
        name,
        error(evaluation.top1Error(), evaluation.top1Interval()),
        before == null ? "" : points(evaluation.top1Error() - before.top1Error()),
        error(evaluation.top5Error(), evaluation.top5Interval()),
        before == null ? "" : points(evaluation.top5Error() - before.top5Error()),
        String.format(Locale.ROOT, "%.3f", evaluation.logProbability()));
  }

  private String line(
      String name, String top1, String change1, String top5, String change5, String log) {
    String cell = changes ? ERROR + CHANGE : ERROR + "%.0s";
    return String.format(
            Locale.ROOT,
            "%-" + nameWidth + "s" + cell + cell + "  %6s",
            name,
            top1,
            change1,
            top5,
            change5,
            log)
        .stripTrailing();
  }

  private static String error(double error, Interval interval) {
    return String.format(Locale.ROOT, "%5.1f %% (%s)", 100 * error, interval);
  }

  private static String points(double change) {
    return String.format(Locale.ROOT, "%+.1f", 100 * change);
  }
}

package org.alexnet.train.experiment;

import static java.util.stream.Collectors.joining;

import com.google.common.collect.ImmutableList;
import com.google.common.html.HtmlEscapers;
import java.util.List;
import org.alexnet.train.proto.ExperimentResult;

/** The result of an experiment as a page of HTML that needs no other file. */
public final class ResultPage {
  private static final String STYLE =
      """
      body { font: 15px/1.5 sans-serif; max-width: 60em; margin: 2em auto; padding: 0 1em; }
      table { border-collapse: collapse; margin: 1em 0; }
      th, td { border-bottom: 1px solid #ccc; padding: .3em .8em; text-align: left; vertical-align: top; }
      svg { max-width: 100%; height: auto; }
      """;

  private ResultPage() {}

  /** Returns the page: what was compared, the curves, what was trained, and with what. */
  public static String html(ExperimentResult result) {
    return String.join(
        "\n",
        "<!DOCTYPE html>",
        "<html lang=\"en\"><head><meta charset=\"utf-8\">",
        "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">",
        "<title>" + text(result.getExperiment() + ", scale " + result.getScale()) + "</title>",
        "<style>\n" + STYLE + "</style></head><body>",
        "<h1>" + text(result.getExperiment() + ": " + result.getClaim()) + "</h1>",
        paragraph(
            "Paper, section "
                + result.getSection()
                + ". Scale "
                + result.getScale()
                + ", seeds "
                + result.getSeedsList().stream().map(String::valueOf).collect(joining(", "))
                + "."),
        table(ResultText.comparisonRows(result)),
        result.getComparisonsList().stream()
            .map(each -> paragraph(each.getName() + ": " + each.getCriterion() + "."))
            .collect(joining("\n")),
        CurvesFigure.svg(result),
        table(ResultText.armRows(result)),
        ResultText.provenance(result).lines().map(ResultPage::paragraph).collect(joining("\n")),
        "</body></html>\n");
  }

  private static String table(ImmutableList<List<String>> rows) {
    return rows.stream()
        .map(row -> row(row, row.equals(rows.get(0)) ? "th" : "td"))
        .collect(joining("\n", "<table>\n", "\n</table>"));
  }

  private static String row(List<String> cells, String tag) {
    return cells.stream()
        .map(cell -> "<" + tag + ">" + text(cell) + "</" + tag + ">")
        .collect(joining("", "<tr>", "</tr>"));
  }

  private static String paragraph(String words) {
    return "<p>" + text(words) + "</p>";
  }

  private static String text(String words) {
    return HtmlEscapers.htmlEscaper().escape(words);
  }
}

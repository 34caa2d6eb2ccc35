package org.alexnet.train.experiment;

import static java.util.stream.Collectors.joining;

import java.util.List;

/** A table in Markdown, that people read as it is, too. */
public final class MarkdownTable {
  private MarkdownTable() {}

  /**
   * Returns the table.
   *
   * @param rows the heading first, all of the same length
   */
  public static String of(List<List<String>> rows) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < rows.size(); i++) {
      text.append(
          rows.get(i).stream()
              .map(cell -> cell.replace("|", "\\|"))
              .collect(joining(" | ", "| ", " |\n")));
      if (i == 0) {
        text.append("|---".repeat(rows.get(0).size())).append("|\n");
      }
    }
    return text.toString();
  }
}

package org.alexnet.export.cli;

import com.google.common.html.HtmlEscapers;
import java.util.List;
import java.util.Locale;
import org.alexnet.common.DataUri;
import org.alexnet.data.StoredRecord;
import org.alexnet.export.Prediction;
import org.alexnet.export.index.Neighbor;

/** Figure 4 of the paper with anybody's pictures, as a page of HTML that needs no other file. */
final class NearestPage {
  private static final String STYLE =
      """
      body { font: 14px/1.4 sans-serif; margin: 2em; }
      td { vertical-align: top; padding: .5em; text-align: center; }
      td.query { border-right: 2px solid #999; }
      td.bars { text-align: left; width: 12em; border-right: 2px solid #999; }
      img { width: 112px; height: 112px; object-fit: contain; display: block; margin: 0 auto .2em; }
      .bar { background: #7fa8d0; padding: 0 .3em; white-space: nowrap; margin: 2px 0; }
      """;

  private NearestPage() {}

  /**
   * Returns the page: of each image the most probable classes and the nearest images.
   *
   * @param names of the classes of the nearest images
   */
  static String html(List<NearestRow> rows, List<String> names) {
    StringBuilder page = new StringBuilder();
    page.append("<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">\n")
        .append("<title>Nearest images</title>\n<style>\n")
        .append(STYLE)
        .append("</style></head><body>\n<h1>Nearest images in the last hidden layer</h1>\n")
        .append("<p>Left each image with the classes that it is taken for, right those of the data")
        .append(
            " set whose features are the nearest to its own, with their Euclidean distance.</p>")
        .append("\n<table>\n");
    for (NearestRow row : rows) {
      page.append("<tr><td class=\"query\">")
          .append(image(DataUri.of(row.bytes())))
          .append(text(row.file().getFileName().toString()))
          .append("</td><td class=\"bars\">");
      row.predictions().forEach(prediction -> page.append(bar(prediction)));
      page.append("</td>");
      for (Neighbor neighbor : row.nearest()) {
        StoredRecord found = row.found().get(neighbor.image());
        page.append("<td>")
            .append(image(found.dataUri()))
            .append(text(names.get(found.label())))
            .append("<br>" + NearestRow.distance(neighbor))
            .append("</td>");
      }
      page.append("</tr>\n");
    }
    return page.append("</table>\n</body></html>\n").toString();
  }

  private static String image(String uri) {
    return "<img src=\"" + uri + "\" alt=\"\">";
  }

  private static String bar(Prediction prediction) {
    return String.format(
        Locale.ROOT,
        "<div class=\"bar\" style=\"width:%.0f%%\">%s %.1f %%</div>",
        100 * prediction.probability(),
        text(prediction.name()),
        100 * prediction.probability());
  }

  private static String text(String words) {
    return HtmlEscapers.htmlEscaper().escape(words);
  }
}

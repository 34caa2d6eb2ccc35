package org.alexnet.graph.report;

import java.util.Locale;

/** A drawing of boxes, lines and words. Coordinates are pixels, y downwards. */
public final class Svg {
  private final StringBuilder body = new StringBuilder();

  /**
   * A box seen from the front left: the front face and, behind it, the top and the right side.
   *
   * @param depth how far the back face is right of the front face and above it
   */
  public void box(double x, double y, double width, double height, double depth, String color) {
    polygon(color, 0.55, x, y, x + width, y, x + width + depth, y - depth, x + depth, y - depth);
    polygon(
        color,
        0.75,
        x + width,
        y,
        x + width + depth,
        y - depth,
        x + width + depth,
        y - depth + height,
        x + width,
        y + height);
    polygon(color, 0.35, x, y, x + width, y, x + width, y + height, x, y + height);
  }

  private void polygon(String color, double opacity, double... points) {
    StringBuilder joined = new StringBuilder();
    for (int i = 0; i < points.length; i += 2) {
      joined.append(i == 0 ? "" : " ").append(number(points[i])).append(',');
      joined.append(number(points[i + 1]));
    }
    body.append(
        String.format(
            Locale.ROOT,
            "<polygon points=\"%s\" fill=\"%s\" fill-opacity=\"%s\" stroke=\"#333\""
                + " stroke-width=\"0.8\"/>%n",
            joined,
            color,
            number(opacity)));
  }

  /** A line. */
  public void line(double x1, double y1, double x2, double y2, String color, boolean dashed) {
    body.append(
        String.format(
            Locale.ROOT,
            "<line x1=\"%s\" y1=\"%s\" x2=\"%s\" y2=\"%s\" stroke=\"%s\" stroke-width=\"0.9\"%s/>%n",
            number(x1),
            number(y1),
            number(x2),
            number(y2),
            color,
            dashed ? " stroke-dasharray=\"4 3\"" : ""));
  }

  /** A filled rectangle without an edge. */
  public void bar(double x, double y, double width, double height, String color) {
    body.append(
        String.format(
            Locale.ROOT,
            "<rect x=\"%s\" y=\"%s\" width=\"%s\" height=\"%s\" fill=\"%s\"/>%n",
            number(x),
            number(y),
            number(width),
            number(height),
            color));
  }

  /**
   * A picture.
   *
   * @param uri its file as a data URI
   */
  public void image(double x, double y, double width, double height, String uri) {
    body.append(
        String.format(
            Locale.ROOT,
            "<image x=\"%s\" y=\"%s\" width=\"%s\" height=\"%s\" href=\"%s\"/>%n",
            number(x),
            number(y),
            number(width),
            number(height),
            uri));
  }

  /** Words around a point. */
  public void text(double x, double y, String words, boolean bold) {
    body.append(
        String.format(
            Locale.ROOT,
            "<text x=\"%s\" y=\"%s\" text-anchor=\"middle\"%s>%s</text>%n",
            number(x),
            number(y),
            bold ? " font-weight=\"bold\"" : "",
            words.replace("&", "&amp;").replace("<", "&lt;")));
  }

  /** The whole file. */
  public String document(double width, double height, String title) {
    return String.format(
        Locale.ROOT,
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%s\" height=\"%s\" viewBox=\"0 0 %s %s\""
            + " font-family=\"sans-serif\" font-size=\"11\">%n<title>%s</title>%n"
            + "<rect width=\"100%%\" height=\"100%%\" fill=\"white\"/>%n%s</svg>%n",
        number(width),
        number(height),
        number(width),
        number(height),
        title.replace("&", "&amp;").replace("<", "&lt;"),
        body);
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.1f", value).replaceFirst("\\.0$", "");
  }
}

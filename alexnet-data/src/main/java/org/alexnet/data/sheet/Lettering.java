package org.alexnet.data.sheet;

import java.awt.Color;
import java.awt.Font;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.util.Optional;

/** Text on a sheet, or none where there are no fonts, as in images of a bare JDK. */
final class Lettering {
  private static final String CUT = "...";

  private final Optional<Font> font;

  private Lettering(Optional<Font> font) {
    this.font = font;
  }

  /**
   * Returns text of a size, in pixels. Java2D looks for the system's fonts when text is measured
   * for the first time, and where there are none it fails with one error or another.
   */
  static Lettering of(int style, int size) {
    try {
      Font font = new Font(Font.SANS_SERIF, style, size);
      Graphics2D probe = new BufferedImage(1, 1, BufferedImage.TYPE_INT_RGB).createGraphics();
      try {
        probe.setFont(font);
        probe.getFontMetrics().stringWidth("x");
        probe.drawString("x", 0, 1);
      } finally {
        probe.dispose();
      }
      return new Lettering(Optional.of(font));
    } catch (RuntimeException | LinkageError | InternalError e) {
      return NONE;
    }
  }

  /** No text. */
  static final Lettering NONE = new Lettering(Optional.empty());

  boolean isThere() {
    return font.isPresent();
  }

  /** Returns the height of a line, in pixels; 0 without fonts. */
  int height() {
    return font.map(each -> each.getSize() + 8).orElse(0);
  }

  /**
   * Writes a line, cut off where it is too long.
   *
   * @param top of the line, in pixels
   * @param width the most that it may take, in pixels
   * @param centered whether it stands in the middle of that; otherwise at the left
   */
  void draw(
      Graphics2D onto, String text, int left, int top, int width, Color color, boolean centered) {
    if (font.isEmpty()) {
      return;
    }
    onto.setFont(font.get());
    onto.setColor(color);
    onto.setRenderingHint(
        RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
    FontMetrics metrics = onto.getFontMetrics();
    String shown = fitting(text, metrics, width);
    int indent = centered ? (width - metrics.stringWidth(shown)) / 2 : 0;
    onto.drawString(shown, left + indent, top + metrics.getAscent());
  }

  private static String fitting(String text, FontMetrics metrics, int width) {
    if (metrics.stringWidth(text) <= width) {
      return text;
    }
    int length = text.length();
    while (length > 0 && metrics.stringWidth(text.substring(0, length) + CUT) > width) {
      length = text.offsetByCodePoints(length, -1);
    }
    return text.substring(0, length) + CUT;
  }
}

package org.alexnet.train.report;

import com.google.common.collect.ImmutableList;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.util.Locale;

/**
 * Filters in the manner of the paper's figure 3: in rows of at most {@value #MOST_COLUMNS}, those
 * of a tower together and a wider gap between two towers. Each filter is scaled by its own largest
 * weight: mid-gray is 0, white and black are that weight and its negative; the three colors of a
 * filter have the same scale.
 */
final class FilterFigure {
  /** Paper, figure 3: 96 filters in six rows. */
  static final int MOST_COLUMNS = 16;

  private static final int GRAY = 128;
  private static final int COLORS = 3;

  /** Side of a weight, gap between filters and gap between towers, in pixels of the image. */
  private static final int PIXEL = 4;

  private static final int GAP = 4;
  private static final int TOWER_GAP = 16;

  private final FilterWeights filters;
  private final int columns;
  private final int side;

  private FilterFigure(FilterWeights filters) {
    this.filters = filters;
    this.columns =
        Math.min(
            MOST_COLUMNS,
            filters.towers().stream().mapToInt(ImmutableList::size).max().orElseThrow());
    this.side = filters.kernelSize() * PIXEL;
  }

  /** Draws filters. */
  static Picture draw(FilterWeights filters) {
    return Picture.png(new FilterFigure(filters).image(), what(filters));
  }

  /** Returns what there is to see, and by which scale. */
  static String caption(FilterWeights filters) {
    int towers = filters.towers().size();
    return what(filters)
        + (towers == 1 ? "" : ", those of each of the " + towers + " towers together, in order")
        + ". Each is scaled by its own largest weight: mid-gray is 0.";
  }

  private static String what(FilterWeights filters) {
    return String.format(
        Locale.ROOT,
        "The %d filters of %s, %dx%d pixels each",
        filters.count(),
        filters.layer(),
        filters.kernelSize(),
        filters.kernelSize());
  }

  private int rows(int tower) {
    return (filters.towers().get(tower).size() + columns - 1) / columns;
  }

  private int height(int tower) {
    return rows(tower) * (side + GAP) - GAP;
  }

  private BufferedImage image() {
    int height = -TOWER_GAP;
    for (int tower = 0; tower < filters.towers().size(); tower++) {
      height += height(tower) + TOWER_GAP;
    }
    BufferedImage image =
        new BufferedImage(
            columns * (side + GAP) - GAP, height, BufferedImage.TYPE_INT_ARGB); // gaps: the page's
    Graphics2D pen = image.createGraphics();
    int top = 0;
    for (int tower = 0; tower < filters.towers().size(); tower++) {
      ImmutableList<float[]> own = filters.towers().get(tower);
      for (int i = 0; i < own.size(); i++) {
        draw(pen, own.get(i), (i % columns) * (side + GAP), top + (i / columns) * (side + GAP));
      }
      top += height(tower) + TOWER_GAP;
    }
    pen.dispose();
    return image;
  }

  private void draw(Graphics2D pen, float[] weights, int left, int top) {
    float largest = 0;
    for (float weight : weights) {
      largest = Math.max(largest, Math.abs(weight));
    }
    for (int i = 0; i < weights.length / COLORS; i++) {
      pen.setColor(
          new Color(
              level(weights[COLORS * i], largest),
              level(weights[COLORS * i + 1], largest),
              level(weights[COLORS * i + 2], largest)));
      pen.fillRect(
          left + i % filters.kernelSize() * PIXEL,
          top + i / filters.kernelSize() * PIXEL,
          PIXEL,
          PIXEL);
    }
  }

  /** Returns the gray level of a weight, 1 to 255. */
  static int level(float weight, float largest) {
    return largest == 0 ? GRAY : GRAY + Math.round(127 * weight / largest);
  }
}

package org.alexnet.data.sheet;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.Lists;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;

/** Tiles in rows under titles, black on white. */
final class Sheet {
  /** Side of a tile, in pixels. */
  static final int TILE = 144;

  private static final int GAP = 12;
  private static final int FRAME = 3;
  private static final Color INK = new Color(0x22, 0x22, 0x22);

  /** Beside the edges of pictures, so that white ones have some. */
  private static final Color EDGE = new Color(0xcc, 0xcc, 0xcc);

  private static final Color QUIET = new Color(0x55, 0x55, 0x55);

  private final int columns;
  private final Lettering titles;
  private final Lettering captions;
  private final List<Part> parts = new ArrayList<>();

  private record Part(String title, ImmutableList<Tile> tiles) {
    boolean isCaptioned() {
      return tiles.stream().anyMatch(tile -> !tile.caption().isEmpty());
    }
  }

  /**
   * Creates a sheet.
   *
   * @param columns tiles beside each other
   */
  Sheet(int columns) {
    this(columns, Lettering.of(Font.BOLD, 15), Lettering.of(Font.PLAIN, 12));
  }

  Sheet(int columns, Lettering titles, Lettering captions) {
    this.columns = columns;
    this.titles = titles;
    this.captions = captions;
  }

  /** Adds tiles under a title; those that do not fit beside each other go into further rows. */
  Sheet add(String title, List<Tile> tiles) {
    parts.add(new Part(title, ImmutableList.copyOf(tiles)));
    return this;
  }

  /** Draws it. */
  BufferedImage draw() {
    int width = columns * (TILE + GAP) + GAP;
    int height = GAP + parts.stream().mapToInt(this::height).sum();
    BufferedImage sheet = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    Graphics2D paint = sheet.createGraphics();
    try {
      paint.setColor(Color.WHITE);
      paint.fillRect(0, 0, width, height);
      int top = GAP;
      for (Part part : parts) {
        titles.draw(paint, part.title, GAP, top, width - 2 * GAP, INK, false);
        int row = top + titleHeight(part);
        for (List<Tile> tiles : Lists.partition(part.tiles, columns)) {
          for (int i = 0; i < tiles.size(); i++) {
            draw(paint, tiles.get(i), GAP + i * (TILE + GAP), row);
          }
          row += rowHeight(part);
        }
        top += height(part);
      }
    } finally {
      paint.dispose();
    }
    return sheet;
  }

  private int height(Part part) {
    int rows = (part.tiles.size() + columns - 1) / columns;
    return titleHeight(part) + rows * rowHeight(part) + GAP / 2;
  }

  private int titleHeight(Part part) {
    return part.title.isEmpty() ? 0 : titles.height();
  }

  private int rowHeight(Part part) {
    return TILE + GAP + (part.isCaptioned() ? captions.height() : 0);
  }

  private void draw(Graphics2D paint, Tile tile, int left, int top) {
    BufferedImage image = Pixels.fitting(tile.image(), TILE);
    int x = left + (TILE - image.getWidth()) / 2;
    int y = top + (TILE - image.getHeight()) / 2;
    paint.drawImage(image, x, y, null);
    if (tile.frame().isPresent()) {
      paint.setColor(tile.frame().get());
      paint.setStroke(new BasicStroke(FRAME));
      paint.drawRect(x - 2, y - 2, image.getWidth() + FRAME, image.getHeight() + FRAME);
    } else {
      paint.setColor(EDGE);
      paint.setStroke(new BasicStroke(1));
      paint.drawRect(x - 1, y - 1, image.getWidth() + 1, image.getHeight() + 1);
    }
    captions.draw(paint, tile.caption(), left, top + TILE + 4, TILE, QUIET, true);
  }
}

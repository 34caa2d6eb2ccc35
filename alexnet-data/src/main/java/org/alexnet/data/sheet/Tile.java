package org.alexnet.data.sheet;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.util.Optional;

/**
 * A picture on a sheet.
 *
 * @param image the picture, of any size
 * @param caption what stands below; empty for nothing
 * @param frame the color of the line around it
 */
record Tile(BufferedImage image, String caption, Optional<Color> frame) {

  /** Creates a tile without a frame. */
  Tile(BufferedImage image, String caption) {
    this(image, caption, Optional.empty());
  }
}

package org.alexnet.graph.report;

import static com.google.common.base.Preconditions.checkArgument;
import static com.google.common.collect.ImmutableList.toImmutableList;

import com.google.common.collect.ImmutableList;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.util.List;
import org.alexnet.graph.spec.AlexNetSpec;
import org.alexnet.graph.spec.Conv;
import org.alexnet.graph.spec.FeatureMap;
import org.alexnet.graph.spec.ParameterTable;
import org.alexnet.graph.spec.ParameterTable.Kind;
import org.alexnet.graph.spec.ParameterTable.Parameter;
import org.tensorflow.ndarray.Shape;

/**
 * The filters of a network's first layer as a picture, as figure 3 of the paper shows them: {@value
 * #MOST_COLUMNS} in a row, black lines of one pixel between them, each tower's in rows of their
 * own.
 *
 * <p>All filters of the picture, whatever their tower and color, have one scale, from the lowest of
 * their weights, 0, to the highest, 255 (shownet.py of the code behind the paper).
 */
public final class FilterGrid {
  /** Paper, figure 3: 96 filters in six rows. */
  private static final int MOST_COLUMNS = 16;

  private static final int COLORS = FeatureMap.IMAGE_CHANNELS;
  private static final int LINE = 1;

  private final int rows;
  private final int columns;
  private final int height;
  private final int width;
  private final byte[] pixels;

  private FilterGrid(int rows, int columns, List<float[]> towers) {
    this.rows = rows;
    this.columns = columns;
    int across = 0;
    int down = 0;
    for (float[] tower : towers) {
      across = Math.max(across, Math.min(count(tower), MOST_COLUMNS));
      down += rowsOf(tower);
    }
    height = down * (rows + LINE) + LINE;
    width = across * (columns + LINE) + LINE;
    pixels = new byte[height * width * COLORS];
    draw(towers);
  }

  /**
   * Returns the parameters whose values are drawn: the weights of the first layer, which reads the
   * image, one of each tower.
   *
   * @return nothing if the layer is no convolution: then it has no filters that can be seen
   */
  public static ImmutableList<Parameter> parameters(AlexNetSpec spec) {
    if (!(spec.layers().get(0) instanceof Conv first)) {
      return ImmutableList.of();
    }
    return ParameterTable.of(spec).parameters().stream()
        .filter(each -> each.layer().equals(first.name()) && each.kind() == Kind.WEIGHTS)
        .collect(toImmutableList());
  }

  /**
   * Returns the picture of the values that parameters have.
   *
   * @param parameters those of {@link #parameters}, at least one
   * @param values of each parameter, its last axis running fastest
   */
  public static FilterGrid of(List<Parameter> parameters, List<float[]> values) {
    checkArgument(!parameters.isEmpty(), "parameters must not be empty");
    for (int i = 0; i < parameters.size(); i++) {
      Parameter each = parameters.get(i);
      checkArgument(
          values.get(i).length == each.shape().size(),
          "%s has %s weights, found %s",
          each.name(),
          each.shape().size(),
          values.get(i).length);
    }
    Shape shape = parameters.get(0).shape();
    return of((int) shape.get(0), (int) shape.get(1), values);
  }

  /**
   * Returns the picture of filters.
   *
   * @param rows rows of a filter
   * @param columns columns of a filter
   * @param towers float {@code [rows, columns, 3, filters]} of each tower
   */
  static FilterGrid of(int rows, int columns, List<float[]> towers) {
    return new FilterGrid(rows, columns, towers);
  }

  private int count(float[] tower) {
    return tower.length / (rows * columns * COLORS);
  }

  private int rowsOf(float[] tower) {
    return (count(tower) + MOST_COLUMNS - 1) / MOST_COLUMNS;
  }

  private void draw(List<float[]> towers) {
    float low = Float.MAX_VALUE;
    float high = -Float.MAX_VALUE;
    for (float[] tower : towers) {
      for (float weight : tower) {
        low = Math.min(low, weight);
        high = Math.max(high, weight);
      }
    }
    int top = LINE;
    for (float[] tower : towers) {
      int filters = count(tower);
      for (int i = 0; i < tower.length; i++) {
        int filter = i % filters;
        int color = i / filters % COLORS;
        int y = top + filter / MOST_COLUMNS * (rows + LINE) + i / filters / COLORS / columns;
        int x = LINE + filter % MOST_COLUMNS * (columns + LINE) + i / filters / COLORS % columns;
        float share = high > low ? (tower[i] - low) / (high - low) : 0;
        pixels[(y * width + x) * COLORS + color] = (byte) Math.round(255 * share);
      }
      top += rowsOf(tower) * (rows + LINE);
    }
  }

  /** Returns the number of rows of pixels. */
  public int height() {
    return height;
  }

  /** Returns the number of columns of pixels. */
  public int width() {
    return width;
  }

  /** Returns a copy of the pixels: RGB, row by row. */
  public byte[] pixels() {
    return pixels.clone();
  }

  /**
   * Returns the picture to encode or to show.
   *
   * @param enlarged pixels for each of the picture, across and down; at least 1
   */
  public BufferedImage image(int enlarged) {
    BufferedImage image =
        new BufferedImage(enlarged * width, enlarged * height, BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < image.getHeight(); y++) {
      for (int x = 0; x < image.getWidth(); x++) {
        int at = COLORS * (y / enlarged * width + x / enlarged);
        image.setRGB(
            x,
            y,
            new Color(pixels[at] & 0xff, pixels[at + 1] & 0xff, pixels[at + 2] & 0xff).getRGB());
      }
    }
    return image;
  }
}

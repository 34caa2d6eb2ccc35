package org.alexnet.train.watch;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.alexnet.graph.spec.AlexNetSpec;
import org.alexnet.graph.spec.ParameterTable;
import org.alexnet.graph.spec.ParameterTable.Kind;
import org.alexnet.graph.spec.ParameterTable.Parameter;
import org.alexnet.train.Inspection;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.types.TUint8;

/**
 * The filters of the first layer as a picture, as figure 3 of the paper shows them: sixteen in a
 * row, black lines of one pixel between them, all on one scale from the lowest value to the highest
 * (shownet.py of the code behind the paper). Those of tower 0 come first.
 */
final class FilterGrid {
  private static final int IN_A_ROW = 16;
  private static final int COLORS = 3;

  private final int height;
  private final int width;
  private final byte[] pixels;

  private FilterGrid(int height, int width, byte[] pixels) {
    this.height = height;
    this.width = width;
    this.pixels = pixels;
  }

  /**
   * Returns the parameters that hold filters of colors: the weights of the first layer, one of each
   * tower; none if it is no convolution of the image.
   */
  static List<Parameter> parameters(AlexNetSpec spec) {
    List<Parameter> all = ParameterTable.of(spec).parameters();
    return all.stream()
        .filter(parameter -> parameter.layer().equals(all.get(0).layer()))
        .filter(parameter -> parameter.kind() == Kind.WEIGHTS)
        .filter(parameter -> parameter.shape().numDimensions() == 4)
        .filter(parameter -> parameter.shape().get(2) == COLORS)
        .toList();
  }

  /** Returns the picture of what parameters hold now. */
  static FilterGrid of(List<Parameter> parameters, Inspection inspection) throws IOException {
    List<float[]> values = new ArrayList<>();
    for (Parameter parameter : parameters) {
      values.add(inspection.values(parameter));
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
    int count = towers.stream().mapToInt(tower -> tower.length / (rows * columns * COLORS)).sum();
    int across = Math.min(count, IN_A_ROW);
    int height = (count + IN_A_ROW - 1) / IN_A_ROW * (rows + 1) + 1;
    int width = across * (columns + 1) + 1;
    float low = Float.MAX_VALUE;
    float high = -Float.MAX_VALUE;
    for (float[] tower : towers) {
      for (float value : tower) {
        low = Math.min(low, value);
        high = Math.max(high, value);
      }
    }
    byte[] pixels = new byte[height * width * COLORS];
    int first = 0;
    for (float[] tower : towers) {
      int filters = tower.length / (rows * columns * COLORS);
      for (int i = 0; i < tower.length; i++) {
        int filter = first + i % filters;
        int color = i / filters % COLORS;
        int column = i / filters / COLORS % columns;
        int row = i / filters / COLORS / columns;
        int y = filter / IN_A_ROW * (rows + 1) + 1 + row;
        int x = filter % IN_A_ROW * (columns + 1) + 1 + column;
        float share = high > low ? (tower[i] - low) / (high - low) : 0;
        pixels[(y * width + x) * COLORS + color] = (byte) Math.round(255 * share);
      }
      first += filters;
    }
    return new FilterGrid(height, width, pixels);
  }

  /** Returns the number of rows of pixels. */
  int height() {
    return height;
  }

  /** Returns the number of columns of pixels. */
  int width() {
    return width;
  }

  /** Returns a copy of the pixels: RGB, row by row. */
  byte[] pixels() {
    return pixels.clone();
  }

  /** Returns the picture as a batch of one: uint8 {@code [1, height, width, 3]}. */
  TUint8 tensor() {
    return TUint8.tensorOf(Shape.of(1, height, width, COLORS), DataBuffers.of(pixels));
  }
}

package org.alexnet.train.report;

import com.google.common.collect.ImmutableList;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.alexnet.graph.report.FilterGrid;
import org.alexnet.graph.spec.ParameterTable.Parameter;
import org.alexnet.train.Checkpoint;
import org.alexnet.train.CheckpointValues;

/**
 * The filters of the first layer on the page.
 *
 * @param picture the filters, as {@link FilterGrid} draws them
 * @param caption what there is to see, and by which scale
 */
record FilterFigure(Picture picture, String caption) {
  /** A figure of sixteen columns is about as wide as the page. */
  private static final int WIDTH = 800;

  private static final int LARGEST_WEIGHT = 8;

  /**
   * Returns the figure of a checkpoint.
   *
   * @return nothing if the first layer has no filters that are shared over the image
   * @throws IOException if they cannot be read or are damaged
   */
  static Optional<FilterFigure> of(Checkpoint checkpoint) throws IOException {
    ImmutableList<Parameter> weights = FilterGrid.parameters(checkpoint.spec());
    return weights.isEmpty()
        ? Optional.empty()
        : Optional.of(of(weights, CheckpointValues.read(checkpoint, weights)));
  }

  /**
   * Returns the figure of filters.
   *
   * @param weights those of each tower, at least one
   * @param values their values, the last axis running fastest
   */
  static FilterFigure of(List<Parameter> weights, List<float[]> values) {
    Parameter first = weights.get(0);
    String what =
        String.format(
            Locale.ROOT,
            "The %d filters of %s, %dx%d pixels each",
            weights.stream().mapToLong(each -> each.shape().get(3)).sum(),
            first.layer(),
            first.shape().get(0),
            first.shape().get(1));
    String towers =
        weights.size() == 1
            ? ""
            : ", those of each of the " + weights.size() + " towers in rows of their own, in order";
    return new FilterFigure(
        picture(FilterGrid.of(weights, values), what),
        what + towers + ". All have one scale: black is the lowest weight, white the highest.");
  }

  private static Picture picture(FilterGrid grid, String what) {
    int weight = Math.max(1, Math.min(LARGEST_WEIGHT, WIDTH / grid.width()));
    return Picture.png(grid.image(1), what).enlarged(weight);
  }
}

package org.alexnet.graph.internal;

import java.util.List;
import java.util.Optional;
import org.alexnet.graph.spec.Layer.LocalResponseNorm;
import org.tensorflow.Operand;
import org.tensorflow.types.TFloat32;

/**
 * Sums over the same pixel of neighboring maps, of the same tower or of all: a 1x1 convolution with
 * a band of weights around the diagonal.
 */
final class NeighboringMaps implements Neighbors {
  private static final List<Long> EVERY_PIXEL = List.of(1L, 1L, 1L, 1L);

  private final LocalResponseNorm norm;
  private final int channels;
  private final Optional<Link> link;
  private List<Operand<TFloat32>> bands = List.of();

  /**
   * @param channels number of maps in one tower
   * @param link between the towers, if the maps of all are neighbors
   */
  NeighboringMaps(LocalResponseNorm norm, int channels, Optional<Link> link) {
    this.norm = norm;
    this.channels = channels;
    this.link = link;
  }

  @Override
  public List<Operand<TFloat32>> ofActivity(Towers towers, List<Operand<TFloat32>> values) {
    bands =
        towers.map(
            tower ->
                link.isPresent()
                    ? towers.get(tower).constant(band(values.size() * channels, tower * channels))
                    : towers.get(tower).constant(band(channels, 0)));
    return sums(towers, link.map(l -> l.gather(values)).orElse(values));
  }

  @Override
  public List<Operand<TFloat32>> ofGradients(Towers towers, List<Operand<TFloat32>> values) {
    return sums(towers, link.map(l -> l.gatherGradients(values)).orElse(values));
  }

  private List<Operand<TFloat32>> sums(Towers towers, List<Operand<TFloat32>> values) {
    return towers.map(
        tower ->
            towers.get(tower).nn.conv2d(values.get(tower), bands.get(tower), EVERY_PIXEL, "VALID"));
  }

  /** Weights from the maps that are read to those from {@code first} on. */
  private float[][][][] band(int read, int first) {
    float[][] band = new float[read][channels];
    int radius = norm.neighbors() / 2;
    for (int map = 0; map < channels; map++) {
      int center = first + map;
      for (int near = Math.max(0, center - radius);
          near <= Math.min(read - 1, center + radius);
          near++) {
        band[near][map] = (float) norm.alpha();
      }
    }
    return new float[][][][] {{band}};
  }
}

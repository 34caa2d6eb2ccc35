package org.alexnet.graph.reference;

import java.util.Arrays;
import java.util.Map;
import org.alexnet.graph.Layer.Dropout;

/** What each activation of a dropout layer is multiplied by. */
public interface Dropping {

  /**
   * The factors of one tower, as many as it has activations.
   *
   * @param layer the layer
   * @param tower index of the tower
   * @param count number of activations of the batch
   */
  double[] factors(Dropout layer, int tower, int count);

  /** At test: everything is kept and multiplied by one minus the rate. */
  static Dropping atTest() {
    return (layer, tower, count) -> {
      double[] factors = new double[count];
      Arrays.fill(factors, 1 - layer.rate());
      return factors;
    };
  }

  /**
   * In training: 1 where an activation is kept and 0 where it is dropped.
   *
   * @param masks by {@code layer/towerN}
   */
  static Dropping with(Map<String, double[]> masks) {
    return (layer, tower, count) -> {
      double[] mask = masks.get(layer.name() + "/tower" + tower);
      if (mask == null || mask.length != count) {
        throw new IllegalArgumentException("no mask for " + layer.name() + "/tower" + tower);
      }
      return mask;
    };
  }
}

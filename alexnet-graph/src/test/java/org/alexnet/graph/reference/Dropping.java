package org.alexnet.graph.reference;

import java.util.Arrays;
import java.util.Map;
import org.alexnet.graph.spec.Dropout;
import org.alexnet.graph.spec.Dropout.Scaling;

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

  /**
   * At test everything is kept; it is multiplied by one minus the rate where the layer is not
   * scaled in training.
   */
  static Dropping atTest() {
    return (layer, tower, count) -> {
      double[] factors = new double[count];
      Arrays.fill(factors, layer.scaling() == Scaling.AT_TEST ? 1 - layer.rate() : 1);
      return factors;
    };
  }

  /**
   * In training: 0 where an activation is dropped, and where it is kept 1 or, if the layer is
   * scaled in training, {@code 1 / (1 - rate)}.
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

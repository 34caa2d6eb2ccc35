package org.alexnet.graph.reference;

import java.util.LinkedHashMap;
import java.util.Map;
import org.alexnet.graph.optimizer.Biases;
import org.alexnet.graph.optimizer.SgdMomentum;

/**
 * The update of the paper, section 5, in float64: v = m v - decay rate w - rate g, then w = w + v,
 * with the rate and the decay that the rule has for each parameter.
 */
public final class ReferenceSgd {

  private final SgdMomentum rule;
  private final Map<String, double[]> weights = new LinkedHashMap<>();
  private final Map<String, double[]> velocities = new LinkedHashMap<>();

  /**
   * Starts with velocity zero.
   *
   * @param rule how parameters learn
   * @param weights the first values by names like {@code conv1/tower0/weights}; copied
   */
  public ReferenceSgd(SgdMomentum rule, Map<String, double[]> weights) {
    this.rule = rule;
    weights.forEach(
        (name, values) -> {
          this.weights.put(name, values.clone());
          velocities.put(name, new double[values.length]);
        });
  }

  /**
   * One step.
   *
   * @param rate the learning rate of weights
   * @param gradients by name
   */
  public void step(double rate, Map<String, double[]> gradients) {
    weights.forEach(
        (name, w) -> {
          double[] v = velocities.get(name);
          double[] g = gradients.get(name);
          double own = rateOf(name, rate);
          double decay = decayOf(name);
          for (int at = 0; at < w.length; at++) {
            v[at] = rule.momentum() * v[at] - decay * own * w[at] - own * g[at];
            w[at] += v[at];
          }
        });
  }

  private double rateOf(String name, double rate) {
    double factor = rule.multipliersOf(layerOf(name)).learningRate();
    if (!isBias(name)) {
      return factor * rate;
    }
    if (rule.biases() instanceof Biases.Fixed fixed) {
      return factor * fixed.learningRate();
    }
    return factor * ((Biases.Scaled) rule.biases()).multiplier() * rate;
  }

  private double decayOf(String name) {
    if (isBias(name) && !rule.biases().decay()) {
      return 0;
    }
    return rule.multipliersOf(layerOf(name)).decay() * rule.weightDecay();
  }

  private static boolean isBias(String name) {
    return name.endsWith("/biases");
  }

  private static String layerOf(String name) {
    return name.contains("/") ? name.substring(0, name.indexOf('/')) : name;
  }

  /** The values by name; not copies. */
  public Map<String, double[]> weights() {
    return weights;
  }

  /** The velocities by name; not copies. */
  public Map<String, double[]> velocities() {
    return velocities;
  }
}

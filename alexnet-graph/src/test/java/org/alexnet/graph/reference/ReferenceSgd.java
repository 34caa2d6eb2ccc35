package org.alexnet.graph.reference;

import java.util.LinkedHashMap;
import java.util.Map;
import org.alexnet.graph.UpdateRule;

/**
 * The update of the paper, section 5, in float64: v = m v - decay rate w - rate g, then w = w + v.
 */
public final class ReferenceSgd {

  private final UpdateRule rule;
  private final Map<String, double[]> weights = new LinkedHashMap<>();
  private final Map<String, double[]> velocities = new LinkedHashMap<>();

  /**
   * Starts with velocity zero.
   *
   * @param rule momentum and weight decay
   * @param weights the first values by name; copied
   */
  public ReferenceSgd(UpdateRule rule, Map<String, double[]> weights) {
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
   * @param rate the learning rate
   * @param gradients by name
   */
  public void step(double rate, Map<String, double[]> gradients) {
    weights.forEach(
        (name, w) -> {
          double[] v = velocities.get(name);
          double[] g = gradients.get(name);
          for (int at = 0; at < w.length; at++) {
            v[at] = rule.momentum() * v[at] - rule.weightDecay() * rate * w[at] - rate * g[at];
            w[at] += v[at];
          }
        });
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

package org.alexnet.graph.reference;

import java.util.Map;
import java.util.TreeMap;

/** The paper's update in float64: v = m v - decay rate w - rate g; w = w + v. */
public final class ReferenceSgd {
  private final double momentum;
  private final double weightDecay;
  private final Map<String, double[]> weights = new TreeMap<>();
  private final Map<String, double[]> velocities = new TreeMap<>();

  public ReferenceSgd(double momentum, double weightDecay, Map<String, double[]> first) {
    this.momentum = momentum;
    this.weightDecay = weightDecay;
    first.forEach((name, values) -> weights.put(name, values.clone()));
    first.forEach((name, values) -> velocities.put(name, new double[values.length]));
  }

  public void update(double rate, Map<String, double[]> gradients) {
    gradients.forEach(
        (name, gradient) -> {
          double[] w = weights.get(name);
          double[] v = velocities.get(name);
          for (int i = 0; i < w.length; i++) {
            v[i] = momentum * v[i] - weightDecay * rate * w[i] - rate * gradient[i];
            w[i] += v[i];
          }
        });
  }

  public Map<String, double[]> weights() {
    return weights;
  }
}

package org.alexnet.graph.spec;

/**
 * Local response normalization within each channel: b = a / (k + alpha * sum of a^2)^beta, where
 * the sum runs over the {@code kernelSize x kernelSize} window of the same channel centered on the
 * pixel, cut off at the edges. Source: the layer "rnorm" of the code that made the paper's numbers.
 *
 * @param name the layer's name
 * @param kernelSize side of the window, odd
 * @param k what is added to the sum
 * @param alpha weight of each squared neighbor; not divided by the size of the window
 * @param beta the exponent
 */
public record WithinChannelLrn(String name, int kernelSize, double k, double alpha, double beta)
    implements Normalization {

  /** Checks the values. */
  public WithinChannelLrn {
    Checks.requireName(name);
    Checks.requireOdd("kernelSize of " + name, kernelSize);
    Normalization.requireConstants(name, k, alpha, beta);
  }

  @Override
  public String description() {
    String window = kernelSize + "x" + kernelSize;
    return "within-channel LRN " + window + ", " + Normalization.constants(k, alpha, beta);
  }

  @Override
  public boolean isCrossTower() {
    return false;
  }
}

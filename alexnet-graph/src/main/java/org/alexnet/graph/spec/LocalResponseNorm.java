package org.alexnet.graph.spec;

import static java.util.Objects.requireNonNull;

/**
 * Local response normalization over neighboring channels: b_i = a_i / (k + alpha * sum of
 * a_j^2)^beta, where j runs over the {@code n} channels centered on i, cut off at the first and the
 * last channel. Source: paper, section 3.3.
 *
 * @param name the layer's name
 * @param n number of neighbors of a channel, itself among them, odd
 * @param k what is added to the sum
 * @param alpha weight of each squared neighbor; not divided by n
 * @param beta the exponent
 * @param connectivity whether the neighbors of a channel are those of its own tower or of all
 *     towers in order
 */
public record LocalResponseNorm(
    String name, int n, double k, double alpha, double beta, Connectivity connectivity)
    implements Normalization, ChannelMixing {

  /** Checks the values. */
  public LocalResponseNorm {
    Checks.requireName(name);
    requireNonNull(connectivity, "connectivity");
    Checks.requireOdd("n of " + name, n);
    Normalization.requireConstants(name, k, alpha, beta);
  }

  /** Creates a normalization over the channels of the same tower. */
  public LocalResponseNorm(String name, int n, double k, double alpha, double beta) {
    this(name, n, k, alpha, beta, Connectivity.GROUPED);
  }

  @Override
  public String description() {
    return "LRN n=" + n + ", " + Normalization.constants(k, alpha, beta);
  }

  @Override
  public LocalResponseNorm withConnectivity(Connectivity connectivity) {
    return new LocalResponseNorm(name, n, k, alpha, beta, connectivity);
  }
}

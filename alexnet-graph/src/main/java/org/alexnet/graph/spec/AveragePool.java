package org.alexnet.graph.spec;

/**
 * Pooling by the mean of a window. Source: the CIFAR-10 networks of the code that made the paper's
 * numbers.
 *
 * @param name the layer's name
 * @param kernelSize side of the window
 * @param stride distance between windows
 * @param ceilMode whether the last window may hang over the far edge; its mean is that of the
 *     pixels within the feature map
 */
public record AveragePool(String name, int kernelSize, int stride, boolean ceilMode)
    implements Pool {

  /** Checks the values. */
  public AveragePool {
    Pool.requireWindow(name, kernelSize, stride, ceilMode);
  }

  @Override
  public String operation() {
    return "average-pool";
  }

  @Override
  public AveragePool withKernelSize(int kernelSize) {
    return new AveragePool(name, kernelSize, stride, ceilMode);
  }
}

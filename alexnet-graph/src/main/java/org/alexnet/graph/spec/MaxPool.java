package org.alexnet.graph.spec;

import com.google.common.math.LongMath;
import java.math.RoundingMode;

/**
 * Max-pooling; windows overlap where {@code stride < kernelSize}. Source: paper, section 3.4.
 *
 * @param name the layer's name
 * @param kernelSize side of the window, z of the paper
 * @param stride distance between windows, s of the paper
 * @param ceilMode whether the last window may hang over the far edge, so that no pixel is left out;
 *     what lies outside the feature map does not count
 */
public record MaxPool(String name, int kernelSize, int stride, boolean ceilMode) implements Pool {

  /** Checks the values. */
  public MaxPool {
    Pool.requireWindow(name, kernelSize, stride, ceilMode);
  }

  /** Creates max-pooling whose windows lie within the feature map. */
  public MaxPool(String name, int kernelSize, int stride) {
    this(name, kernelSize, stride, false);
  }

  @Override
  public String operation() {
    return "max-pool";
  }

  @Override
  public boolean readsInputBack(FeatureMap input) {
    return padding(input.height()).isNone();
  }

  @Override
  public boolean readsOutputBack() {
    return true;
  }

  /**
   * Where in its window each maximum was, a byte that oneDNN keeps; and in ceil mode the input with
   * what hangs over the edge.
   */
  @Override
  public long keptBesideCount(FeatureMap read, FeatureMap output) {
    return passingCount(read, output)
        + LongMath.divide(output.size(), Float.BYTES, RoundingMode.CEILING);
  }

  /** In ceil mode the input with what hangs over the edge, or its gradient. */
  @Override
  public long passingCount(FeatureMap input, FeatureMap output) {
    return readsInputBack(input) ? 0 : padding(input.height()).around(input).size();
  }

  @Override
  public MaxPool withKernelSize(int kernelSize) {
    return new MaxPool(name, kernelSize, stride, ceilMode);
  }
}

package org.alexnet.graph.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import org.alexnet.graph.device.Device;
import org.alexnet.graph.spec.Precision;
import org.junit.jupiter.api.Test;

class MatrixProductTest {

  /** A benchmark that is stopped has some seconds; the largest product takes as long. */
  @Test
  void inAHurryTheSmallestIsEnough() throws Exception {
    MatrixProduct product = MatrixProduct.measure(Device.cpu(0), Precision.FLOAT32, () -> true);

    assertThat(product.describe()).isEqualTo("a product of 512x512");
    assertThat(product.gigaflops()).isPositive();
  }
}

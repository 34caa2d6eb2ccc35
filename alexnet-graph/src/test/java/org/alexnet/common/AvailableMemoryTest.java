package org.alexnet.common;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class AvailableMemoryTest {

  @Test
  void whatTheKernelEstimatesIsRead() {
    String memory =
        "MemTotal:       24587776 kB\nMemFree:        17300480 kB\nMemAvailable:   23068672 kB\n";

    assertThat(AvailableMemory.parse(memory)).hasValue(22L << 30);
    assertThat(AvailableMemory.parse("MemTotal: 24587776 kB\n")).isEmpty();
  }
}

package org.alexnet.common.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PlainTest {
  @Test
  void countsAgreeWithTheirNouns() {
    assertThat(Plain.count(0, "image")).isEqualTo("0 images");
    assertThat(Plain.count(1, "image")).isEqualTo("1 image");
    assertThat(Plain.count(6000, "image")).isEqualTo("6,000 images");
  }

  @Test
  void numbersHaveNoExponent() {
    assertThat(Plain.number(5e-4)).isEqualTo("0.0005");
    assertThat(Plain.number(0.9)).isEqualTo("0.9");
    assertThat(Plain.number(1e-10)).isEqualTo("0.0000000001");
    assertThat(Plain.number(100)).isEqualTo("100");
  }
}

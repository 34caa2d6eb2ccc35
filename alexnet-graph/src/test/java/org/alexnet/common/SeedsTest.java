package org.alexnet.common;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Seeds must stay as they are: a training that goes on after an update of this draws from them. */
class SeedsTest {
  @Test
  void seedsAreTheSameInEveryVersion() {
    assertThat(Seeds.derive(0, "")).isEqualTo(1457330246272086660L);
    assertThat(Seeds.derive(7, "drop6/tower0")).isEqualTo(-9049133290658176165L);
    assertThat(Seeds.derive(-1, "\u00fc")).isEqualTo(-269485165307084670L);
  }
}

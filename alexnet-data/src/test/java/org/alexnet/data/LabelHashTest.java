package org.alexnet.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.alexnet.data.source.LabelMap;
import org.junit.jupiter.api.Test;

class LabelHashTest {

  /** {@code printf 'cat\ndog\n' | sha256sum}. */
  @Test
  void theHashIsThatOfTheLinesOfAFile() {
    assertThat(LabelMap.of(List.of("cat", "dog")).sha256())
        .isEqualTo("f641fdcd8af73b2f6334ab63c13d2eb857cd16f2aa4ea0ba20ba0eb9627918b5");
  }
}

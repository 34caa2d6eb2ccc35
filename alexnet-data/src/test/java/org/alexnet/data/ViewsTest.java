package org.alexnet.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class ViewsTest {

  @Test
  void areOneOrTen() {
    assertThat(Views.ofCount(1)).isEqualTo(Views.CENTER);
    assertThat(Views.ofCount(10)).isEqualTo(Views.TEN);
    for (Views views : Views.values()) {
      assertThat(Views.ofCount(views.count())).isEqualTo(views);
    }
    for (int count : new int[] {-1, 0, 2, 9, 11}) {
      assertThatThrownBy(() -> Views.ofCount(count))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("views must be 1 or 10, found " + count);
    }
  }
}

package org.alexnet.common;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The messages of errors. */
class ErrorMessagesTest {

  @Test
  void theFirstLineSaysWhatFailed() {
    assertThat(
            ErrorMessages.firstLine(new IllegalStateException("no such file\n\t [[{{node x}}]]")))
        .isEqualTo("no such file");
    assertThat(ErrorMessages.firstLine(new IllegalStateException(""))).isEmpty();
    assertThat(ErrorMessages.firstLine(new IllegalStateException())).isEqualTo("null");
  }
}

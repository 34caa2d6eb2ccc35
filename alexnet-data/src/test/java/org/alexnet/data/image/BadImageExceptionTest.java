package org.alexnet.data.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class BadImageExceptionTest {

  @Test
  void saysNameReasonAndCause() {
    IOException cause = new IOException("inside");
    BadImageException e = new BadImageException("a/b.png", "is empty", cause);

    assertThat(e).hasMessage("a/b.png is empty").hasCause(cause);
    assertThat(e.name()).isEqualTo("a/b.png");
    assertThat(e.reason()).isEqualTo("is empty");
    assertThat(new BadImageException("a/b.png", "is empty"))
        .hasMessage("a/b.png is empty")
        .hasNoCause();
  }
}

package org.alexnet.export.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;

/** Batches that wait for ever would be found by the time that a test may take. */
@Timeout(value = 30, threadMode = ThreadMode.SEPARATE_THREAD)
class BatchesTest {
  @Test
  void anErrorIsToldAndTheNextImageIsAnswered() throws IOException {
    AtomicInteger calls = new AtomicInteger();
    try (Batches batches =
        new Batches(
            4,
            Duration.ZERO,
            files -> {
              if (calls.getAndIncrement() == 0) {
                throw new OutOfMemoryError("no room");
              }
              return files.stream().map(file -> new float[] {file[0]}).toList();
            })) {
      assertThatThrownBy(() -> batches.answer(List.of(new byte[] {7})))
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("the network failed: java.lang.OutOfMemoryError: no room");
      assertThat(batches.answer(List.of(new byte[] {7})).get(0)).containsExactly(7);
    }
  }
}

package org.alexnet.export.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;

/** A gate that waits for ever would be found by the time that a test may take. */
@Timeout(value = 30, threadMode = ThreadMode.SEPARATE_THREAD)
class CallGateTest {
  private final AtomicInteger releases = new AtomicInteger();
  private final CallGate gate = new CallGate("the door", releases::incrementAndGet);

  @Test
  void releasesOnceHoweverOftenItIsClosed() {
    assertThat(releases).hasValue(0);

    gate.close();
    gate.close();

    assertThat(releases).hasValue(1);
  }

  @Test
  void refusesCallsOnceItIsClosed() {
    gate.close();

    assertRefuses();
    gate.close(); // does not wait for the call that was refused
  }

  @Test
  void staysOpenAfterACall() {
    gate.enter();
    gate.leave();
    gate.enter();
    gate.leave();

    assertThat(releases).hasValue(0);
    gate.close();
    assertThat(releases).hasValue(1);
  }

  @Test
  void waitsForEachCallThatIsInAndLetsNoneInMeanwhile() throws InterruptedException {
    gate.enter();
    gate.enter();
    Thread closing = new Thread(gate::close);
    closing.setDaemon(true);
    closing.start();
    while (letsIn()) {
      Thread.onSpinWait();
    }

    assertThat(releases).hasValue(0);
    gate.leave();
    assertRefuses();
    assertThat(releases).hasValue(0);
    gate.leave();
    closing.join();
    assertThat(releases).hasValue(1);
  }

  private boolean letsIn() {
    try {
      gate.enter();
    } catch (IllegalStateException e) {
      return false;
    }
    gate.leave();
    return true;
  }

  private void assertRefuses() {
    assertThatThrownBy(gate::enter)
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("the door is closed");
  }
}

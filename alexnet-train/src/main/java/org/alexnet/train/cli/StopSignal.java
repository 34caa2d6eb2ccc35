package org.alexnet.train.cli;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * Ctrl-C as a question: when the JVM is told to end, training is told to stop, and the JVM waits
 * until its last checkpoint is written.
 */
final class StopSignal implements BooleanSupplier, AutoCloseable {
  /** Generous for the update under way and 488 MB of parameters and velocities, and yet an end. */
  private static final long LONGEST_WAIT_SECONDS = 120;

  private final CountDownLatch done = new CountDownLatch(1);
  private final Thread hook = new Thread(this::stopAndWait, "stop-training");
  private volatile boolean stopped;

  private StopSignal() {}

  /** Starts listening; closing ends it. */
  static StopSignal install() {
    StopSignal signal = new StopSignal();
    Runtime.getRuntime().addShutdownHook(signal.hook);
    return signal;
  }

  @Override
  public boolean getAsBoolean() {
    return stopped;
  }

  private void stopAndWait() {
    stopped = true;
    try {
      boolean inTime = done.await(LONGEST_WAIT_SECONDS, TimeUnit.SECONDS);
      if (!inTime) {
        System.err.println("error: no last checkpoint was written in time; the one before stays");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    done.countDown();
    if (!stopped) {
      Runtime.getRuntime().removeShutdownHook(hook);
    }
  }
}

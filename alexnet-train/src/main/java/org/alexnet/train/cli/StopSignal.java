package org.alexnet.train.cli;

import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * Ctrl-C as a question: when the JVM is told to end, training is told to stop, and the JVM waits
 * until its last checkpoint is written.
 */
final class StopSignal implements BooleanSupplier, AutoCloseable {
  /** `docker stop` and Kubernetes kill after 10 and 30 seconds; the line below must come before. */
  static final Duration LONGEST_WAIT = Duration.ofSeconds(8);

  private final CountDownLatch done = new CountDownLatch(1);
  private final Thread hook = new Thread(this::stopAndWait, "stop-training");
  private final Duration longestWait;
  private volatile boolean stopped;

  private StopSignal(Duration longestWait) {
    this.longestWait = longestWait;
  }

  /** Starts listening; closing ends it. */
  static StopSignal install() {
    return install(LONGEST_WAIT);
  }

  static StopSignal install(Duration longestWait) {
    StopSignal signal = new StopSignal(longestWait);
    Runtime.getRuntime().addShutdownHook(signal.hook);
    return signal;
  }

  @Override
  public boolean getAsBoolean() {
    return stopped;
  }

  /** Returns what the JVM runs when it is told to end. */
  Thread hook() {
    return hook;
  }

  private void stopAndWait() {
    stopped = true;
    try {
      boolean inTime = done.await(longestWait.toMillis(), TimeUnit.MILLISECONDS);
      if (!inTime) {
        System.err.printf(
            Locale.ROOT,
            "error: no last checkpoint was written within %d s of the signal; if there is one from"
                + " before it stays, and --if-exists resume resumes from it%n",
            longestWait.toSeconds());
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

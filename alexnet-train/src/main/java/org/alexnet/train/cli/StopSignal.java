package org.alexnet.train.cli;

import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * Ctrl-C as a question: when the JVM is told to end, a command is told to stop, and the JVM waits
 * until it has: a training has its last checkpoint written, and no native code runs any more.
 */
final class StopSignal implements BooleanSupplier, AutoCloseable {
  /** `docker stop` and Kubernetes kill after 10 and 30 seconds; the line below must come before. */
  static final Duration LONGEST_WAIT = Duration.ofSeconds(8);

  private static final String NO_CHECKPOINT =
      "no last checkpoint was written within %d s of the signal; if there is one from before it"
          + " stays, and --if-exists resume resumes from it";

  private final CountDownLatch done = new CountDownLatch(1);
  private final Thread hook = new Thread(this::stopAndWait, "stop-training");
  private final Duration longestWait;
  private final String tooLate;
  private volatile boolean stopped;

  private StopSignal(Duration longestWait, String tooLate) {
    this.longestWait = longestWait;
    this.tooLate = tooLate;
  }

  /** Starts listening while a network is trained; closing ends it. */
  static StopSignal install() {
    return install(LONGEST_WAIT);
  }

  static StopSignal install(Duration longestWait) {
    return install(longestWait, NO_CHECKPOINT);
  }

  /**
   * Starts listening; closing ends it.
   *
   * @param tooLate the error if it was not closed in time, with {@code %d} for the seconds
   */
  static StopSignal install(Duration longestWait, String tooLate) {
    StopSignal signal = new StopSignal(longestWait, tooLate);
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
        System.err.printf(Locale.ROOT, "error: " + tooLate + "%n", longestWait.toSeconds());
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

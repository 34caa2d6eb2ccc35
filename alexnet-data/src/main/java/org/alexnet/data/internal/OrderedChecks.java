package org.alexnet.data.internal;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Checks that run on all cores as if they ran one after another: of several that fail, the one that
 * was added first is told, whichever ended first. One thread adds them and closes this.
 */
public final class OrderedChecks implements AutoCloseable {
  private final int mostPending;
  private final ExecutorService threads;
  private final Deque<Pending> pending = new ArrayDeque<>();

  private record Pending(Future<?> check, Runnable afterwards) {}

  /** Something that is right, or says what is wrong. */
  @FunctionalInterface
  public interface Check {

    /**
     * Looks.
     *
     * @throws IOException if something is wrong
     */
    void run() throws IOException;
  }

  /**
   * Creates checks.
   *
   * @param cores how many run at once; twice as many wait at most
   */
  public OrderedChecks(int cores) {
    threads = Executors.newFixedThreadPool(cores);
    mostPending = 3 * cores;
  }

  /**
   * Adds a check; waits for the earliest one if there are many.
   *
   * @param check what to look at, on another thread
   * @param afterwards what to do on this thread once it and all before it were right
   * @throws IOException if an earlier one failed
   */
  public void add(Check check, Runnable afterwards) throws IOException {
    if (pending.size() >= mostPending) {
      await(pending.remove());
    }
    pending.add(
        new Pending(
            threads.submit(
                () -> {
                  check.run();
                  return null;
                }),
            afterwards));
  }

  /**
   * Waits for all that were added.
   *
   * @throws IOException if one failed
   */
  public void finish() throws IOException {
    while (!pending.isEmpty()) {
      await(pending.remove());
    }
  }

  private static void await(Pending next) throws IOException {
    try {
      next.check.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw (InterruptedIOException) new InterruptedIOException("interrupted").initCause(e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof IOException fault) {
        throw fault;
      }
      throw new IllegalStateException(e.getCause());
    }
    next.afterwards.run();
  }

  @Override
  public void close() {
    pending.forEach(each -> each.check.cancel(true));
    threads.shutdown();
    boolean interrupted = false;
    while (true) {
      try {
        if (threads.awaitTermination(1, java.util.concurrent.TimeUnit.MINUTES)) {
          break;
        }
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}

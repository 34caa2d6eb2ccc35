package org.alexnet.data.internal;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Checks that run on all cores as if they ran one after another: what they find is told in the
 * order in which they were added, whichever ended first. One thread adds them and closes this.
 */
public final class OrderedChecks implements AutoCloseable {
  private final int mostPending;
  private final ExecutorService threads;
  private final Deque<Pending> pending = new ArrayDeque<>();

  private record Pending(Future<List<IOException>> check, Faults faults, Runnable afterwards) {}

  /** Something that may be wrong, in several ways. */
  @FunctionalInterface
  public interface Check {

    /** Looks, and returns what is wrong. */
    List<IOException> run();
  }

  /** Who is told what is wrong. */
  @FunctionalInterface
  public interface Faults {

    /**
     * Hears of a fault.
     *
     * @throws IOException if that is enough; then nothing more is looked at
     */
    void found(IOException fault) throws IOException;
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
   * @param faults told of what it finds, on this thread
   * @param afterwards what to do on this thread once it and all before it were done
   * @throws IOException if who was told of a fault throws it
   */
  public void add(Check check, Faults faults, Runnable afterwards) throws IOException {
    if (pending.size() >= mostPending) {
      await(pending.remove());
    }
    pending.add(new Pending(threads.submit(check::run), faults, afterwards));
  }

  /**
   * Waits for all that were added.
   *
   * @throws IOException if who was told of a fault throws it
   */
  public void finish() throws IOException {
    while (!pending.isEmpty()) {
      await(pending.remove());
    }
  }

  private static void await(Pending next) throws IOException {
    List<IOException> found;
    try {
      found = next.check.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw (InterruptedIOException) new InterruptedIOException("interrupted").initCause(e);
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    }
    for (IOException fault : found) {
      next.faults.found(fault);
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

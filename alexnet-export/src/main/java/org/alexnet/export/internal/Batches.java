package org.alexnet.export.internal;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

/**
 * Lets images of several threads go through a network together: the first waits a while for others.
 * Threads share one; the caller closes it when no call is under way.
 */
public final class Batches implements AutoCloseable {
  /** Batches that may wait; then whoever asks does. */
  private static final int BATCHES_WAITING = 4;

  private final BlockingQueue<Request> waiting;
  private final int most;
  private final Duration patience;
  private final Network network;
  private final Thread worker;

  /** What answers several files at once. */
  @FunctionalInterface
  public interface Network {
    /**
     * Answers each file.
     *
     * @throws RuntimeException if one of them cannot be answered
     */
    List<float[]> answer(List<byte[]> files);
  }

  @SuppressWarnings("ArrayRecordComponent") // handed on, never compared
  private record Request(byte[] file, CompletableFuture<float[]> answer) {}

  /**
   * Starts the thread that answers.
   *
   * @param most images that go together
   * @param patience how long the first waits for others
   */
  public Batches(int most, Duration patience, Network network) {
    this.most = most;
    this.patience = patience;
    this.network = network;
    waiting = new ArrayBlockingQueue<>(BATCHES_WAITING * most);
    worker = new Thread(this::work, "alexnet-batches");
    worker.setDaemon(true);
    worker.start();
  }

  /**
   * Answers files together with those of other threads.
   *
   * @return an answer for each, in order
   * @throws RuntimeException that of the network for the first that it cannot answer
   * @throws InterruptedIOException if the thread is interrupted
   */
  public List<float[]> answer(List<byte[]> files) throws IOException {
    List<CompletableFuture<float[]>> answers = new ArrayList<>();
    List<float[]> rows = new ArrayList<>();
    try {
      for (byte[] file : files) {
        Request request = new Request(file, new CompletableFuture<>());
        waiting.put(request);
        answers.add(request.answer);
      }
      for (CompletableFuture<float[]> answer : answers) {
        rows.add(answer.get());
      }
      return rows;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while an image was classified");
    } catch (ExecutionException e) {
      throw (RuntimeException) e.getCause();
    }
  }

  private void work() {
    try {
      while (true) {
        List<Request> batch = new ArrayList<>();
        batch.add(waiting.take());
        long end = System.nanoTime() + patience.toNanos();
        while (batch.size() < most) {
          waiting.drainTo(batch, most - batch.size());
          if (batch.size() == most) {
            break;
          }
          Request next = waiting.poll(end - System.nanoTime(), TimeUnit.NANOSECONDS);
          if (next == null) {
            break;
          }
          batch.add(next);
        }
        answerAll(batch);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // closed
    }
  }

  private void answerAll(List<Request> batch) {
    try {
      List<float[]> rows = network.answer(batch.stream().map(Request::file).toList());
      for (int i = 0; i < rows.size(); i++) {
        batch.get(i).answer.complete(rows.get(i));
      }
    } catch (RuntimeException e) {
      if (batch.size() == 1) {
        batch.get(0).answer.completeExceptionally(e);
      } else { // one bad image says nothing of the others
        batch.forEach(request -> answerAll(List.of(request)));
      }
    } catch (Error e) { // of memory, for one: who waits must know, and the next may be answered
      batch.forEach(
          request ->
              request.answer.completeExceptionally(
                  new IllegalStateException("the network failed: " + e, e)));
    }
  }

  /** Stops the thread. */
  @Override
  public void close() {
    worker.interrupt();
  }
}

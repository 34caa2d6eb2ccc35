package org.alexnet.export.cli;

import com.google.common.collect.ImmutableList;
import com.google.common.math.Quantiles;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.alexnet.common.ResidentMemory;
import org.alexnet.data.image.BadImageException;
import org.alexnet.export.Classifier;

/**
 * Threads that ask a classifier at the same time, one image each.
 *
 * @param threads how many
 * @param images that they ask about together
 * @param badEvery one of so many is cut, and no image
 */
record Load(int threads, int images, int badEvery) {

  /**
   * How it went.
   *
   * @param seconds of each image, answered or refused
   * @param total seconds of all
   * @param early resident memory after a tenth of the images, MiB
   * @param late resident memory at the end, MiB
   */
  record Result(
      ImmutableList<Double> seconds,
      double total,
      int answered,
      int refused,
      long early,
      long late) {
    double percentile(int percent) {
      return Quantiles.percentiles().index(percent).compute(seconds);
    }
  }

  Result on(Classifier classifier, List<byte[]> files) throws IOException {
    classifier.classify(files.get(0));
    Asking asking = new Asking(this, classifier, files);
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    try {
      long begin = System.nanoTime();
      List<Future<?>> ends = new ArrayList<>();
      for (int i = 0; i < threads; i++) {
        ends.add(pool.submit(asking::call));
      }
      for (Future<?> end : ends) {
        end.get();
      }
      return asking.result((System.nanoTime() - begin) / 1e9);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while " + threads + " threads asked");
    } catch (ExecutionException e) {
      throw new IOException("a thread failed: " + e.getCause().getMessage(), e);
    } finally {
      pool.shutdown();
    }
  }

  /** What each thread does, and what they have in common. */
  private static final class Asking {
    private final Load load;
    private final Classifier classifier;
    private final List<byte[]> files;
    private final AtomicInteger next = new AtomicInteger();
    private final AtomicInteger refused = new AtomicInteger();
    private final AtomicLong early = new AtomicLong();
    private final List<Double> seconds = Collections.synchronizedList(new ArrayList<>());

    Asking(Load load, Classifier classifier, List<byte[]> files) {
      this.load = load;
      this.classifier = classifier;
      this.files = files;
    }

    Void call() throws IOException {
      for (int i = next.getAndIncrement(); i < load.images; i = next.getAndIncrement()) {
        byte[] file = files.get(i % files.size());
        long start = System.nanoTime();
        try {
          classifier.classify(i % load.badEvery == 1 ? Arrays.copyOf(file, file.length / 2) : file);
        } catch (BadImageException e) {
          refused.incrementAndGet();
        }
        seconds.add((System.nanoTime() - start) / 1e9);
        if (i == load.images / 10) {
          early.set(ResidentMemory.mebibytes().orElse(0));
        }
      }
      return null;
    }

    Result result(double total) throws IOException {
      return new Result(
          ImmutableList.copyOf(seconds),
          total,
          seconds.size() - refused.get(),
          refused.get(),
          early.get(),
          ResidentMemory.mebibytes().orElse(0));
    }
  }
}

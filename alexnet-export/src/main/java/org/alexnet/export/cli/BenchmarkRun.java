package org.alexnet.export.cli;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.common.collect.ImmutableList;
import com.google.common.math.Quantiles;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import javax.imageio.ImageIO;
import org.alexnet.common.ResidentMemory;
import org.alexnet.data.image.BadImageException;
import org.alexnet.export.Classifier;
import org.alexnet.export.ClassifierOptions;
import org.alexnet.export.internal.ServedModel;
import org.alexnet.graph.benchmark.Timing;
import org.alexnet.graph.benchmark.Workload;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "benchmark",
    description = {
      "Measures a classifier beside its bare network on prepared tensors: one image at a time, 32",
      "together, and many threads with some images that are none."
    })
final class BenchmarkRun implements Callable<Integer> {
  private static final int TOGETHER = 32;
  private static final int WARM_UP = 3;

  /** Sides of the photographs of ILSVRC-2012, on average. */
  private static final int WIDTH = 500;

  private static final int HEIGHT = 375;
  private static final int DIFFERENT = 64;

  @Mixin private ModelOption model;

  @Option(
      names = "--runs",
      paramLabel = "COUNT",
      description = "Runs of each that are timed (default: ${DEFAULT-VALUE}).")
  private int runs = 100;

  @Option(
      names = "--threads",
      paramLabel = "COUNT",
      description = "Threads that ask at the same time (default: ${DEFAULT-VALUE}).")
  private int threads = 8;

  @Option(
      names = "--images",
      paramLabel = "COUNT",
      description = "Images that they ask about together (default: ${DEFAULT-VALUE}).")
  private int images = 1000;

  @Option(
      names = "--bad-every",
      paramLabel = "IMAGES",
      description = "One of so many of them is none (default: ${DEFAULT-VALUE}).")
  private int badEvery = 100;

  @Option(
      names = "--patience",
      paramLabel = "MILLISECONDS",
      description = "How long an image waits for others (default: ${DEFAULT-VALUE}).")
  private int patience = 5;

  @Override
  public Integer call() throws IOException {
    checkArgument(runs > 0, "--runs must be positive, found %s", runs);
    checkArgument(threads > 0, "--threads must be positive, found %s", threads);
    checkArgument(images > 0, "--images must be positive, found %s", images);
    checkArgument(badEvery > 1, "--bad-every must be at least 2, found %s", badEvery);
    List<byte[]> photographs = photographs();
    System.out.printf(
        "Files of %dx%d pixels, JPEG; prepared tensors for the network%n%n", WIDTH, HEIGHT);
    System.out.printf("%-26s %8s %10s %10s %12s%n", "", "images", "p50 ms", "p99 ms", "images/s");
    try (ServedModel served = ServedModel.load(model.folder(), Optional.empty(), 0)) {
      for (int batch : new int[] {1, TOGETHER}) {
        row("network alone", timed(batch, () -> served.runPrepared(batch)));
      }
    }
    ClassifierOptions alone = ClassifierOptions.usual();
    try (Classifier classifier = Classifier.load(model.folder(), alone)) {
      for (int batch : new int[] {1, TOGETHER}) {
        List<byte[]> files = photographs.subList(0, batch);
        row("files", timed(batch, () -> classifier.probabilities(files)));
      }
    }
    load("threads", alone, photographs);
    load("threads, batches", alone.withBatching(Duration.ofMillis(patience)), photographs);
    return 0;
  }

  /** A run that may fail. */
  private interface Run {
    void run() throws IOException;
  }

  private Timing timed(int batch, Run run) throws IOException {
    return Timing.of(
        new Workload() {
          @Override
          public void run() throws IOException {
            run.run();
          }

          @Override
          public int images() {
            return batch;
          }

          @Override
          public void close() {}
        },
        WARM_UP,
        runs,
        () -> false);
  }

  private static void row(String name, Timing timing) {
    row(
        name,
        timing.images(),
        timing.percentile(50),
        timing.percentile(99),
        timing.imagesPerSecond());
  }

  private static void row(String name, int images, double p50, double p99, double rate) {
    System.out.printf(
        Locale.ROOT,
        "%-26s %8d %10.1f %10.1f %12.1f%n",
        name,
        images,
        1000 * p50,
        1000 * p99,
        rate);
  }

  private void load(String name, ClassifierOptions options, List<byte[]> photographs)
      throws IOException {
    AtomicInteger next = new AtomicInteger();
    AtomicInteger refused = new AtomicInteger();
    AtomicInteger answered = new AtomicInteger();
    AtomicLong memory = new AtomicLong();
    List<Double> seconds = Collections.synchronizedList(new ArrayList<>());
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    try (Classifier classifier = Classifier.load(model.folder(), options)) {
      classifier.classify(photographs.get(0));
      long begin = System.nanoTime();
      List<Future<Void>> ends = new ArrayList<>();
      for (int thread = 0; thread < threads; thread++) {
        ends.add(
            pool.submit(
                () -> {
                  for (int i = next.getAndIncrement(); i < images; i = next.getAndIncrement()) {
                    byte[] file = photographs.get(i % DIFFERENT);
                    long start = System.nanoTime();
                    try {
                      classifier.classify(
                          i % badEvery == 1 ? Arrays.copyOf(file, file.length / 2) : file);
                      answered.incrementAndGet();
                    } catch (BadImageException e) {
                      refused.incrementAndGet();
                    }
                    seconds.add((System.nanoTime() - start) / 1e9);
                    if (i == images / 10) {
                      memory.set(ResidentMemory.mebibytes().orElse(0));
                    }
                  }
                  return null;
                }));
      }
      for (Future<Void> end : ends) {
        end.get();
      }
      double all = (System.nanoTime() - begin) / 1e9;
      row(
          threads + " " + name,
          images,
          Quantiles.percentiles().index(50).compute(ImmutableList.copyOf(seconds)),
          Quantiles.percentiles().index(99).compute(ImmutableList.copyOf(seconds)),
          images / all);
      OptionalLong end = ResidentMemory.mebibytes();
      System.out.printf(
          Locale.ROOT,
          "%-26s %,d answered, %,d refused; resident %,d MiB after a tenth, %,d at the end%n",
          "",
          answered.get(),
          refused.get(),
          memory.get(),
          end.orElse(0));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while " + threads + " threads asked");
    } catch (ExecutionException e) {
      throw new IOException("a thread failed: " + e.getCause().getMessage(), e);
    } finally {
      pool.shutdown();
    }
  }

  /** Pictures with edges and plain areas, as photographs have them. */
  private static List<byte[]> photographs() throws IOException {
    Random random = new Random(1);
    List<byte[]> files = new ArrayList<>();
    ImageIO.setUseCache(false);
    for (int i = 0; i < DIFFERENT; i++) {
      BufferedImage image = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_INT_RGB);
      Graphics2D graphics = image.createGraphics();
      for (int shape = 0; shape < 300; shape++) {
        graphics.setColor(new Color(random.nextInt(1 << 24)));
        graphics.fillOval(
            random.nextInt(WIDTH),
            random.nextInt(HEIGHT),
            1 + random.nextInt(80),
            1 + random.nextInt(80));
      }
      graphics.dispose();
      ByteArrayOutputStream file = new ByteArrayOutputStream();
      ImageIO.write(image, "jpg", file);
      files.add(file.toByteArray());
    }
    return List.copyOf(files);
  }
}

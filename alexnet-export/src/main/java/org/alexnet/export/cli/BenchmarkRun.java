package org.alexnet.export.cli;

import static com.google.common.base.Preconditions.checkArgument;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
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
    List<byte[]> photographs = MadeUpPhotographs.files(DIFFERENT);
    System.out.printf(
        "Files of %dx%d pixels, JPEG; prepared tensors for the network%n%n",
        MadeUpPhotographs.WIDTH, MadeUpPhotographs.HEIGHT);
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
    underLoad("threads", alone, photographs);
    underLoad("threads, batches", alone.withBatching(Duration.ofMillis(patience)), photographs);
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

  private void underLoad(String name, ClassifierOptions options, List<byte[]> photographs)
      throws IOException {
    try (Classifier classifier = Classifier.load(model.folder(), options)) {
      Load.Result result = new Load(threads, images, badEvery).on(classifier, photographs);
      row(
          threads + " " + name,
          images,
          result.percentile(50),
          result.percentile(99),
          images / result.total());
      System.out.printf(
          Locale.ROOT,
          "%-26s %,d answered, %,d refused; resident %,d MiB after a tenth, %,d at the end%n",
          "",
          result.answered(),
          result.refused(),
          result.early(),
          result.late());
    }
  }
}

package org.alexnet.train.cli;

import com.google.common.collect.ImmutableList;
import com.google.gson.FieldNamingPolicy;
import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.alexnet.common.AtomicFile;
import org.alexnet.common.LibraryVersion;
import org.alexnet.common.Processor;
import org.alexnet.graph.benchmark.MatrixProduct;
import org.alexnet.graph.benchmark.Timing;
import org.alexnet.graph.spec.Precision;

/** What a benchmark measured, beside what the machine multiplies at most. */
final class BenchmarkTable {
  private static final Gson JSON =
      new GsonBuilder()
          .setFieldNamingPolicy(FieldNamingPolicy.LOWER_CASE_WITH_UNDERSCORES)
          .setPrettyPrinting()
          .create();

  private final String network;
  private final Precision precision;
  private final MatrixProduct product;
  private final List<Row> rows = new ArrayList<>();

  /**
   * One line.
   *
   * @param what training, inference, input or prepare
   * @param batchSize images in a run
   * @param runs number of runs that were timed
   * @param imagesPerSecond over all runs
   * @param megabytesPerSecond of the files that are read; absent for a network
   * @param gigaflops of the network's multiplications and additions; absent without a network
   * @param shareOfProduct of {@link MatrixProduct#gigaflops}; absent without a network
   * @param medianSeconds of a run
   * @param percentile99Seconds of a run
   */
  private record Row(
      String what,
      int batchSize,
      int runs,
      double imagesPerSecond,
      Double megabytesPerSecond,
      Double gigaflops,
      Double shareOfProduct,
      double medianSeconds,
      double percentile99Seconds) {}

  /** The whole as JSON. */
  private record Document(
      String version,
      String processor,
      int processors,
      String network,
      String precision,
      MatrixProduct matrixProduct,
      ImmutableList<Row> results) {}

  BenchmarkTable(String network, Precision precision, MatrixProduct product) {
    this.network = network;
    this.precision = precision;
    this.product = product;
  }

  void add(String what, Timing timing) {
    Optional<Double> gigaflops =
        timing.flopsPerImage() == 0 ? Optional.empty() : Optional.of(timing.gigaflops());
    rows.add(
        new Row(
            what,
            timing.images(),
            timing.seconds().size(),
            timing.imagesPerSecond(),
            timing.bytesPerImage() == 0 ? null : timing.megabytesPerSecond(),
            gigaflops.orElse(null),
            gigaflops.map(flops -> flops / product.gigaflops()).orElse(null),
            timing.percentile(50),
            timing.percentile(99)));
  }

  void write(Path file) throws IOException {
    Document document =
        new Document(
            LibraryVersion.get(),
            Processor.model(),
            Runtime.getRuntime().availableProcessors(),
            network,
            precision.toString(),
            product,
            ImmutableList.copyOf(rows));
    AtomicFile.write(file, JSON.toJson(document) + "\n");
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    text.append(
        String.format(
            Locale.ROOT,
            "%s in %s; a product of %dx%d: %,.1f GFLOP/s%n",
            network,
            precision,
            product.side(),
            product.side(),
            product.gigaflops()));
    text.append(
        String.format(
            "%-9s  %5s  %5s  %9s  %7s  %8s  %10s  %9s  %9s%n",
            "",
            "batch",
            "runs",
            "images/s",
            "MB/s",
            "GFLOP/s",
            "of product",
            "p50, ms",
            "p99, ms"));
    for (Row row : rows) {
      text.append(
          String.format(
              Locale.ROOT,
              "%-9s  %5d  %5d  %,9.1f  %7s  %8s  %10s  %,9.1f  %,9.1f%n",
              row.what,
              row.batchSize,
              row.runs,
              row.imagesPerSecond,
              cell("%,.1f", row.megabytesPerSecond),
              cell("%,.1f", row.gigaflops),
              cell("%.0f %%", row.shareOfProduct == null ? null : 100 * row.shareOfProduct),
              1e3 * row.medianSeconds,
              1e3 * row.percentile99Seconds));
    }
    return text.toString().stripTrailing();
  }

  private static String cell(String format, Double value) {
    return value == null ? "-" : String.format(Locale.ROOT, format, value);
  }
}

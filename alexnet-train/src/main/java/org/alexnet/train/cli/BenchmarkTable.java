package org.alexnet.train.cli;

import static com.google.common.collect.ImmutableList.toImmutableList;

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
import java.util.OptionalLong;
import org.alexnet.common.AtomicFile;
import org.alexnet.common.LibraryVersion;
import org.alexnet.common.Processor;
import org.alexnet.common.ResidentMemory;
import org.alexnet.data.InputPipeline;
import org.alexnet.graph.benchmark.MatrixProduct;
import org.alexnet.graph.benchmark.Timing;
import org.alexnet.graph.report.PeakMemory;
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
  private final OptionalLong peakBefore;
  private final List<Measured> measured = new ArrayList<>();

  /** A line before the machine's product is known. */
  private record Measured(String what, Timing timing, Long peak, Long estimatedPeak) {
    Row row(MatrixProduct product) {
      Optional<Double> gigaflops =
          timing.flopsPerImage() == 0 ? Optional.empty() : Optional.of(timing.gigaflops());
      return new Row(
          what,
          timing.images(),
          timing.seconds().size(),
          timing.imagesPerSecond(),
          timing.bytesPerImage() == 0 ? null : timing.megabytesPerSecond(),
          gigaflops.orElse(null),
          gigaflops.map(flops -> flops / product.gigaflops()).orElse(null),
          timing.percentile(50),
          timing.percentile(99),
          peak,
          estimatedPeak);
    }
  }

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
   * @param peakMebibytes growth of the peak of the resident memory from before this table was made;
   *     of the first line alone, since TensorFlow holds what it has taken; absent of preparation,
   *     after threads were measured, or where the system does not tell
   * @param estimatedPeakMebibytes what {@link PeakMemory} says and {@link
   *     InputPipeline#trainingBytes} where images are read; absent of preparation
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
      double percentile99Seconds,
      Long peakMebibytes,
      Long estimatedPeakMebibytes) {}

  /** The whole as JSON. */
  private record Document(
      String version,
      String processor,
      int processors,
      String network,
      String precision,
      MatrixProduct matrixProduct,
      ImmutableList<Row> results) {}

  /** Creates an empty one; memory is measured from now on. */
  BenchmarkTable(String network, Precision precision) throws IOException {
    this(network, precision, ResidentMemory.peakMebibytes());
  }

  private BenchmarkTable(String network, Precision precision, OptionalLong peakBefore) {
    this.network = network;
    this.precision = precision;
    this.peakBefore = peakBefore;
  }

  /** Returns an empty one of a process whose memory has had its peak before. */
  static BenchmarkTable withoutPeak(String network, Precision precision) {
    return new BenchmarkTable(network, precision, OptionalLong.empty());
  }

  /**
   * Adds a line.
   *
   * @param what training, inference, input or prepare
   * @param timing its runs, the last of which was made just now
   * @param estimatedPeak bytes; absent of preparation
   */
  void add(String what, Timing timing, OptionalLong estimatedPeak) throws IOException {
    OptionalLong peak =
        measured.isEmpty() && estimatedPeak.isPresent() && peakBefore.isPresent()
            ? ResidentMemory.peakMebibytes()
            : OptionalLong.empty();
    Long grown = peak.isEmpty() ? null : peak.getAsLong() - peakBefore.getAsLong();
    Long estimated = estimatedPeak.isEmpty() ? null : estimatedPeak.getAsLong() >> 20;
    measured.add(new Measured(what, timing, grown, estimated));
  }

  /** Returns whether there is no line yet. */
  boolean isEmpty() {
    return measured.isEmpty();
  }

  private ImmutableList<Row> rows(MatrixProduct product) {
    return measured.stream().map(line -> line.row(product)).collect(toImmutableList());
  }

  void write(Path file, MatrixProduct product) throws IOException {
    Document document =
        new Document(
            LibraryVersion.get(),
            Processor.model(),
            Runtime.getRuntime().availableProcessors(),
            network,
            precision.toString(),
            product,
            rows(product));
    AtomicFile.write(file, JSON.toJson(document) + "\n");
  }

  /**
   * Returns the table as text, in columns.
   *
   * @param product what the machine multiplies at most
   */
  String text(MatrixProduct product) {
    StringBuilder text = new StringBuilder();
    text.append(
        String.format(
            Locale.ROOT,
            "%s in %s; %s: %,.1f GFLOP/s%n",
            network,
            precision,
            product.describe(),
            product.gigaflops()));
    text.append(
        String.format(
            "%-9s  %5s  %5s  %9s  %7s  %8s  %10s  %9s  %9s  %9s  %9s%n",
            "",
            "batch",
            "runs",
            "images/s",
            "MB/s",
            "GFLOP/s",
            "of product",
            "p50, ms",
            "p99, ms",
            "peak, MiB",
            "estimated"));
    for (Row row : rows(product)) {
      text.append(
          String.format(
              Locale.ROOT,
              "%-9s  %5d  %5d  %,9.1f  %7s  %8s  %10s  %,9.1f  %,9.1f  %9s  %9s%n",
              row.what,
              row.batchSize,
              row.runs,
              row.imagesPerSecond,
              cell("%,.1f", row.megabytesPerSecond),
              cell("%,.1f", row.gigaflops),
              cell("%.0f %%", row.shareOfProduct == null ? null : 100 * row.shareOfProduct),
              1e3 * row.medianSeconds,
              1e3 * row.percentile99Seconds,
              cell("%,d", row.peakMebibytes),
              cell("%,d", row.estimatedPeakMebibytes)));
    }
    return text.toString().stripTrailing();
  }

  private static String cell(String format, Number value) {
    return value == null ? "-" : String.format(Locale.ROOT, format, value);
  }
}

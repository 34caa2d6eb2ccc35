package org.alexnet.graph.benchmark;

import static com.google.common.base.Preconditions.checkArgument;
import static com.google.common.collect.ImmutableList.toImmutableList;

import com.google.common.collect.ImmutableList;
import com.google.common.math.Quantiles;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;

/**
 * How long each run of something took.
 *
 * @param seconds of each run, in order; at least one
 * @param images of one run
 * @param flopsPerImage floating-point operations of one image; 0 if they do not matter
 * @param bytesPerImage bytes that are read for one image; 0 if they do not matter
 */
public record Timing(
    ImmutableList<Double> seconds, int images, double flopsPerImage, double bytesPerImage) {

  /** Checks the values. */
  public Timing {
    checkArgument(!seconds.isEmpty(), "seconds must not be empty");
    checkArgument(images > 0, "images must be positive, found %s", images);
    checkArgument(
        flopsPerImage >= 0, "flopsPerImage must not be negative, found %s", flopsPerImage);
    checkArgument(
        bytesPerImage >= 0, "bytesPerImage must not be negative, found %s", bytesPerImage);
  }

  /**
   * Runs a workload some times and then takes the time of each further run.
   *
   * @param workload what is run
   * @param warmUp runs before
   * @param runs runs that are timed, at least one
   * @param stop asked before each run
   * @return the timing of the runs that were made; one at least
   * @throws CancellationException if the workload was told to stop in the middle of a run and had
   *     made none whose time was taken; otherwise the run that was cut short is not counted
   * @throws IOException if it cannot be run
   */
  public static Timing of(Workload workload, int warmUp, int runs, BooleanSupplier stop)
      throws IOException {
    checkArgument(runs > 0, "runs must be positive, found %s", runs);
    for (int i = 0; i < warmUp && !stop.getAsBoolean(); i++) {
      workload.run();
    }
    List<Double> seconds = new ArrayList<>();
    try {
      do {
        long begin = System.nanoTime();
        workload.run();
        seconds.add((System.nanoTime() - begin) / 1e9);
      } while (seconds.size() < runs && !stop.getAsBoolean());
    } catch (CancellationException e) {
      if (seconds.isEmpty()) {
        throw e;
      }
    }
    return new Timing(
        seconds.stream().collect(toImmutableList()),
        workload.images(),
        workload.flopsPerImage(),
        workload.bytesPerImage());
  }

  /** Returns the images a second over all runs. */
  public double imagesPerSecond() {
    double all = seconds.stream().mapToDouble(second -> second).sum();
    return images * seconds.size() / all;
  }

  /** Returns the floating-point operations a second over all runs, in billions. */
  public double gigaflops() {
    return imagesPerSecond() * flopsPerImage / 1e9;
  }

  /** Returns the bytes that are read a second over all runs, in millions. */
  public double megabytesPerSecond() {
    return imagesPerSecond() * bytesPerImage / 1e6;
  }

  /**
   * Returns the time that a share of the runs stayed within, interpolated between two.
   *
   * @param percent 0 to 100
   * @return in seconds
   */
  public double percentile(int percent) {
    return Quantiles.percentiles().index(percent).compute(seconds);
  }
}

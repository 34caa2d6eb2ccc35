package org.alexnet.graph.benchmark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.google.common.collect.ImmutableList;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class TimingTest {
  /** 8 images in 1, 2, 3 and 10 seconds, each of 5 billion operations. */
  private static final Timing TIMING = new Timing(ImmutableList.of(3.0, 1.0, 10.0, 2.0), 8, 5e9);

  /** Counts how often it was run. */
  private static final class Counted implements Workload {
    private int runs;

    @Override
    public void run() {
      runs++;
    }

    @Override
    public int images() {
      return 3;
    }

    @Override
    public double flopsPerImage() {
      return 0;
    }

    @Override
    public void close() {}
  }

  @Test
  void speedIsOverAllRuns() {
    assertThat(TIMING.imagesPerSecond()).isCloseTo(4 * 8 / 16.0, within(1e-12));
    assertThat(TIMING.gigaflops()).isCloseTo(4 * 8 / 16.0 * 5, within(1e-12));
  }

  @Test
  void percentilesAreInterpolatedBetweenTheSortedRuns() {
    assertThat(TIMING.percentile(0)).isEqualTo(1);
    assertThat(TIMING.percentile(50)).isEqualTo(2.5);
    assertThat(TIMING.percentile(99)).isCloseTo(3 + 0.97 * 7, within(1e-12));
    assertThat(TIMING.percentile(100)).isEqualTo(10);
  }

  @Test
  void whatWarmsUpIsNotTimed() throws IOException {
    Counted counted = new Counted();

    Timing timing = Timing.of(counted, 2, 5, () -> false);

    assertThat(counted.runs).isEqualTo(7);
    assertThat(timing.seconds()).hasSize(5).allMatch(seconds -> seconds >= 0);
    assertThat(timing.images()).isEqualTo(3);
  }

  @Test
  void oneRunIsTimedAtLeastWhereItIsToldToStop() throws IOException {
    Counted counted = new Counted();

    Timing timing = Timing.of(counted, 2, 5, () -> counted.runs >= 1);

    assertThat(counted.runs).isEqualTo(2);
    assertThat(timing.seconds()).hasSize(1);
  }

  @Test
  void nothingIsNoTiming() {
    assertThatThrownBy(() -> Timing.of(new Counted(), 0, 0, () -> false))
        .hasMessage("runs must be positive, found 0");
    assertThatThrownBy(() -> new Timing(ImmutableList.of(), 1, 0))
        .hasMessage("seconds must not be empty");
    assertThatThrownBy(() -> new Timing(ImmutableList.of(1.0), 0, 0))
        .hasMessage("images must be positive, found 0");
    assertThatThrownBy(() -> new Timing(ImmutableList.of(1.0), 1, -1))
        .hasMessage("flopsPerImage must not be negative, found -1.0");
  }
}

package org.alexnet.graph.benchmark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.google.common.collect.ImmutableList;
import java.io.IOException;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TimingTest {
  /** 8 images in 1, 2, 3 and 10 seconds, each of 5 billion operations and 3 million bytes. */
  private static final Timing TIMING =
      new Timing(ImmutableList.of(3.0, 1.0, 10.0, 2.0), 8, 5e9, 3e6);

  /** Counts how often it was run. */
  private static final class Counted implements Workload {
    private int runs;
    private int cancelledIn = Integer.MAX_VALUE;

    @Override
    public void run() {
      runs++;
      if (runs == cancelledIn) {
        throw new CancellationException("told to stop");
      }
    }

    @Override
    public int images() {
      return 3;
    }

    @Override
    public double bytesPerImage() {
      return 10 * runs;
    }

    @Override
    public void close() {}
  }

  @Test
  void speedIsOverAllRuns() {
    assertThat(TIMING.imagesPerSecond()).isCloseTo(4 * 8 / 16.0, within(1e-12));
    assertThat(TIMING.gigaflops()).isCloseTo(4 * 8 / 16.0 * 5, within(1e-12));
    assertThat(TIMING.megabytesPerSecond()).isCloseTo(4 * 8 / 16.0 * 3, within(1e-12));
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
    assertThat(timing.flopsPerImage()).isZero();
    assertThat(timing.bytesPerImage()).as("asked after all runs").isEqualTo(70);
  }

  @Test
  void oneRunIsTimedAtLeastWhereItIsToldToStop() throws IOException {
    Counted counted = new Counted();

    Timing timing = Timing.of(counted, 2, 5, () -> counted.runs >= 1);

    assertThat(counted.runs).isEqualTo(2);
    assertThat(timing.seconds()).hasSize(1);
  }

  @Test
  void aRunThatIsCutShortDoesNotCount() throws IOException {
    Counted counted = new Counted();
    counted.cancelledIn = 5;

    Timing timing = Timing.of(counted, 2, 5, () -> false);

    assertThat(counted.runs).isEqualTo(5);
    assertThat(timing.seconds()).hasSize(2);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void thereIsNoTimingIfNoRunWasWhole(int cancelledIn) {
    Counted counted = new Counted();
    counted.cancelledIn = cancelledIn;

    assertThatThrownBy(() -> Timing.of(counted, 2, 5, () -> false))
        .isInstanceOf(CancellationException.class)
        .hasMessage("told to stop");
    assertThat(counted.runs).isEqualTo(cancelledIn);
  }

  @Test
  void nothingIsNoTiming() {
    assertThatThrownBy(() -> Timing.of(new Counted(), 0, 0, () -> false))
        .hasMessage("runs must be positive, found 0");
    assertThatThrownBy(() -> new Timing(ImmutableList.of(), 1, 0, 0))
        .hasMessage("seconds must not be empty");
    assertThatThrownBy(() -> new Timing(ImmutableList.of(1.0), 0, 0, 0))
        .hasMessage("images must be positive, found 0");
    assertThatThrownBy(() -> new Timing(ImmutableList.of(1.0), 1, -1, 0))
        .hasMessage("flopsPerImage must not be negative, found -1.0");
    assertThatThrownBy(() -> new Timing(ImmutableList.of(1.0), 1, 0, -1))
        .hasMessage("bytesPerImage must not be negative, found -1.0");
  }
}

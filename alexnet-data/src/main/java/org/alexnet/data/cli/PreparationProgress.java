package org.alexnet.data.cli;

import java.time.Duration;
import java.util.Locale;
import java.util.function.LongSupplier;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.alexnet.common.cli.Terminal;
import org.alexnet.data.PreparationListener;
import org.alexnet.data.source.Split;

/**
 * Shows how preparation goes, with the rate and the time that is left: a bar on a terminal, a line
 * each minute elsewhere.
 */
final class PreparationProgress implements PreparationListener, AutoCloseable {
  private static final long SECOND = 1_000_000_000L;
  private static final long MINUTE = 60 * SECOND;

  private final boolean terminal;
  private final LongSupplier clock;
  private ProgressBar bar;
  private Split shown;
  private long keptImages;
  private long started;
  private long lastLine;

  PreparationProgress() {
    this(Terminal.isAttached(), System::nanoTime);
  }

  /**
   * @param terminal whether to draw a bar
   * @param clock gives nanoseconds
   */
  PreparationProgress(boolean terminal, LongSupplier clock) {
    this.terminal = terminal;
    this.clock = clock;
    this.started = clock.getAsLong();
    this.lastLine = started;
  }

  @Override
  public void kept(Split split, long done, long total) {
    begin(split, done, total);
    System.out.printf(
        Locale.ROOT, "%s: %,d of %,d images are stored already%n", split.prefix(), done, total);
  }

  @Override
  public void stored(Split split, long done, long total) {
    if (split != shown) {
      begin(split, 0, total);
    }
    if (terminal) {
      bar.stepTo(done);
    } else if (clock.getAsLong() - lastLine > MINUTE) {
      lastLine = clock.getAsLong();
      double rate = (done - keptImages) * (double) SECOND / (lastLine - started);
      System.out.printf(
          Locale.ROOT,
          "%s: %,d of %,d images, %s/s, %s left%n",
          split.prefix(),
          done,
          total,
          rate < 10 ? String.format(Locale.ROOT, "%.1f", rate) : Math.round(rate),
          time((total - done) / rate));
    }
  }

  private void begin(Split split, long done, long total) {
    close();
    keptImages = done;
    if (shown != null) { // the first images wait for TensorFlow
      started = clock.getAsLong();
      lastLine = started;
    }
    shown = split;
    if (terminal) {
      bar =
          new ProgressBarBuilder()
              .setTaskName(split.prefix())
              .setInitialMax(total)
              .startsFrom(done, Duration.ZERO)
              .setStyle(ProgressBarStyle.ASCII)
              .setConsumer(new ConsoleProgressBarConsumer(System.err))
              .showSpeed()
              .setUnit(" images", 1)
              .build();
    }
  }

  private static String time(double seconds) {
    long minutes = (long) Math.ceil(seconds / 60);
    return minutes < 120
        ? minutes + " min"
        : String.format(Locale.ROOT, "%d h %d min", minutes / 60, minutes % 60);
  }

  @Override
  public void close() {
    if (bar != null) {
      bar.close();
      bar = null;
    }
  }
}

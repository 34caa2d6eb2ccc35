package org.alexnet.data.cli;

import java.util.Locale;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.alexnet.common.cli.Terminal;
import org.alexnet.data.PreparationListener;
import org.alexnet.data.source.Split;

/** Shows how preparation goes: a bar on a terminal, a line each minute elsewhere. */
final class PreparationProgress implements PreparationListener, AutoCloseable {
  private static final long MINUTE = 60_000_000_000L;

  private final boolean terminal = Terminal.isAttached();
  private ProgressBar bar;
  private Split shown;
  private long lastLine = System.nanoTime();

  @Override
  public void stored(Split split, long done, long total) {
    if (terminal) {
      if (split != shown) {
        close();
        bar =
            new ProgressBarBuilder()
                .setTaskName(split.prefix())
                .setInitialMax(total)
                .setStyle(ProgressBarStyle.ASCII)
                .setConsumer(new ConsoleProgressBarConsumer(System.err))
                .build();
        shown = split;
      }
      bar.stepTo(done);
    } else if (System.nanoTime() - lastLine > MINUTE) {
      System.out.printf(Locale.ROOT, "%s: %,d of %,d images%n", split.prefix(), done, total);
      lastLine = System.nanoTime();
    }
  }

  @Override
  public void close() {
    if (bar != null) {
      bar.close();
      bar = null;
    }
  }
}

package org.alexnet.train.cli;

import static com.google.common.collect.ImmutableList.toImmutableList;

import com.google.common.base.Strings;
import com.google.common.collect.ImmutableList;
import java.util.List;
import java.util.Locale;
import me.tongfei.progressbar.ProgressBarRenderer;
import me.tongfei.progressbar.ProgressState;

/**
 * The line of a training on a terminal: the epoch, a bar, and as much beside it as there is room
 * for. Where the terminal is narrow the steps are left out first, then the pace, the error and the
 * loss; the time left stays longest.
 */
final class TrainingLine implements ProgressBarRenderer {
  private static final int LEAST_BAR = 8;
  private static final int LONGEST_BAR = 40;

  private volatile Status status = new Status("", "", "", "");

  /** What stands behind the bar. */
  record Status(String loss, String error, String pace, String left) {

    /** Returns all in one line. */
    String text() {
      return String.join("  ", loss, error, pace, left);
    }
  }

  /** Sets what stands behind the bar from now on. */
  void show(Status status) {
    this.status = status;
  }

  @Override
  public String render(ProgressState state, int columns) {
    return line(state.getTaskName(), state.getCurrent(), state.getMax(), columns);
  }

  /**
   * Returns the line.
   *
   * @param epoch what is under way
   * @param done steps of it that were made
   * @param all steps that it has
   * @param columns the most characters
   */
  String line(String epoch, long done, long all, int columns) {
    String begin = String.format(Locale.ROOT, "%s %3d%% [", epoch, 100 * done / Math.max(1, all));
    Status now = status;
    String steps = String.format(Locale.ROOT, "%,d/%,d", done, all);
    String end = "]";
    for (List<String> shape :
        List.of(
            List.of(steps, now.loss, now.error, now.pace, now.left),
            List.of(now.loss, now.error, now.pace, now.left),
            List.of(now.loss, now.error, now.left),
            List.of(now.loss, now.left),
            List.of(now.left))) {
      end = "]" + words(shape);
      if (begin.length() + LEAST_BAR + end.length() <= columns) {
        break;
      }
    }
    int room = columns - begin.length() - end.length();
    int bar = Math.max(0, Math.min(LONGEST_BAR, room));
    int filled = (int) (bar * done / Math.max(1, all));
    String line = begin + "=".repeat(filled) + " ".repeat(bar - filled) + end;
    return line.substring(0, Math.min(line.length(), Math.max(0, columns)));
  }

  private static String words(List<String> shape) {
    ImmutableList<String> some =
        shape.stream().filter(word -> !Strings.isNullOrEmpty(word)).collect(toImmutableList());
    return some.isEmpty() ? "" : " " + String.join("  ", some);
  }
}

package org.alexnet.train.watch;

import static com.google.common.base.Preconditions.checkArgument;
import static com.google.common.collect.ImmutableList.toImmutableList;

import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.Lists;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToDoubleFunction;

/**
 * What {@code steps.jsonl} in a run's folder says beyond the checkpoint; nothing where there is no
 * such file.
 *
 * @param points every so many steps, in order
 * @param happenings sittings that were resumed, warnings, and a step that broke the run
 * @param starts when sittings began, by the number of steps that were made before; of several that
 *     began there the last
 */
public record LoggedSteps(
    ImmutableList<Point> points,
    ImmutableList<Happening> happenings,
    ImmutableMap<Long, Instant> starts) {
  /** Nothing. */
  public static final LoggedSteps NONE =
      new LoggedSteps(ImmutableList.of(), ImmutableList.of(), ImmutableMap.of());

  private static final Set<String> TOLD = Set.of("resumed", "warning", StepLog.DIVERGED);
  private static final Set<String> STARTS = Set.of("started", "resumed");

  /**
   * Some steps, up to and with the last of them.
   *
   * @param step the number of steps that were made
   * @param loss mean cross-entropy, in nats
   * @param trainingError mean top-1 error, 0 to 1
   */
  public record Point(long step, double loss, double trainingError) {}

  /**
   * Something that the manifests do not tell.
   *
   * @param step the number of steps that were made
   * @param event what, in the log's word for it
   * @param text what, in words
   */
  public record Happening(long step, String event, String text) {

    /** Returns both, the word once: {@code warning: other cores}. */
    public String told() {
      String begin = event + ": ";
      return text.startsWith(begin) ? text : begin + text;
    }
  }

  /**
   * Reads the file of a run.
   *
   * @param folder the run's folder
   * @param until the number of steps of its latest checkpoint; what comes later is left out, unless
   *     it is the way to the step that broke the run
   * @throws IOException if it cannot be read or a line is not as it must be; what stands behind the
   *     last line feed is still being written and does not count
   */
  public static LoggedSteps read(Path folder, long until) throws IOException {
    Path file = folder.resolve(StepLog.NAME);
    if (!Files.exists(file)) {
      return NONE;
    }
    String text = text(file);
    List<String> lines =
        Splitter.on('\n').splitToList(text.substring(0, text.lastIndexOf('\n') + 1));
    Builder all = new Builder();
    Builder ofCheckpoint = new Builder();
    for (int i = 0; i < lines.size() - 1; i++) {
      try {
        Line line = LineCodec.decode(lines.get(i));
        all.add(line);
        if (line.step() <= until) {
          ofCheckpoint.add(line);
        }
      } catch (IllegalArgumentException | DateTimeParseException e) {
        throw new IOException(
            file + " is damaged in line " + (i + 1) + "; move it away, and its curves are left out",
            e);
      }
    }
    LoggedSteps whole = all.build();
    return whole.divergence().isPresent() ? whole : ofCheckpoint.build();
  }

  /** Collects what is told of lines. */
  private static final class Builder {
    private final ImmutableList.Builder<Point> points = ImmutableList.builder();
    private final ImmutableList.Builder<Happening> happenings = ImmutableList.builder();
    private final ImmutableMap.Builder<Long, Instant> starts = ImmutableMap.builder();

    void add(Line line) {
      if (line instanceof Line.Steps steps) {
        points.add(new Point(steps.step(), steps.loss(), steps.trainingError()));
      } else if (line instanceof Line.Event event) {
        if (TOLD.contains(event.event())) {
          happenings.add(new Happening(event.step(), event.event(), event.text()));
        }
        if (STARTS.contains(event.event())) {
          starts.put(event.step(), Instant.parse(event.time()));
        }
      }
    }

    LoggedSteps build() {
      return new LoggedSteps(points.build(), happenings.build(), starts.buildKeepingLast());
    }
  }

  /** Returns what is told of the step that broke the run, if it ended so. */
  public Optional<Happening> divergence() {
    return happenings.stream()
        .filter(happening -> happening.event().equals(StepLog.DIVERGED))
        .reduce((earlier, later) -> later);
  }

  private static String text(Path file) throws IOException {
    try {
      return Files.readString(file);
    } catch (CharacterCodingException e) {
      throw new IOException(
          file + " is damaged: it is not text in UTF-8; move it away, and its curves are left out",
          e);
    }
  }

  /**
   * Returns a copy with fewer points, each of them the mean of as many in a row as it takes.
   *
   * @param most the most points that it has; positive
   */
  public LoggedSteps thinned(int most) {
    checkArgument(most > 0, "most must be positive, found %s", most);
    int together = (points.size() + most - 1) / most;
    return together <= 1
        ? this
        : new LoggedSteps(
            Lists.partition(points, together).stream()
                .map(
                    group ->
                        new Point(
                            group.get(group.size() - 1).step(),
                            mean(group, Point::loss),
                            mean(group, Point::trainingError)))
                .collect(toImmutableList()),
            happenings,
            starts);
  }

  private static double mean(List<Point> group, ToDoubleFunction<Point> value) {
    return group.stream().mapToDouble(value).average().orElseThrow();
  }
}

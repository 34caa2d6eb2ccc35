package org.alexnet.train.report;

import static com.google.common.collect.ImmutableList.toImmutableList;

import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.Lists;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import org.alexnet.train.watch.Watch;

/**
 * What {@code steps.jsonl} in a run's folder says beyond the checkpoint; nothing where there is no
 * such file.
 *
 * @param points every so many steps, in order
 * @param happenings sittings that were resumed, and warnings
 */
record LoggedSteps(ImmutableList<Point> points, ImmutableList<Happening> happenings) {
  /** More points than a chart has pixels cost time and show nothing. */
  static final int MOST_POINTS = 2000;

  private static final Set<String> TOLD = Set.of("resumed", "warning");

  /**
   * Some steps, up to and with the last of them.
   *
   * @param step the number of steps that were made
   * @param loss mean cross-entropy, in nats
   * @param trainingError mean top-1 error, 0 to 1
   */
  record Point(long step, double loss, double trainingError) {}

  /**
   * Something that the manifests do not tell.
   *
   * @param step the number of steps that were made
   * @param text what, in words
   */
  record Happening(long step, String text) {}

  /**
   * Reads the file of a run.
   *
   * @param folder the run's folder
   * @param until the number of steps of its latest checkpoint; what comes later is left out
   * @throws IOException if it cannot be read or a line is not as it must be; what stands behind the
   *     last line feed is still being written and does not count
   */
  static LoggedSteps read(Path folder, long until) throws IOException {
    Path file = folder.resolve(Watch.STEPS_FILE);
    if (!Files.exists(file)) {
      return new LoggedSteps(ImmutableList.of(), ImmutableList.of());
    }
    String text = Files.readString(file);
    List<String> lines =
        Splitter.on('\n').splitToList(text.substring(0, text.lastIndexOf('\n') + 1));
    ImmutableList.Builder<Point> points = ImmutableList.builder();
    ImmutableList.Builder<Happening> happenings = ImmutableList.builder();
    for (int i = 0; i < lines.size() - 1; i++) {
      try {
        JsonObject line = JsonParser.parseString(lines.get(i)).getAsJsonObject();
        if (line.get("step").getAsLong() <= until) {
          add(line, points, happenings);
        }
      } catch (JsonParseException
          | IllegalStateException
          | NullPointerException
          | NumberFormatException
          | UnsupportedOperationException e) { // Gson's words for what is not there or other
        throw new IOException(
            file + " is damaged in line " + (i + 1) + "; move it away, and its curves are left out",
            e);
      }
    }
    return new LoggedSteps(thinned(points.build()), happenings.build());
  }

  private static void add(
      JsonObject line,
      ImmutableList.Builder<Point> points,
      ImmutableList.Builder<Happening> happenings) {
    long step = line.get("step").getAsLong();
    String kind = line.get("kind").getAsString();
    if (kind.equals("step")) {
      points.add(
          new Point(
              step, line.get("loss").getAsDouble(), line.get("training_error").getAsDouble()));
    } else if (kind.equals("event") && TOLD.contains(line.get("event").getAsString())) {
      happenings.add(
          new Happening(
              step, line.get("event").getAsString() + ": " + line.get("text").getAsString()));
    }
  }

  /** Means of as many points in a row as it takes. */
  private static ImmutableList<Point> thinned(ImmutableList<Point> points) {
    int together = (points.size() + MOST_POINTS - 1) / MOST_POINTS;
    return together <= 1
        ? points
        : Lists.partition(points, together).stream()
            .map(
                group ->
                    new Point(
                        group.get(group.size() - 1).step(),
                        mean(group, Point::loss),
                        mean(group, Point::trainingError)))
            .collect(toImmutableList());
  }

  private static double mean(List<Point> group, ToDoubleFunction<Point> value) {
    return group.stream().mapToDouble(value).average().orElseThrow();
  }
}

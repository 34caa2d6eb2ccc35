package org.alexnet.train.experiment;

import com.google.common.base.Splitter;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.alexnet.common.AtomicFile;

/**
 * How long each run took, of all sittings that ended by themselves or were told to stop, and when
 * the last of them ended.
 */
final class RunTimes {
  private final Path file;
  private final TreeMap<String, Time> times = new TreeMap<>();

  private RunTimes(Path file) {
    this.file = file;
  }

  /**
   * Of a run.
   *
   * @param seconds of all sittings, to a tenth
   * @param end of the last, to a second
   */
  record Time(double seconds, Instant end) {
    /**
     * Reads what {@link #toString} writes.
     *
     * @throws IllegalArgumentException or DateTimeException if it is something else
     */
    static Time parse(String text) {
      List<String> words = Splitter.on(' ').splitToList(text);
      if (words.size() != 2) {
        throw new IllegalArgumentException(text);
      }
      return new Time(Double.parseDouble(words.get(0)), Instant.parse(words.get(1)));
    }

    private Time then(Time later) {
      return new Time(Math.round(10 * (seconds + later.seconds)) / 10.0, later.end);
    }

    @Override
    public String toString() {
      return String.format(Locale.ROOT, "%.1f %s", seconds, end);
    }
  }

  /**
   * Reads those of earlier sittings.
   *
   * @param file where they stand; it need not exist
   * @throws IOException if it cannot be read
   */
  static RunTimes in(Path file) throws IOException {
    RunTimes found = new RunTimes(file);
    if (Files.exists(file)) {
      Properties properties = new Properties();
      properties.load(new StringReader(Files.readString(file)));
      try {
        properties.forEach((run, time) -> found.times.put((String) run, Time.parse((String) time)));
      } catch (IllegalArgumentException | DateTimeException e) {
        throw new IOException(file + " is damaged; remove it, and times are counted anew", e);
      }
    }
    return found;
  }

  /** Adds a sitting that ends now. */
  void add(String run, Duration sitting) throws IOException {
    Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    times.merge(run, new Time(0, now).then(new Time(sitting.toMillis() / 1000.0, now)), Time::then);
    AtomicFile.write(
        file,
        times.entrySet().stream()
            .map(each -> String.format(Locale.ROOT, "%s=%s%n", each.getKey(), each.getValue()))
            .collect(Collectors.joining()));
  }

  /** Returns those of a run; nothing if its end was not noted. */
  Optional<Time> of(String run) {
    return Optional.ofNullable(times.get(run));
  }
}

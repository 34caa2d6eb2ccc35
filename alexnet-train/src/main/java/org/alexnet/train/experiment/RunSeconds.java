package org.alexnet.train.experiment;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Properties;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.alexnet.common.AtomicFile;

/** How long each run took, of all sittings that ended by themselves or were told to stop. */
final class RunSeconds {
  private final Path file;
  private final TreeMap<String, Double> seconds = new TreeMap<>();

  private RunSeconds(Path file) {
    this.file = file;
  }

  /**
   * Reads what earlier sittings took.
   *
   * @param file where it stands; it need not exist
   * @throws IOException if it cannot be read
   */
  static RunSeconds in(Path file) throws IOException {
    RunSeconds times = new RunSeconds(file);
    if (Files.exists(file)) {
      Properties found = new Properties();
      found.load(new StringReader(Files.readString(file)));
      try {
        found.forEach(
            (run, time) -> times.seconds.put((String) run, Double.valueOf((String) time)));
      } catch (IllegalArgumentException e) {
        throw new IOException(file + " is damaged; remove it, and times are counted anew", e);
      }
    }
    return times;
  }

  /** Adds the time of a sitting, to a tenth of a second. */
  void add(String run, double more) throws IOException {
    seconds.merge(run, more, Double::sum);
    seconds.replaceAll((each, time) -> Math.round(10 * time) / 10.0);
    AtomicFile.write(
        file,
        seconds.entrySet().stream()
            .map(each -> String.format(Locale.ROOT, "%s=%.1f%n", each.getKey(), each.getValue()))
            .collect(Collectors.joining()));
  }

  /** Returns the time of a run. */
  double of(String run) {
    return seconds.getOrDefault(run, 0.0);
  }
}

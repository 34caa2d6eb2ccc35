package org.alexnet.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * Runs cases that must end well: in success or in an IOException of one line that names the file,
 * within a bound of time. Counts what became of them.
 */
final class Fuzz implements AutoCloseable {
  private static final long LONGEST_SECONDS = 60;

  /** One try; what it names is the file or the folder that an error must name. */
  interface Case {
    void run() throws IOException;
  }

  private final String name;
  private final long seed;
  private final Random random;
  private final Map<String, Integer> outcomes = new TreeMap<>();
  private final ExecutorService thread = Executors.newSingleThreadExecutor();

  private int done;
  private long longestNanos;
  private int longest;

  /**
   * @param seed of the first case; equal seeds give equal cases
   */
  Fuzz(String name, long seed) {
    this.name = name;
    this.seed = seed;
    this.random = new Random(seed);
  }

  /** Random numbers of the cases. */
  Random random() {
    return random;
  }

  /** Counts something that was found out about a case. */
  void count(String outcome) {
    outcomes.merge(outcome, 1, Integer::sum);
  }

  /**
   * Runs the next case.
   *
   * @param named what a refusal must name
   */
  void run(Path named, Case one) {
    done++;
    long begin = System.nanoTime();
    try {
      thread.submit(() -> attempt(named, one)).get(LONGEST_SECONDS, TimeUnit.SECONDS);
    } catch (Exception e) {
      throw new AssertionError(
          String.format(Locale.ROOT, "%s, seed %d, case %d: %s", name, seed, done, e.getCause()),
          e);
    }
    if (System.nanoTime() - begin > longestNanos) {
      longestNanos = System.nanoTime() - begin;
      longest = done;
    }
  }

  private Void attempt(Path named, Case one) {
    try {
      one.run();
      count("succeeded");
    } catch (IOException e) {
      assertThat(e.getMessage()).contains(named.toString()).hasLineCount(1);
      count("refused");
    }
    return null;
  }

  /** Prints the counts, the longest case and the peak of resident memory. */
  @Override
  public void close() throws IOException {
    thread.shutdown();
    System.out.printf(
        Locale.ROOT,
        "%-12s seed %d: %,d cases, %s; longest %.2f s (case %d); peak of resident memory %s%n",
        name,
        seed,
        done,
        outcomes,
        longestNanos / 1e9,
        longest,
        peak());
  }

  private static String peak() throws IOException {
    Path status = Path.of("/proc/self/status");
    return Files.exists(status)
        ? Files.readAllLines(status).stream()
            .filter(line -> line.startsWith("VmHWM:"))
            .map(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024 + " MiB")
            .findFirst()
            .orElse("unknown")
        : "unknown";
  }
}

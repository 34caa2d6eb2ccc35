package org.alexnet.train.paper;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.alexnet.train.experiment.MarkdownTable;
import org.alexnet.train.experiment.ResultText;
import org.alexnet.train.proto.ArmResult;
import org.alexnet.train.proto.ExperimentResult;
import org.alexnet.train.proto.SeedResult;

/** What ran, when, for how long and on what. */
final class RanTable {
  private static final int SECONDS_OF_AN_HOUR = 3600;
  private static final int SECONDS_OF_A_MINUTE = 60;

  private RanTable() {}

  /** Returns a section of the page. */
  static String markdown(PaperResults results) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(
        List.of("experiment", "scale", "networks", "first and last ready (UTC)", "time", "with"));
    Map<String, Double> together = new HashMap<>();
    for (ExperimentResult result : results.results()) {
      int networks = 0;
      for (SeedResult seed : seeds(result)) {
        networks += seed.getRunsCount();
        together.put(result.getScale() + " " + seed.getRunsList(), seed.getSeconds());
      }
      rows.add(
          List.of(
              result.getExperiment(),
              result.getScale(),
              String.valueOf(networks),
              when(result),
              String.format(
                  Locale.ROOT, "%,.0f min", ResultText.seconds(result) / SECONDS_OF_A_MINUTE),
              String.format(
                  Locale.ROOT,
                  "%s, commit %.12s",
                  result.getMachine().getProcessor(),
                  result.getMachine().getCommit())));
    }
    return String.format(
        Locale.ROOT,
        """
        ## What ran

        Time is that of training and evaluation of the networks that are compared, searches of learning rates aside;
        networks that several experiments share are counted in each of them. It is by the clock, pauses included, but
        sittings that were killed left out. All different ones together took %.1f hours. The commit is that of the sitting that
        wrote the result.

        %s""",
        together.values().stream().mapToDouble(Double::doubleValue).sum() / SECONDS_OF_AN_HOUR,
        MarkdownTable.of(rows));
  }

  private static List<SeedResult> seeds(ExperimentResult result) {
    return result.getArmsList().stream()
        .map(ArmResult::getSeedsList)
        .flatMap(List::stream)
        .toList();
  }

  private static String when(ExperimentResult result) {
    List<String> ends = seeds(result).stream().map(SeedResult::getEnd).sorted().toList();
    return minute(ends.get(0)) + " to " + minute(ends.get(ends.size() - 1));
  }

  /** Of 2026-11-29T22:40:11Z what people want to know. */
  private static String minute(String time) {
    return time.replaceFirst("T(..:..).*", " $1");
  }
}

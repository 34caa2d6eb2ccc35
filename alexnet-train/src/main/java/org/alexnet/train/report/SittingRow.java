package org.alexnet.train.report;

import com.google.common.collect.ImmutableList;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import org.alexnet.train.Run;
import org.alexnet.train.RunProvenance;
import org.alexnet.train.Sitting;
import org.alexnet.train.watch.LoggedSteps;

/**
 * A row of the table of the processes that trained a run.
 *
 * @param number of the run, counted from 1
 * @param name of the run
 * @param firstStep the first step that the process made, counted from 1, if it has made any
 * @param began when, if there is a log of the steps
 * @param versions of this library, TensorFlow and Java
 * @param machine processor, cores, operating system and devices of the towers
 * @param commandLine how it was started
 */
record SittingRow(
    int number,
    String name,
    String firstStep,
    String began,
    String versions,
    String machine,
    String commandLine) {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm 'UTC'", Locale.ROOT).withZone(ZoneOffset.UTC);

  /** Returns the rows of a run, in order of time. */
  static ImmutableList<SittingRow> of(int number, String name, Run run, LoggedSteps log) {
    return run.sittings().stream()
        .map(sitting -> of(number, name, sitting, run.checkpoint().step(), log))
        .collect(ImmutableList.toImmutableList());
  }

  private static SittingRow of(
      int number, String name, Sitting sitting, long steps, LoggedSteps log) {
    Optional<Instant> began = Optional.ofNullable(log.starts().get(sitting.stepsBefore()));
    RunProvenance made = sitting.provenance();
    return new SittingRow(
        number,
        name,
        sitting.stepsBefore() < steps ? Text.whole(sitting.stepsBefore() + 1) : Text.NONE,
        began.map(TIME::format).orElse(Text.NONE),
        String.format(
            Locale.ROOT,
            "%s, TensorFlow %s, Java %s",
            made.libraryVersion(),
            made.tensorFlowVersion(),
            made.javaVersion()),
        String.format(
            Locale.ROOT,
            "%s, %s, %s; towers on %s",
            made.processor(),
            Text.count(made.cores(), "core"),
            made.operatingSystem(),
            String.join(", ", made.towerDevices())),
        sitting.commandLine());
  }
}

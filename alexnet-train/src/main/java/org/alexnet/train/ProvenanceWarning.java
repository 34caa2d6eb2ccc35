package org.alexnet.train;

import static java.util.stream.Collectors.joining;

import com.google.common.collect.ImmutableSet;
import com.google.common.collect.Sets;
import java.util.Optional;
import java.util.stream.Stream;
import org.alexnet.data.BadRecord;
import org.alexnet.graph.device.ThreadPlan;

/**
 * Whether a run is resumed where it cannot become, bit for bit, what it would have become: sums are
 * taken in another order with another number of cores or other threads, with compiled loops or
 * without, on other devices and processors and in other versions of TensorFlow and of this library;
 * and where other records of the data set are damaged, other images are read.
 */
public final class ProvenanceWarning {
  private ProvenanceWarning() {}

  /**
   * One line on what differs, or nothing if the bits will be those of an unbroken run.
   *
   * @param before with what the run was made so far
   * @param now with what it is resumed
   */
  public static Optional<String> between(RunProvenance before, RunProvenance now) {
    String differences =
        Stream.of(
                difference("cores", before.cores(), now.cores()),
                difference("tower devices", before.towerDevices(), now.towerDevices()),
                difference("threads", threads(before), threads(now)),
                compiledLoops(before, now),
                difference("TensorFlow", before.tensorFlowVersion(), now.tensorFlowVersion()),
                badRecords(before, now),
                difference("processor", before.processor(), now.processor()),
                difference("library", before.libraryVersion(), now.libraryVersion()),
                difference("operating system", before.operatingSystem(), now.operatingSystem()))
            .flatMap(Optional::stream)
            .collect(joining(", "));
    return differences.isEmpty()
        ? Optional.empty()
        : Optional.of(
            "warning: the weights will not be bit for bit those of an unbroken run: "
                + differences);
  }

  private static Optional<String> compiledLoops(RunProvenance before, RunProvenance now) {
    return before.compilesLoops().isEmpty() || now.compilesLoops().isEmpty()
        ? Optional.empty()
        : difference(
            "compiled loops",
            before.compilesLoops().get() ? "on" : "off",
            now.compilesLoops().get() ? "on" : "off");
  }

  private static Optional<String> badRecords(RunProvenance before, RunProvenance now) {
    int other = Sets.difference(places(now), places(before)).size();
    int mended = Sets.difference(places(before), places(now)).size();
    return other == 0 && mended == 0
        ? Optional.empty()
        : Optional.of(
            "damaged training records "
                + before.badRecords().size()
                + " before, "
                + now.badRecords().size()
                + " now, "
                + other
                + " of them new");
  }

  private static ImmutableSet<String> places(RunProvenance provenance) {
    return provenance.badRecords().stream()
        .map(BadRecord::place)
        .collect(ImmutableSet.toImmutableSet());
  }

  private static String threads(RunProvenance provenance) {
    return provenance.threads().map(ThreadPlan::describe).orElse("the default's");
  }

  private static Optional<String> difference(String what, Object before, Object now) {
    return before.equals(now)
        ? Optional.empty()
        : Optional.of(what + " " + before + " before, " + now + " now");
  }
}

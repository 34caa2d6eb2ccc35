package org.alexnet.train;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import java.util.Optional;
import org.alexnet.data.BadRecord;
import org.alexnet.graph.device.ThreadPlan;
import org.junit.jupiter.api.Test;

class ProvenanceWarningTest {
  private static final RunProvenance BEFORE = here("17.0.1", 2, Optional.of(true));

  @Test
  void nothingIsSaidWhereTheBitsStayTheSame() {
    RunProvenance newerJava = here("21.0.1", 2, Optional.of(true));

    assertThat(ProvenanceWarning.between(BEFORE, BEFORE)).isEmpty();
    assertThat(ProvenanceWarning.between(BEFORE, newerJava)).isEmpty();
  }

  /** What an earlier version did not tell may be the same. */
  @Test
  void nothingIsSaidOfLoopsWhereOneSideDoesNotTell() {
    RunProvenance silent = here("17.0.1", 2, Optional.empty());

    assertThat(ProvenanceWarning.between(silent, BEFORE)).isEmpty();
    assertThat(ProvenanceWarning.between(BEFORE, silent)).isEmpty();
  }

  @Test
  void otherDamagedRecordsAreOtherImages() {
    RunProvenance one =
        BEFORE.withBadRecords(ImmutableList.of(new BadRecord("train-0", 7, "at byte 1")));
    RunProvenance other =
        BEFORE.withBadRecords(ImmutableList.of(new BadRecord("train-0", 8, "at byte 2")));

    assertThat(ProvenanceWarning.between(one, one)).isEmpty();
    assertThat(ProvenanceWarning.between(one, other))
        .contains(
            "warning: the weights will not be bit for bit those of an unbroken run: damaged training"
                + " records 1 before, 1 now, 1 of them new");
    assertThat(ProvenanceWarning.between(one, BEFORE))
        .contains(
            "warning: the weights will not be bit for bit those of an unbroken run: damaged training"
                + " records 1 before, 0 now, 0 of them new");
  }

  @Test
  void oneLineNamesEverythingThatDiffers() {
    RunProvenance elsewhere =
        new RunProvenance(
            "0.3",
            "2.19.0",
            "17.0.1",
            "Mac OS X aarch64",
            8,
            ImmutableList.of("/GPU:0", "/GPU:1"),
            "6502",
            Optional.of(new ThreadPlan(1, 8)),
            Optional.of(false),
            ImmutableList.of());

    assertThat(ProvenanceWarning.between(BEFORE, elsewhere))
        .contains(
            "warning: the weights will not be bit for bit those of an unbroken run: cores 2 before,"
                + " 8 now, tower devices [/CPU:0, /CPU:0] before, [/GPU:0, /GPU:1] now, threads the default's"
                + " before, 1 operation at once with 8 threads each now, compiled loops on before, off now, TensorFlow"
                + " 2.18.0 before, 2.19.0 now, processor Z80 before, 6502 now, library 0.1 before, 0.3 now, operating system Linux amd64 before, Mac OS X"
                + " aarch64 now");
  }

  @Test
  void oneCoreMoreIsSaid() {
    RunProvenance one = here("17.0.1", 1, Optional.of(true));

    assertThat(ProvenanceWarning.between(one, BEFORE))
        .contains(
            "warning: the weights will not be bit for bit those of an unbroken run: cores 1 before,"
                + " 2 now");
  }

  private static RunProvenance here(String java, int cores, Optional<Boolean> compilesLoops) {
    return new RunProvenance(
        "0.1",
        "2.18.0",
        java,
        "Linux amd64",
        cores,
        ImmutableList.of("/CPU:0", "/CPU:0"),
        "Z80",
        Optional.empty(),
        compilesLoops,
        ImmutableList.of());
  }
}

package org.alexnet.train.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.alexnet.common.CpuSettings;
import org.alexnet.data.Dataset;
import org.alexnet.graph.benchmark.KeptPlans;
import org.alexnet.graph.benchmark.PlanKey;
import org.alexnet.graph.device.PlacedNetwork;
import org.alexnet.graph.device.Placement;
import org.alexnet.graph.device.ThreadPlan;
import org.alexnet.graph.preset.Preset;
import org.alexnet.graph.spec.AlexNetSpec;
import org.alexnet.train.Checkpoint;
import org.alexnet.train.FewImages;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** {@code --autotune}, on the smallest network. */
@DisabledOnOs(OS.WINDOWS)
class AutotuneTest {
  private static final int BATCH = 7;

  /** What no machine is the fastest with. */
  private static final ThreadPlan ODD = new ThreadPlan(3, 5);

  @TempDir private Path folder;
  private Path cache;
  private KeptPlans plans;
  private Dataset dataset;

  @BeforeEach
  void cacheIsEmpty() throws IOException {
    CpuSettings.apply();
    cache = folder.resolve("cache");
    plans = new KeptPlans(cache);
    System.setProperty("org.alexnet.cache", cache.toString());
    dataset = FewImages.sevenClasses(folder, 32, 2, 1);
  }

  @AfterEach
  void cacheIsTheUsersAgain() {
    System.clearProperty("org.alexnet.cache");
  }

  private CommandRun run(String command, String... more) {
    List<String> args =
        new ArrayList<>(
            List.of(
                command,
                "--data=" + dataset.directory(),
                "--preset=cifar10",
                "--width-divided-by=8",
                "--input-size=28",
                "--batch-size=" + BATCH,
                "--devices=/CPU:0"));
    args.addAll(List.of(more));
    return CommandRun.of(args.toArray());
  }

  private CommandRun train(String out, String... more) {
    List<String> args = new ArrayList<>(List.of("--out=" + folder.resolve(out)));
    args.addAll(List.of(more));
    if (Stream.of(more).noneMatch(option -> option.startsWith("--epochs"))) {
      args.add("--epochs=1");
    }
    return run("train", args.toArray(String[]::new));
  }

  private Optional<ThreadPlan> threads(String out) throws IOException {
    return Checkpoint.open(folder.resolve(out)).threads();
  }

  private PlanKey key() {
    AlexNetSpec spec =
        Preset.CIFAR10.spec().withWidthDividedBy(8).withImageSize(28).withClassCount(7);
    return PlanKey.here(new PlacedNetwork(spec, Placement.of("/CPU:0")), BATCH);
  }

  @Test
  void measuresOnceAndKeepsWhatIsTheFastest() throws IOException {
    // when
    CommandRun measured = train("first", "--autotune");
    CommandRun kept = train("second", "--autotune", "--seed=9");

    // then
    assertThat(measured.err()).isEmpty();
    assertThat(measured.code()).isZero();
    int cores = Runtime.getRuntime().availableProcessors();
    ThreadPlan best = plans.read(key()).orElseThrow();
    assertThat(ThreadPlan.candidates(1, cores)).contains(best);
    assertThat(measured.out())
        .contains("operations at once  threads each  fastest step of each round  images/s\n")
        .containsPattern("\n +" + cores + " +" + cores + "( +[\\d.,]+ ms){2} +[\\d.]+\n")
        .contains("\nThreads  " + best.describe() + ": ");
    assertThat(kept.code()).isZero();
    assertThat(kept.out())
        .doesNotContain("operations at once  threads each")
        .contains("\nThreads  " + best.describe() + ": kept in " + plans.file(key()) + "\n");
    Optional<ThreadPlan> recorded =
        Optional.of(best).filter(plan -> !plan.equals(ThreadPlan.byDefault()));
    assertThat(threads("first")).isEqualTo(recorded);
    assertThat(threads("second")).isEqualTo(recorded);
  }

  @Test
  void aRunHasTheKeptPlanAndIsResumedByIt() throws IOException {
    // given
    plans.write(key(), ODD);

    // when
    CommandRun begun = train("run", "--autotune");

    // then
    assertThat(begun.code()).as(begun.err()).isZero();
    assertThat(threads("run")).contains(ODD);

    // when
    plans.write(key(), new ThreadPlan(1, 1));
    CommandRun resumed = train("run", "--autotune", "--epochs=2", "--if-exists=resume");

    // then
    assertThat(resumed.code()).as(resumed.err()).isZero();
    assertThat(resumed.out())
        .contains(
            "\nThreads  3 operations at once with 5 threads each: those of the run that is"
                + " resumed\n")
        .doesNotContain("warning");
    assertThat(threads("run")).contains(ODD);

    // when
    CommandRun without = train("run", "--epochs=3", "--if-exists=resume");

    // then
    assertThat(without.out()).doesNotContain("Threads", "warning");
    assertThat(threads("run")).contains(ODD);
  }

  @Test
  void nothingIsReadWithoutTheOption() throws IOException {
    plans.write(key(), ODD);

    CommandRun run = train("run");

    assertThat(run.out()).doesNotContain("Threads");
    assertThat(threads("run")).isEmpty();
  }

  @Test
  void aDamagedFileIsMeasuredAgain() throws IOException {
    // given
    plans.write(key(), ODD);
    Files.writeString(plans.file(key()), "");

    // when
    CommandRun run = run("benchmark", "--autotune", "--steps=1");

    // then
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.out())
        .startsWith(
            "Measuring again: "
                + plans.file(key())
                + " is not the manifest of a plan of threads, or it is damaged: it is empty\n"
                + "operations at once  threads each  ");
    assertThat(plans.read(key())).isPresent().isNotEqualTo(Optional.of(ODD));
    // measuring the plans took the memory before the network was built
    assertThat(run.out().lines()).anyMatch(line -> line.matches("training .* -  +[\\d,]+"));
  }

  @Test
  void aCacheThatCannotBeWrittenIsSaidBeforeAnythingIsMeasured() throws IOException {
    Files.writeString(cache, "no folder");

    CommandRun refused = run("benchmark", "--autotune");

    CommandRun.assertRefused(
        refused,
        1,
        cache
            + " exists already; remove it, or choose another name; -Dorg.alexnet.cache=FOLDER keeps"
            + " plans elsewhere");
    assertThat(refused.out()).doesNotContain("operations at once");
  }

  @Test
  void otherDevicesAndOtherMeasurementsAreRefused() throws IOException {
    CommandRun.assertRefused(
        CommandRun.of(
            "benchmark", "--autotune", "--of=inference", "--preset=cifar10", "--devices=/CPU:0"),
        2,
        "--autotune measures training, found [inference]");
    CommandRun.assertRefused(
        CommandRun.of(
            "train",
            "--autotune",
            "--data=" + dataset.directory(),
            "--out=" + folder.resolve("run"),
            "--preset=cifar10",
            "--towers=2",
            "--cluster=127.0.0.1:1,127.0.0.1:2",
            "--trusted-network"),
        2,
        "--autotune chooses threads of this machine's CPUs, found /job:tower/task:0/CPU:0 and"
            + " /job:tower/task:1/CPU:0");
    try (Stream<Path> none = Files.walk(folder)) {
      assertThat(none).doesNotContain(cache);
    }
  }
}

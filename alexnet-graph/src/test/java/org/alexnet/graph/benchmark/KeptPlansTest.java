package org.alexnet.graph.benchmark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import com.google.common.collect.ImmutableList;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.alexnet.graph.TestSpecs;
import org.alexnet.graph.device.PlacedNetwork;
import org.alexnet.graph.device.Placement;
import org.alexnet.graph.device.ThreadPlan;
import org.alexnet.graph.spec.AlexNetSpec;
import org.alexnet.graph.spec.Precision;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Plans of threads on disk. */
class KeptPlansTest {
  private static final PlanKey KEY =
      new PlanKey(
          "Z80",
          8,
          "2.18.0",
          "1",
          "0123",
          128,
          Precision.FLOAT32,
          1,
          ImmutableList.of("/CPU:0", "/CPU:0"));
  private static final ThreadPlan PLAN = new ThreadPlan(2, 4);
  private static final AlexNetSpec SPEC = TestSpecs.narrowPaper(4);

  @TempDir private Path folder;

  @Test
  void aPlanIsReadAsItWasWritten() throws IOException {
    KeptPlans plans = new KeptPlans(folder.resolve("not/yet"));
    assertThat(plans.read(KEY)).isEmpty();

    plans.write(KEY, PLAN);

    assertThat(plans.read(KEY)).contains(PLAN);
    assertThat(Files.readString(plans.file(KEY)))
        .contains("\"processor\": \"Z80\"", "\"operations\": 2", "\"threadsEach\": 4");
    plans.write(KEY, new ThreadPlan(1, 8));
    assertThat(plans.read(KEY)).contains(new ThreadPlan(1, 8));
  }

  @Test
  void anotherMachineOrShapeHasNone() throws IOException {
    KeptPlans plans = new KeptPlans(folder);
    plans.write(KEY, PLAN);
    ImmutableList<String> cpus = KEY.towerDevices();
    List<PlanKey> others =
        List.of(
            new PlanKey("6502", 8, "2.18.0", "1", "0123", 128, Precision.FLOAT32, 1, cpus),
            new PlanKey("Z80", 4, "2.18.0", "1", "0123", 128, Precision.FLOAT32, 1, cpus),
            new PlanKey("Z80", 8, "2.19.0", "1", "0123", 128, Precision.FLOAT32, 1, cpus),
            new PlanKey("Z80", 8, "2.18.0", "", "0123", 128, Precision.FLOAT32, 1, cpus),
            new PlanKey("Z80", 8, "2.18.0", "1", "4567", 128, Precision.FLOAT32, 1, cpus),
            new PlanKey("Z80", 8, "2.18.0", "1", "0123", 64, Precision.FLOAT32, 1, cpus),
            new PlanKey("Z80", 8, "2.18.0", "1", "0123", 128, Precision.BFLOAT16, 1, cpus),
            new PlanKey("Z80", 8, "2.18.0", "1", "0123", 128, Precision.FLOAT32, 2, cpus),
            new PlanKey(
                "Z80", 8, "2.18.0", "1", "0123", 128, Precision.FLOAT32, 1, cpus.subList(0, 1)));

    for (PlanKey other : others) {
      assertThat(plans.read(other)).as("%s", other).isEmpty();
    }
  }

  @Test
  void aDamagedFileIsNoPlan() throws IOException {
    // given
    KeptPlans plans = new KeptPlans(folder);
    plans.write(KEY, PLAN);
    Path file = plans.file(KEY);
    String whole = Files.readString(file);

    // when, then
    Files.writeString(file, whole.replace("\"operations\": 2", "\"operations\": 3"));
    assertDamaged(
        plans,
        " is not the manifest of a plan of threads, or it is damaged: what it says does not match"
            + " its own hash");
    Files.writeString(file, whole.substring(0, whole.indexOf("\"plan\"")));
    assertDamaged(
        plans, " is not the manifest of a plan of threads, or it is damaged: it ends too early");
    Files.writeString(file, whole.replace("\"schemaVersion\": 1", "\"schemaVersion\": 2"));
    assertDamaged(plans, " has schema version 2; this library reads version 1: measure again");
  }

  @Test
  void theFileOfAnotherKeyUnderThisNameIsRefused() throws IOException {
    KeptPlans plans = new KeptPlans(folder);
    PlanKey other = new PlanKey("Z80", 8, "", "", "", 1, Precision.FLOAT32, 1, ImmutableList.of());
    plans.write(other, PLAN);
    Files.move(plans.file(other), plans.file(KEY));

    assertDamaged(
        plans, " is not the manifest of a plan of threads: it is of another key, " + other);
  }

  private static void assertDamaged(KeptPlans plans, String message) {
    assertThatIOException()
        .isThrownBy(() -> plans.read(KEY))
        .withMessage("%s", plans.file(KEY) + message);
  }

  @Test
  void whatCannotBeWrittenIsSaidBefore() throws IOException {
    KeptPlans plans = new KeptPlans(folder);
    Files.createDirectory(plans.file(KEY));

    assertThatIOException()
        .isThrownBy(() -> plans.requireWritable(KEY))
        .withMessage("%s is a folder; give the name of a file", plans.file(KEY));
  }

  @Test
  void aKeyIsOfTheNetworkWhateverItsSeed() {
    Placement here = Placement.of("/CPU:0", "/CPU:1");
    PlacedNetwork network = new PlacedNetwork(SPEC, here);
    PlanKey key = PlanKey.here(network, 12);

    assertThat(key.cores()).isEqualTo(Runtime.getRuntime().availableProcessors());
    assertThat(key.towerDevices()).containsExactly("/CPU:0", "/CPU:1");
    assertThat(key.batchSize()).isEqualTo(12);
    assertThat(key.networkSha256()).matches("[0-9a-f]{64}");
    assertThat(PlanKey.here(new PlacedNetwork(SPEC.withSeed(9), here), 12)).isEqualTo(key);
    assertThat(PlanKey.here(new PlacedNetwork(SPEC.withoutDropout(), here), 12)).isNotEqualTo(key);
    assertThat(PlanKey.here(network.withPrecision(Precision.BFLOAT16), 12).precision())
        .isEqualTo(Precision.BFLOAT16);
    PlanKey twice = PlanKey.here(network.withReplicas(List.of(here, here)), 12);
    assertThat(twice.replicas()).isEqualTo(2);
    assertThat(twice.towerDevices()).hasSize(4);
  }
}

package org.alexnet.graph.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.google.common.collect.ImmutableList;
import org.alexnet.graph.AlexNet;
import org.alexnet.graph.TestSpecs;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** Where towers live. */
class PlacementTest {

  @Test
  void factoriesNameTheDevices() {
    assertThat(Placement.twoGpus())
        .isEqualTo(new Placement(Device.cpu(0), ImmutableList.of(Device.gpu(0), Device.gpu(1))));
    assertThat(Placement.of("/CPU:1", "/CPU:2"))
        .isEqualTo(new Placement(Device.cpu(0), ImmutableList.of(Device.cpu(1), Device.cpu(2))));
    assertThat(Placement.onOneDevice("/GPU:0", 3))
        .isEqualTo(
            new Placement(
                Device.cpu(0), ImmutableList.of(Device.gpu(0), Device.gpu(0), Device.gpu(0))));
  }

  @Test
  void theBestPlaceHereRunsTheNetwork() {
    // when
    Placement found = Placement.detect(2);

    // then
    assertThat(found)
        .isIn(
            Placement.onOneDevice("/CPU:0", 2),
            Placement.onOneDevice("/GPU:0", 2),
            Placement.twoGpus());
    try (AlexNet network = AlexNet.build(TestSpecs.narrowPaper(16), found)) {
      assertThat(network.placement()).isEqualTo(found);
    }
  }

  @Test
  void thereIsATower() {
    assertMessage(Placement::of, "towers must not be empty");
    assertMessage(() -> Placement.onOneDevice("/CPU:0", 0), "towers must be positive, found 0");
    assertMessage(() -> Placement.detect(-1), "towers must be positive, found -1");
  }

  @Test
  void devicesAreParsed() {
    assertMessage(
        () -> Placement.of("/GPU:0", "/TPU:0"),
        "device must look like /GPU:0, /CPU:0 or /job:tower/task:1/GPU:0, found /TPU:0");
    assertMessage(
        () -> Placement.onOneDevice("GPU:0", 2),
        "device must look like /GPU:0, /CPU:0 or /job:tower/task:1/GPU:0, found GPU:0");
  }

  @Test
  void devicesOfTheGraphAreThoseOfTheHostAndTheTowers() {
    Placement placement =
        new Placement(
            Device.cpu(3),
            ImmutableList.of(Device.gpu(7), Device.parse("/job:tower/task:1/GPU:0")));

    assertThat(placement.hostDevice()).hasToString("/device:CPU:3");
    assertThat(placement.towerDevice(0)).hasToString("/device:GPU:7");
    assertThat(placement.towerDevice(1)).hasToString("/job:tower/task:1/device:GPU:0");
  }

  @Test
  void onlyCpusOfThisProcessShareItsMemory() {
    assertThat(Placement.of("/CPU:0", "/CPU:1").isOnCpusOfThisProcess()).isTrue();
    assertThat(Placement.of("/CPU:0", "/GPU:1").isOnCpusOfThisProcess()).isFalse();
    assertThat(Cluster.of("a:1", "b:2").placement("CPU:0").isOnCpusOfThisProcess()).isFalse();
  }

  @Test
  void sharedDevicesAreListedOnce() {
    assertThat(Placement.of("/GPU:1", "/GPU:0", "/GPU:1").distinctTowerDevices())
        .containsExactly(Device.gpu(1), Device.gpu(0));
  }

  private static void assertMessage(ThrowingCallable call, String message) {
    assertThatIllegalArgumentException().isThrownBy(call).withMessage(message);
  }

  @Test
  void replicasHaveGpusOfTheirOwnWhereThereAreEnoughAndShareThemOtherwise() {
    assertThat(Placement.replicas(2, 2, 4))
        .containsExactly(Placement.of("/GPU:0", "/GPU:1"), Placement.of("/GPU:2", "/GPU:3"));
    assertThat(Placement.replicas(2, 2, 3))
        .as("a replica on each")
        .containsExactly(Placement.of("/GPU:0", "/GPU:0"), Placement.of("/GPU:1", "/GPU:1"));
    assertThat(Placement.replicas(1, 3, 2))
        .as("in turn")
        .containsExactly(Placement.of("/GPU:0"), Placement.of("/GPU:1"), Placement.of("/GPU:0"));
    assertThat(Placement.replicas(2, 3, 0))
        .hasSize(3)
        .containsOnly(Placement.of("/CPU:0", "/CPU:0"));
    assertMessage(() -> Placement.detect(2, 0), "replicas must be positive, found 0");
    assertMessage(() -> Placement.detect(0, 2), "towers must be positive, found 0");
  }

  @Test
  void aPlacementIsDividedIntoEqualParts() {
    Placement across = Cluster.of("a:1", "b:2", "c:3", "d:4").placement("GPU:0");

    assertThat(across.divided(1)).containsExactly(across);
    assertThat(across.divided(2))
        .extracting(Placement::towers)
        .containsExactly(across.towers().subList(0, 2), across.towers().subList(2, 4));
    assertThat(across.divided(2))
        .allMatch(part -> part.host().equals(across.host()))
        .allMatch(part -> part.cluster().equals(across.cluster()));
    assertMessage(() -> across.divided(3), "replicas must divide 4 devices, found 3");
    assertMessage(() -> across.divided(0), "replicas must divide 4 devices, found 0");
  }

  @Test
  void threadsArePlannedForCpusOfThisProcess() {
    ThreadPlan plan = new ThreadPlan(2, 1);
    Placement planned = Placement.of("/CPU:0", "/CPU:1").withThreads(plan);

    assertThat(Placement.of("/CPU:0").threads()).isEmpty();
    assertThat(planned.threads()).contains(plan);
    assertThat(planned.towers()).isEqualTo(Placement.of("/CPU:0", "/CPU:1").towers());
    assertThat(planned.divided(2)).allMatch(part -> part.threads().equals(planned.threads()));
    assertMessage(
        () -> Placement.of("/CPU:0", "/GPU:0").withThreads(plan),
        "threads are planned for CPUs of this process alone, found [/CPU:0, /GPU:0]");
    assertMessage(
        () -> Cluster.of("a:1", "b:2").placement("CPU:0").withThreads(plan),
        "threads are planned for CPUs of this process alone, found [/job:tower/task:0/CPU:0,"
            + " /job:tower/task:1/CPU:0]");
  }
}

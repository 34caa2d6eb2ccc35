package org.alexnet.graph.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.Optional;
import org.alexnet.graph.AlexNet;
import org.alexnet.graph.preset.Preset;
import org.alexnet.graph.spec.AlexNetSpec;
import org.alexnet.graph.spec.Precision;
import org.junit.jupiter.api.Test;

/** Networks with their devices. */
class PlacedNetworkTest {
  private static final AlexNetSpec PAPER = Preset.PAPER.spec();

  @Test
  void aDeviceForEachTowerIsNeeded() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new PlacedNetwork(PAPER, Placement.of("/GPU:0")))
        .withMessage("placement has 1 devices, but the network has 2 towers");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> AlexNet.build(PAPER, Placement.onOneDevice("/CPU:0", 4)))
        .withMessage("placement has 4 devices, but the network has 2 towers");
  }

  @Test
  void itHasAsManyDevicesAsTheNetworkHasTowers() {
    assertThat(PlacedNetwork.onOneDevice(PAPER.withTowers(4), "/CPU:1").placement())
        .isEqualTo(Placement.of("/CPU:1", "/CPU:1", "/CPU:1", "/CPU:1"));
    assertThat(PlacedNetwork.detect(PAPER))
        .isEqualTo(new PlacedNetwork(PAPER, Placement.detect(2)));
    assertThat(PlacedNetwork.detect(PAPER, 3))
        .isEqualTo(PlacedNetwork.detect(PAPER).withReplicas(Placement.detect(2, 3)));
  }

  @Test
  void replicasHaveAsManyTowersTheSameHostAndTheSameCluster() {
    PlacedNetwork network = new PlacedNetwork(PAPER, Placement.twoGpus());

    assertThatIllegalArgumentException()
        .isThrownBy(() -> network.withReplicas(List.of()))
        .withMessage("replicas must not be empty");
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> network.withReplicas(List.of(Placement.twoGpus(), Placement.of("/GPU:2"))))
        .withMessage("replica 1 has 1 devices, but the network has 2 towers");
    Placement other = new Placement(Device.cpu(1), Placement.twoGpus().towers());
    assertThatIllegalArgumentException()
        .isThrownBy(() -> network.withReplicas(List.of(Placement.twoGpus(), other)))
        .withMessage("replica 1 must have the host of the first, /CPU:0, found /CPU:1");
    Placement abroad =
        new Placement(
            Device.cpu(0), Placement.twoGpus().towers(), Optional.of(Cluster.of("a:1", "b:2")));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> network.withReplicas(List.of(Placement.twoGpus(), abroad)))
        .withMessageStartingWith(
            "replica 1 must be in the cluster of the first, Optional.empty, found Optional[");
  }

  @Test
  void theFirstReplicaIsItsPlaceAndASessionNeedsAll() {
    PlacedNetwork network =
        new PlacedNetwork(PAPER, Placement.twoGpus())
            .withPrecision(Precision.BFLOAT16)
            .withReplicas(
                List.of(Placement.of("/CPU:1", "/CPU:2"), Placement.of("/CPU:3", "/CPU:4")));

    assertThat(network.placement()).isEqualTo(Placement.of("/CPU:1", "/CPU:2"));
    assertThat(network.allTowers()).isEqualTo(Placement.of("/CPU:1", "/CPU:2", "/CPU:3", "/CPU:4"));
    assertThat(network.precision()).isEqualTo(Precision.BFLOAT16);
    assertThat(network.withPrecision(Precision.FLOAT32).replicas()).hasSize(2);
  }

  @Test
  void aNetworkThatIsThereOnceNeedsItsPlaceAlone() {
    Placement across = Cluster.of("a:1", "b:2").placement("CPU:0");

    assertThat(new PlacedNetwork(PAPER, across).allTowers()).isEqualTo(across);
  }

  @Test
  void allReplicasComputeByOnePlan() {
    Placement cpus = Placement.of("/CPU:0", "/CPU:0");
    ThreadPlan plan = new ThreadPlan(2, 4);
    PlacedNetwork planned =
        new PlacedNetwork(PAPER, cpus).withReplicas(List.of(cpus, cpus)).withThreads(plan);

    assertThat(planned.replicas()).containsOnly(cpus.withThreads(plan)).hasSize(2);
    assertThat(planned.allTowers().threads()).contains(plan);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> planned.withReplicas(List.of(cpus.withThreads(plan), cpus)))
        .withMessage(
            "replica 1 must have the threads of the first, Optional[ThreadPlan[operations=2,"
                + " threadsEach=4]], found Optional.empty");
  }
}

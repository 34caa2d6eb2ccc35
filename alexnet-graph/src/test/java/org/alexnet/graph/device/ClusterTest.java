package org.alexnet.graph.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Processes that hold towers, as data. */
class ClusterTest {
  private static final Cluster CLUSTER = Cluster.of("a:1", "b:2", "c:3");

  @Test
  void eachTaskHoldsATowerAndTheFirstTheRest() {
    Placement placement = CLUSTER.placement("GPU:0");

    assertThat(placement.host()).hasToString("/job:tower/task:0/CPU:0");
    assertThat(placement.towers().stream().map(Device::toString))
        .containsExactly(
            "/job:tower/task:0/GPU:0", "/job:tower/task:1/GPU:0", "/job:tower/task:2/GPU:0");
    assertThat(placement.cluster()).contains(CLUSTER);
    assertThatCode(() -> Devices.requireAvailable(placement))
        .as("not looked for")
        .doesNotThrowAnyException();
  }

  @Test
  void eachTaskHoldsAReplicaAndTheFirstTheRest() {
    List<Placement> replicas = CLUSTER.replicas("GPU:1", 2);

    assertThat(replicas)
        .extracting(Placement::towers)
        .hasToString(
            "[[/job:tower/task:0/GPU:1, /job:tower/task:0/GPU:1],"
                + " [/job:tower/task:1/GPU:1, /job:tower/task:1/GPU:1],"
                + " [/job:tower/task:2/GPU:1, /job:tower/task:2/GPU:1]]");
    assertThat(replicas)
        .allSatisfy(
            replica -> {
              assertThat(replica.host()).hasToString("/job:tower/task:0/CPU:0");
              assertThat(replica.cluster()).contains(CLUSTER);
            });
  }

  @Test
  void replicasAreOneOnEachTaskOrATowerOnEach() {
    Cluster four = Cluster.of("a:1", "b:2", "c:3", "d:4");

    assertThat(four.replicas("GPU:0", 2, 4)).isEqualTo(four.replicas("GPU:0", 2)).hasSize(4);
    assertThat(four.replicas("GPU:0", 2, 2))
        .isEqualTo(four.placement("GPU:0").divided(2))
        .hasSize(2);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> four.replicas("GPU:0", 2, 3))
        .withMessage(
            "3 replicas of 2 towers need 3 tasks, a replica on each, or 6, a tower on each; the"
                + " cluster has 4");
  }

  @Test
  void whatIsNoClusterIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Cluster.of("a:1"))
        .withMessage("a cluster must have at least 2 tasks, found [a:1]");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Cluster.of("a:1", "b"))
        .withMessage("a task must be host:port, found b");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Cluster.of("a:1", "b:99999"))
        .withMessage("a task must be host:port, found b:99999");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> CLUSTER.withTimeout(Duration.ZERO))
        .withMessage("timeout must be at least a millisecond, found PT0S");
  }

  @Test
  void theShortestTimeoutIsAMillisecond() {
    assertThat(CLUSTER.timeout()).isEqualTo(Duration.ofSeconds(60));
    assertThat(CLUSTER.withTimeout(Duration.ofMillis(1)).timeout()).hasMillis(1);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> CLUSTER.withTimeout(Duration.ofNanos(999_999)))
        .withMessage("timeout must be at least a millisecond, found PT0.000999999S");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ":1", "b", "b:0", "b:-1", "b:x"})
  void aTaskHasAHostAndAPort(String task) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Cluster.of("a:1", task))
        .withMessage("a task must be host:port, found " + task);
  }
}

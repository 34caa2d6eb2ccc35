package org.alexnet.graph.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.Optional;
import org.alexnet.graph.device.Cluster;
import org.alexnet.graph.device.PlacedNetwork;
import org.alexnet.graph.device.Placement;
import org.alexnet.graph.preset.Preset;
import org.alexnet.graph.spec.AlexNetSpec;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** Where replicas live that the command line asks for. */
class PlacementOptionsTest {
  private static final AlexNetSpec PAPER = Preset.PAPER.spec();

  @Test
  void devicesAreOneForEachTowerOfEachReplicaOrShared() {
    assertThat(parsed("--devices=/CPU:0,/CPU:1,/CPU:2,/CPU:3").available(PAPER, 2).replicas())
        .containsExactly(Placement.of("/CPU:0", "/CPU:1"), Placement.of("/CPU:2", "/CPU:3"));
    assertThat(parsed("--devices=/CPU:0,/CPU:1").available(PAPER, 3).replicas())
        .hasSize(3)
        .containsOnly(Placement.of("/CPU:0", "/CPU:1"));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> parsed("--devices=/CPU:0,/CPU:1,/CPU:2").available(PAPER, 2))
        .withMessage(
            "--devices must name 4, one for each tower of each of 2 replicas, or 2, which all"
                + " replicas share; found 3");
  }

  @Test
  void ofOneReplicaTheyAreOneForEachTower() {
    assertThat(parsed("--devices=/CPU:0,/CPU:1").available(PAPER, 1))
        .isEqualTo(new PlacedNetwork(PAPER, Placement.of("/CPU:0", "/CPU:1")));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> parsed("--devices=/CPU:0").available(PAPER, 1))
        .withMessage("placement has 1 devices, but the network has 2 towers");
  }

  @Test
  void theDevicesOfAllReplicasMustBeHere() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> parsed("--devices=/CPU:0,/CPU:0,/CPU:0,/GPU:97").available(PAPER, 2))
        .withMessageStartingWith("there is no /GPU:97 here");
  }

  @Test
  void theBestFoundAreThoseOfTheLibrary() {
    assertThat(parsed().available(PAPER, 2)).isEqualTo(PlacedNetwork.detect(PAPER, 2));
  }

  @Test
  void theProcessesOfAClusterHoldAReplicaOrATowerEach() {
    Optional<Cluster> two = Optional.of(Cluster.of("a:1", "b:2"));
    Optional<Cluster> four = Optional.of(Cluster.of("a:1", "b:2", "c:3", "d:4"));

    assertThat(tasks(parsed().available(PAPER, two, 1))).containsExactly(List.of(0, 1));
    assertThat(tasks(parsed().available(PAPER, two, 2)))
        .containsExactly(List.of(0, 0), List.of(1, 1));
    assertThat(tasks(parsed().available(PAPER, four, 2)))
        .containsExactly(List.of(0, 1), List.of(2, 3));
    assertThat(parsed().available(PAPER, Optional.empty(), 2))
        .isEqualTo(PlacedNetwork.detect(PAPER, 2));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> parsed("--devices=/CPU:0,/CPU:0").available(PAPER, two, 2))
        .withMessage("--devices and --cluster exclude each other");
  }

  /** The tasks of the towers of each replica. */
  private static List<List<Integer>> tasks(PlacedNetwork placed) {
    return placed.replicas().stream()
        .map(
            replica ->
                replica.towers().stream()
                    .map(device -> Integer.parseInt(device.toString().split("[:/]", -1)[4]))
                    .toList())
        .toList();
  }

  private static PlacementOptions parsed(String... arguments) {
    PlacementOptions options = new PlacementOptions();
    new CommandLine(new Holder(options)).parseArgs(arguments);
    return options;
  }

  @CommandLine.Command
  private record Holder(@CommandLine.Mixin PlacementOptions options) {}
}

package org.alexnet.graph.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.alexnet.graph.AlexNet;
import org.alexnet.graph.preset.Preset;
import org.alexnet.graph.spec.AlexNetSpec;
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
  }
}

package org.alexnet.graph.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What devices this machine has. */
class DevicesTest {

  /** No machine has a thousand GPUs. */
  @Test
  void aGpuThatIsNotHereIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Devices.requireAvailable(Placement.of("/CPU:0", "/GPU:999")))
        .withMessageStartingWith("there is no /GPU:999 here; found /CPU:0");
    int gpus = Devices.gpuCount(64);
    String found =
        IntStream.range(0, gpus).mapToObj(gpu -> " /GPU:" + gpu).collect(Collectors.joining());
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Devices.requireAvailable(Placement.of("/GPU:" + gpus)))
        .withMessage("there is no /GPU:" + gpus + " here; found /CPU:0" + found);
    Placement cpus = Placement.of("/CPU:0", "/CPU:63");
    assertThatCode(() -> Devices.requireAvailable(cpus)).doesNotThrowAnyException();
  }

  @Test
  void gpusAreCountedUpToTheLimit() {
    assertThat(Devices.gpuCount(0)).isZero();
    assertThat(Devices.gpuCount(1)).isBetween(0, 1);
  }
}

package org.alexnet.graph.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The names of devices. */
class DeviceTest {

  @Test
  void namesAreParsed() {
    assertThat(Device.parse("/CPU:63")).isEqualTo(Device.cpu(63));
    assertThat(Device.parse("/GPU:007")).isEqualTo(Device.gpu(7));
    assertThat(Device.parse("/job:tower/task:12/GPU:3"))
        .isEqualTo(new Device(Optional.of(new Device.Task("tower", 12)), Device.Type.GPU, 3));
  }

  @ParameterizedTest
  @ValueSource(strings = {"/CPU:0", "/GPU:11", "/job:a_1/task:0/CPU:2", "/job:tower/task:1/GPU:0"})
  void aNameIsWrittenAsItIsRead(String name) {
    assertThat(Device.parse(name)).hasToString(name);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "GPU:0",
        "/GPU",
        "/gpu:0",
        "/TPU:0",
        "/job:a/GPU:0",
        "/GPU:0 ",
        "/GPU:99999999999"
      })
  void whatIsNoDeviceIsRefused(String name) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Device.parse(name))
        .withMessage(
            "device must look like /GPU:0, /CPU:0 or /job:tower/task:1/GPU:0, found " + name);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/CPU:64", "/job:tower/task:1/CPU:999999"})
  void aCpuThatTensorFlowWouldMakeThreadsForIsRefused(String name) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Device.parse(name))
        .withMessage("a CPU must be one of /CPU:0 to /CPU:63, found " + name);
  }

  @Test
  void anIndexIsNotNegative() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Device.gpu(-1))
        .withMessage("index must not be negative, found -1");
  }

  @Test
  void tensorFlowKnowsThem() {
    assertThat(Device.parse("/CPU:3").toDeviceSpec()).hasToString("/device:CPU:3");
    assertThat(Device.parse("/job:tower/task:1/GPU:0").toDeviceSpec())
        .hasToString("/job:tower/task:1/device:GPU:0");
  }

  @Test
  void theOnesOfOtherProcessesAreNotHere() {
    assertThat(Device.cpu(0).isHere()).isTrue();
    assertThat(Device.parse("/job:tower/task:0/CPU:0").isHere()).isFalse();
    assertThat(Device.cpu(0).isCpu()).isTrue();
    assertThat(Device.gpu(0).isCpu()).isFalse();
  }
}

package org.alexnet.train;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.tensorflow.proto.DeviceStepStats;
import org.tensorflow.proto.NodeExecStats;
import org.tensorflow.proto.StepStats;

class InputWaitTest {

  @Test
  void isTheTimeOfTheIteratorAndOfEverythingFromFirstToLast() {
    StepStats trace =
        StepStats.newBuilder()
            .addDevStats(
                DeviceStepStats.newBuilder()
                    .addNodeStats(node("conv1/Conv2D", 1_030, 50))
                    .addNodeStats(node("training_input/IteratorGetNext", 1_000, 25)))
            .addDevStats(DeviceStepStats.newBuilder().addNodeStats(node("fc8/MatMul", 1_100, 7)))
            .build();

    assertThat(InputWait.of(trace)).isEqualTo(new InputWait(25, 107));
  }

  @Test
  void isTheSumOfAllIteratorsUpToTheLatestEndWhereverItIsListed() {
    StepStats trace =
        StepStats.newBuilder()
            .addDevStats(
                DeviceStepStats.newBuilder()
                    .addNodeStats(node("IteratorGetNext", 2_000, 300))
                    .addNodeStats(node("a/IteratorGetNext", 1_900, 11))
                    .addNodeStats(node("IteratorGetNext/_7", 1_950, 40)))
            .addDevStats(
                DeviceStepStats.newBuilder().addNodeStats(node("b/IteratorGetNext", 1_990, 4)))
            .build();

    assertThat(InputWait.of(trace)).isEqualTo(new InputWait(315, 400));
  }

  private static NodeExecStats node(String name, long start, long microseconds) {
    return NodeExecStats.newBuilder()
        .setNodeName(name)
        .setAllStartMicros(start)
        .setAllEndRelMicros(microseconds)
        .build();
  }
}

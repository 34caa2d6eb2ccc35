package org.alexnet.graph;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.alexnet.graph.device.Placement;
import org.alexnet.graph.preset.Preset;
import org.alexnet.graph.spec.AlexNetSpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tensorflow.proto.ConfigProto;

/** Equal seeds give equal networks, wherever the towers live. */
class RepeatableTrainingTest {
  private static final AlexNetSpec SPEC = TestSpecs.narrowPaper(4);
  private static final Placement ONE_DEVICE = Placement.onOneDevice("/CPU:0", 2);

  @TempDir private Path directory;

  @Test
  void twoRunsWithOneSeedAreEqualToTheBit() {
    // given
    ConfigProto session = SessionConfig.of(ONE_DEVICE);
    assertThat(session.getInterOpParallelismThreads()).as("threads").isGreaterThan(1);

    // when
    Map<String, double[]> first = trained(SPEC, ONE_DEVICE);
    Map<String, double[]> second = trained(SPEC, ONE_DEVICE);

    // then
    assertThat(second).containsExactlyEntriesOf(first);
  }

  @Test
  void anotherSeedGivesOtherWeights() {
    // when
    Map<String, double[]> first = trained(SPEC, ONE_DEVICE);
    Map<String, double[]> other = trained(SPEC.withSeed(8), ONE_DEVICE);

    // then
    first.forEach((name, values) -> assertThat(other.get(name)).as(name).isNotEqualTo(values));
  }

  @Test
  void towersOnDevicesOfTheirOwnGiveTheSameBits() {
    // when
    Map<String, double[]> together = trained(SPEC, ONE_DEVICE);
    Map<String, double[]> apart = trained(SPEC, Placement.of("/CPU:0", "/CPU:1"));

    // then
    assertThat(apart).containsExactlyEntriesOf(together);
  }

  @Test
  void aRestoredRunGoesOnAsTheUnbrokenOne() {
    try (TrainingRig unbroken = new TrainingRig(SPEC);
        TrainingRig resumed = new TrainingRig(SPEC)) {
      // given
      for (int step = 0; step < 2; step++) {
        unbroken.step(Batch.of(SPEC, 8, step), 0.01);
      }
      String prefix = directory.resolve("half").toString();
      unbroken.session.save(prefix);

      // when
      resumed.session.restore(prefix);

      // then: with the velocities, and the step count that decides what is dropped
      Batch next = Batch.of(SPEC, 8, 2);
      unbroken.step(next, 0.01);
      resumed.step(next, 0.01);
      assertThat(resumed.parameters()).containsExactlyEntriesOf(unbroken.parameters());
      assertThat(resumed.velocities()).containsExactlyEntriesOf(unbroken.velocities());
    }
  }

  /** Parameters and velocities after some steps. */
  private static Map<String, double[]> trained(AlexNetSpec spec, Placement placement) {
    try (TrainingRig rig = new TrainingRig(spec, placement, Preset.PAPER.recipe().optimizer())) {
      for (int step = 0; step < 4; step++) {
        rig.step(Batch.of(spec, 8, step), 0.01);
      }
      Map<String, double[]> values = new LinkedHashMap<>(rig.parameters());
      rig.velocities().forEach((name, velocity) -> values.put(name + "/velocity", velocity));
      return values;
    }
  }
}

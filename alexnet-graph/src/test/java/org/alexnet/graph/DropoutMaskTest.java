package org.alexnet.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.google.common.collect.ImmutableList;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.DoubleStream;
import org.alexnet.graph.spec.AlexNetSpec;
import org.alexnet.graph.spec.Connectivity;
import org.alexnet.graph.spec.Dense;
import org.alexnet.graph.spec.Dense.Spread;
import org.alexnet.graph.spec.Dropout;
import org.alexnet.graph.spec.Initializer;
import org.junit.jupiter.api.Test;

/** What dropout drops: how much, and when it is the same. */
class DropoutMaskTest {
  // The hidden layer is linear, so that no activation is zero before dropout.
  private static final AlexNetSpec SPEC =
      TestSpecs.around(
          new Dense(
              "hidden", 512, Connectivity.CROSS_TOWER, Dense.Spread.OVER_TOWERS, Initializer.PAPER),
          new Dropout("drop", 0.3));
  private static final Batch BATCH = Batch.of(SPEC, 16, 1);

  @Test
  void activationsAreKeptWholeOrDroppedAtTheRate() {
    try (TrainingRig rig = new TrainingRig(SPEC)) {
      // when
      Map<String, double[]> masks = rig.masks(BATCH);

      // then: 8192 activations in both towers; five standard deviations are 0.025
      double[] all = masks.values().stream().flatMapToDouble(Arrays::stream).toArray();
      assertThat(all).hasSize(8192).containsOnly(0, 1);
      assertThat(1 - DoubleStream.of(all).average().orElseThrow()).isCloseTo(0.3, within(0.025));
    }
  }

  @Test
  void masksOfTheTowersDiffer() {
    try (TrainingRig rig = new TrainingRig(SPEC)) {
      // when
      Map<String, double[]> masks = rig.masks(BATCH);

      // then: two independent masks agree in 0.3^2 + 0.7^2 = 58 % of the places
      assertThat(agreement(masks.get("drop/tower0"), masks.get("drop/tower1")))
          .isCloseTo(0.58, within(0.05));
    }
  }

  @Test
  void masksOfTwoLayersDiffer() {
    Initializer wide = new Initializer(0.01, 1);
    AlexNetSpec two =
        new AlexNetSpec(
            "two",
            4,
            1,
            5,
            ImmutableList.of(
                new Dense("fc1", 500, Connectivity.CROSS_TOWER, Spread.OVER_TOWERS, wide),
                new Dropout("drop1", 0.3),
                new Dense("fc2", 500, Connectivity.CROSS_TOWER, Spread.OVER_TOWERS, wide),
                new Dropout("drop2", 0.3),
                new Dense("fc3", 2, Connectivity.CROSS_TOWER, Spread.FIRST_TOWER, wide)));
    try (TrainingRig rig = new TrainingRig(two)) {
      Map<String, double[]> masks = rig.masks(Batch.of(two, 8, 1));

      assertThat(agreement(masks.get("drop1/tower0"), masks.get("drop2/tower0")))
          .isCloseTo(0.58, within(0.05));
    }
  }

  @Test
  void aStepKeepsItsMaskAndTheNextHasAnother() {
    try (TrainingRig rig = new TrainingRig(SPEC)) {
      // given
      Map<String, double[]> first = rig.masks(BATCH);

      // when
      Map<String, double[]> again = rig.masks(BATCH);
      rig.step(BATCH, 0);
      Map<String, double[]> next = rig.masks(BATCH);

      // then
      assertThat(again).containsExactlyEntriesOf(first);
      assertThat(agreement(first.get("drop/tower0"), next.get("drop/tower0")))
          .isCloseTo(0.58, within(0.05));
    }
  }

  @Test
  void masksAreThoseOfTheSeed() {
    try (TrainingRig rig = new TrainingRig(SPEC);
        TrainingRig same = new TrainingRig(SPEC);
        TrainingRig other = new TrainingRig(SPEC.withSeed(6))) {
      // when
      double[] mask = rig.masks(BATCH).get("drop/tower0");

      // then
      assertThat(same.masks(BATCH).get("drop/tower0")).isEqualTo(mask);
      assertThat(agreement(mask, other.masks(BATCH).get("drop/tower0")))
          .isCloseTo(0.58, within(0.05));
    }
  }

  private static double agreement(double[] one, double[] other) {
    int equal = 0;
    for (int at = 0; at < one.length; at++) {
      equal += one[at] == other[at] ? 1 : 0;
    }
    return (double) equal / one.length;
  }
}

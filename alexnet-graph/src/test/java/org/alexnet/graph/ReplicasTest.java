package org.alexnet.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import java.util.BitSet;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.alexnet.graph.device.PlacedNetwork;
import org.alexnet.graph.device.Placement;
import org.alexnet.graph.optimizer.LearningRates;
import org.alexnet.graph.optimizer.SgdMomentum;
import org.alexnet.graph.reference.Dropping;
import org.alexnet.graph.reference.ReferenceNetwork;
import org.alexnet.graph.reference.ReferenceRun;
import org.alexnet.graph.spec.AlexNetSpec;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.tensorflow.exceptions.TFInvalidArgumentException;

/** Replicas of a network, each with an equal part of the batch, against one with all of it. */
class ReplicasTest {
  private static final AlexNetSpec PAPER = TestSpecs.narrowPaper(16);
  private static final AlexNetSpec SMALL = TestSpecs.unusual(2);
  private static final int BATCH = 6;

  /** Heavy decay, so that it counts in a few steps. */
  private static final SgdMomentum OPTIMIZER = new SgdMomentum(0.9, 0.05);

  static Stream<Arguments> networks() {
    return Stream.of(
        Arguments.of(Named.of("the paper's, narrow", PAPER), 2),
        Arguments.of(Named.of("every kind", TestSpecs.everyKind()), 3),
        Arguments.of(Named.of("spread logits", TestSpecs.withSpreadLogits(PAPER, 11)), 3));
  }

  @ParameterizedTest
  @MethodSource("networks")
  void theyLearnWhatOneNetworkDoesOfTheWholeBatch(AlexNetSpec spec, int replicas) {
    try (TrainingRig one = rig(spec, 1);
        TrainingRig several = rig(spec, replicas)) {
      LearningRates rates = one.training.learningRates(0.001);
      Map<String, double[]> lively = TestSpecs.livelyParameters(spec, 3);
      for (int step = 0; step < 4; step++) {
        Batch batch = Batch.of(spec, BATCH, step);

        // when: fresh weights give hardly any gradient, so it is that of others
        one.step(batch, rates, moved(lively, one.velocities()));
        several.step(batch, rates, moved(lively, several.velocities()));
      }

      // then
      assertClose(several.parameters(), one.parameters());
      assertClose(several.velocities(), one.velocities());
      assertThat(several.training.variableNames()).isEqualTo(one.training.variableNames());
      Batch next = Batch.of(spec, BATCH, 9);
      assertThat(dropped(several.gradients(next, lively)))
          .isEqualTo(dropped(one.gradients(next, lively)))
          .hasSize(2 * spec.towers());
    }
  }

  /** Which activations of the whole batch are dropped, by layer and tower. */
  private static Map<String, BitSet> dropped(TrainingRig.Outcome outcome) {
    Map<String, BitSet> dropped = new TreeMap<>();
    outcome
        .masks()
        .forEach(
            (name, mask) -> {
              BitSet places = new BitSet();
              IntStream.range(0, mask.length).filter(i -> mask[i] == 0).forEach(places::set);
              assertThat(places.isEmpty()).as(name).isFalse();
              dropped.put(name, places);
            });
    return dropped;
  }

  /** Parameters that differ from step to step as those that learn do. */
  private static Map<String, double[]> moved(
      Map<String, double[]> parameters, Map<String, double[]> velocities) {
    Map<String, double[]> moved = new LinkedHashMap<>();
    parameters.forEach(
        (name, values) -> {
          double[] velocity = velocities.get(name);
          moved.put(
              name,
              IntStream.range(0, values.length)
                  .mapToDouble(i -> values[i] + velocity[i])
                  .toArray());
        });
    return moved;
  }

  @Test
  void lossAndGradientsAreThoseOfTheReference() {
    // given
    AlexNetSpec spec = TestSpecs.everyKind();
    Map<String, double[]> parameters = TestSpecs.livelyParameters(spec, 13);
    Batch batch = Batch.of(spec, BATCH, 14);
    try (TrainingRig rig = rig(spec, 3)) {
      // when
      TrainingRig.Outcome graph = rig.gradients(batch, parameters);

      // then
      ReferenceRun reference =
          new ReferenceNetwork(spec, parameters).run(batch.volume(), Dropping.with(graph.masks()));
      double loss = reference.loss(batch.labels());
      assertThat(graph.loss()).isCloseTo(loss, within(1e-4 * loss));
      Map<String, double[]> expected = reference.gradients(batch.labels());
      assertThat(graph.gradients().keySet()).containsExactlyInAnyOrderElementsOf(expected.keySet());
      expected.forEach(
          (name, values) ->
              assertThat(Arrays64.relativeError(graph.gradients().get(name), values))
                  .as("relative error of %s", name)
                  .isLessThan(1e-4));
    }
  }

  @Test
  void twoRunsAreEqualToTheBitWhereverTheReplicasLive() {
    // when
    Map<String, double[]> first = trained(placed(SMALL, 3));

    // then
    assertThat(trained(placed(SMALL, 3))).containsExactlyEntriesOf(first);
    assertThat(trained(together(SMALL, 3))).containsExactlyEntriesOf(first);
  }

  /** Parameters and velocities after some steps. */
  private static Map<String, double[]> trained(PlacedNetwork placed) {
    try (TrainingRig rig = new TrainingRig(placed, OPTIMIZER)) {
      for (int step = 0; step < 3; step++) {
        rig.step(Batch.of(SMALL, BATCH, step), 0.01);
      }
      Map<String, double[]> values = new LinkedHashMap<>(rig.parameters());
      rig.velocities().forEach((name, velocity) -> values.put(name + "/velocity", velocity));
      return values;
    }
  }

  @Test
  void theLogitsAreThoseOfTheBatchInItsOrder() {
    AlexNetSpec spec = SMALL.withoutDropout();
    Batch batch = Batch.of(spec, BATCH, 1);
    Map<String, double[]> lively = TestSpecs.livelyParameters(spec, 2);
    try (TrainingRig one = rig(spec, 1);
        TrainingRig several = rig(spec, 3)) {
      assertThat(Arrays64.relativeError(several.logits(batch, lively), one.logits(batch, lively)))
          .isLessThan(1e-5);
    }
  }

  @Test
  void aBatchThatTheyCannotShareIsRefusedWithBothNumbers() {
    try (TrainingRig rig = rig(SMALL, 3)) {
      assertThatExceptionOfType(TFInvalidArgumentException.class)
          .isThrownBy(() -> rig.step(Batch.of(SMALL, 7, 1), 0.01))
          .withMessageContaining("split_dim 0 (size = 7) and num_split 3")
          .withMessageContaining("{{node replicas/images}}");
    }
  }

  private static TrainingRig rig(AlexNetSpec spec, int replicas) {
    return new TrainingRig(placed(spec, replicas), OPTIMIZER);
  }

  /** A CPU for each replica. */
  private static PlacedNetwork placed(AlexNetSpec spec, int replicas) {
    return withReplicas(
        spec,
        IntStream.range(0, replicas)
            .mapToObj(i -> Placement.onOneDevice("/CPU:" + i, spec.towers()))
            .toList());
  }

  private static PlacedNetwork together(AlexNetSpec spec, int replicas) {
    return withReplicas(
        spec, Collections.nCopies(replicas, Placement.onOneDevice("/CPU:0", spec.towers())));
  }

  private static PlacedNetwork withReplicas(AlexNetSpec spec, List<Placement> replicas) {
    return new PlacedNetwork(spec, replicas.get(0)).withReplicas(replicas);
  }

  private static void assertClose(Map<String, double[]> actual, Map<String, double[]> expected) {
    assertThat(actual.keySet()).isEqualTo(expected.keySet());
    expected.forEach(
        (name, values) ->
            assertThat(Arrays64.relativeError(actual.get(name), values))
                .as("relative error of %s", name)
                .isLessThan(1e-5));
  }
}

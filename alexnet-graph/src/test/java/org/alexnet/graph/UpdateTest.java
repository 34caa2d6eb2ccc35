package org.alexnet.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.TreeMap;
import org.alexnet.graph.reference.ReferenceSgd;
import org.junit.jupiter.api.Test;

class UpdateTest {
  private static final AlexNetSpec SPEC = SmallNetworks.narrowPaper();
  private static final Placement CPU = Placement.onOneDevice("/CPU:0", 2);

  /** Large enough that decay and momentum matter in 50 steps. */
  private static final UpdateRule RULE = new UpdateRule(0.9, 0.05);

  @Test
  void fiftyUpdatesThroughARateDropAreThoseOfFloat64() {
    try (GraphUnderTest graph = new GraphUnderTest(SPEC, CPU, RULE, 4, 3)) {
      Map<String, double[]> first = graph.fetch(graph.step.parameters());
      ReferenceSgd reference = new ReferenceSgd(0.9, 0.05, first);
      Map<String, double[]> rateOutside = copyOf(first);
      Map<String, double[]> outsideVelocity = zerosLike(first);
      for (int step = 0; step < 50; step++) {
        double rate = (float) (step < 25 ? 0.05 : 0.005);
        Map<String, double[]> gradients = graph.fetch(graph.step.gradients());
        graph.update(rate);
        reference.update(rate, gradients);
        updateWithRateOutside(rate, gradients, rateOutside, outsideVelocity);
      }

      Map<String, double[]> found = graph.fetch(graph.step.parameters());
      double farthest = 0;
      for (String name : found.keySet()) {
        assertThat(GradientTest.relativeError(found.get(name), reference.weights().get(name)))
            .as(name)
            .isLessThan(1e-5);
        farthest =
            Math.max(farthest, GradientTest.relativeError(found.get(name), rateOutside.get(name)));
      }
      // The other rule, with the rate outside the velocity, must not pass for this one.
      assertThat(farthest).isGreaterThan(1e-3);
    }
  }

  private static void updateWithRateOutside(
      double rate,
      Map<String, double[]> gradients,
      Map<String, double[]> weights,
      Map<String, double[]> velocities) {
    gradients.forEach(
        (name, gradient) -> {
          double[] w = weights.get(name);
          double[] v = velocities.get(name);
          for (int i = 0; i < w.length; i++) {
            v[i] = 0.9 * v[i] + gradient[i] + 0.05 * w[i];
            w[i] -= rate * v[i];
          }
        });
  }

  private static Map<String, double[]> copyOf(Map<String, double[]> values) {
    Map<String, double[]> copy = new TreeMap<>();
    values.forEach((name, v) -> copy.put(name, v.clone()));
    return copy;
  }

  private static Map<String, double[]> zerosLike(Map<String, double[]> values) {
    Map<String, double[]> zeros = new TreeMap<>();
    values.forEach((name, v) -> zeros.put(name, new double[v.length]));
    return zeros;
  }

  @Test
  void equalRunsAreBitIdenticalAndAnotherSeedIsNot() {
    Map<String, double[]> first = trained(SPEC);
    Map<String, double[]> second = trained(SPEC);
    Map<String, double[]> other = trained(SPEC.withSeed(1));

    first.forEach((name, values) -> assertThat(second.get(name)).as(name).isEqualTo(values));
    assertThat(other.get("conv1/tower0/weights")).isNotEqualTo(first.get("conv1/tower0/weights"));
  }

  private static Map<String, double[]> trained(AlexNetSpec spec) {
    try (GraphUnderTest graph = new GraphUnderTest(spec, CPU, RULE, 16, 3)) {
      for (int step = 0; step < 20; step++) {
        graph.update(0.05);
      }
      return graph.fetch(graph.step.parameters());
    }
  }

  @Test
  void dropoutDropsItsShareAndAnotherOneInEachStepAndTower() {
    AlexNetSpec spec =
        new AlexNetSpec(
            "wide",
            11,
            2,
            7,
            SmallNetworks.all().get("dropout").withLayers(UpdateTest::widened).layers());
    try (GraphUnderTest graph = new GraphUnderTest(spec)) {
      double[] tower0 = graph.factors("drop1", 0);
      double[] again = graph.factors("drop1", 0);
      double[] tower1 = graph.factors("drop1", 1);
      graph.update(0);
      double[] nextStep = graph.factors("drop1", 0);

      double dropped = 0;
      for (double factor : tower0) {
        assertThat(factor).isIn(0.0, 1.0);
        dropped += 1 - factor;
      }
      assertThat(dropped / tower0.length).isBetween(0.27, 0.33);
      assertThat(again).isEqualTo(tower0);
      assertThat(tower1).isNotEqualTo(tower0);
      assertThat(nextStep).isNotEqualTo(tower0);
    }
  }

  private static Layer widened(Layer layer) {
    return layer instanceof Layer.Conv conv
        ? new Layer.Conv(
            conv.name(),
            64,
            conv.size(),
            conv.stride(),
            conv.padding(),
            conv.reads(),
            conv.initialisation())
        : layer;
  }

  @Test
  void refusesMomentumAndDecayThatMakeNoSense() {
    assertThatThrownBy(() -> new UpdateRule(1, 0))
        .hasMessage("momentum must be at least 0 and below 1, found 1.0");
    assertThatThrownBy(() -> new UpdateRule(0, -1))
        .hasMessage("weightDecay must not be negative, found -1.0");
  }
}

package org.alexnet.graph.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.LinkedHashMap;
import java.util.Map;
import org.alexnet.graph.optimizer.Biases;
import org.alexnet.graph.optimizer.Multipliers;
import org.alexnet.graph.optimizer.SgdMomentum;
import org.junit.jupiter.api.Test;

/** The reference's update against numbers worked out by hand. */
class ReferenceSgdTest {

  private static final String WEIGHTS = "plain/tower0/weights";
  private static final String BIASES = "plain/tower0/biases";
  private static final String OWN_WEIGHTS = "own/tower1/weights";
  private static final String OWN_BIASES = "own/tower1/biases";

  private static final SgdMomentum RULE =
      new SgdMomentum(0.5, 0.25).withLayer("own", new Multipliers(2, 4));

  @Test
  void velocityHoldsTheRateOfItsOwnStep() {
    // given
    ReferenceSgd sgd = new ReferenceSgd(new SgdMomentum(0.5, 0.25), Map.of("w", new double[] {4}));

    // when
    sgd.step(1, Map.of("w", new double[] {3})); // v = -1 - 3 = -4, w = 0
    sgd.step(0.1, Map.of("w", new double[] {3})); // v = -2 - 0 - 0.3

    // then
    assertThat(sgd.velocities().get("w")).containsExactly(new double[] {-2.3}, within(1e-15));
    assertThat(sgd.weights().get("w")).containsExactly(new double[] {-2.3}, within(1e-15));
  }

  @Test
  void multipliersOfALayerMultiplyItsRateAndItsDecay() {
    // when
    ReferenceSgd sgd = afterOneStep(RULE);

    // then: -(0.25 + 3/4) x 0.1 x 4 and -(1 + 3/4) x 0.2 x 4, biases as weights
    assertVelocities(sgd, -0.4, -0.4, -1.4, -1.4);
    assertThat(sgd.weights().get(OWN_WEIGHTS)).containsExactly(new double[] {2.6}, within(1e-15));
  }

  @Test
  void scaledBiasesFollowTheRateOfTheWeights() {
    assertVelocities(
        afterOneStep(RULE.withBiases(new Biases.Scaled(2, true))), -0.4, -0.8, -1.4, -2.8);
    assertVelocities(
        afterOneStep(RULE.withBiases(new Biases.Scaled(2, false))), -0.4, -0.6, -1.4, -1.2);
  }

  @Test
  void fixedBiasesHaveTheirOwnRateTimesTheFactorOfTheLayer() {
    assertVelocities(
        afterOneStep(RULE.withBiases(new Biases.Fixed(0.5, true))), -0.4, -2, -1.4, -7);
    assertVelocities(
        afterOneStep(RULE.withBiases(new Biases.Fixed(0.5, false))), -0.4, -1.5, -1.4, -3);
  }

  @Test
  void fixedBiasesAreNotTouchedByADropOfTheRate() {
    // given
    ReferenceSgd sgd = afterOneStep(RULE.withBiases(new Biases.Fixed(0.5, false)));

    // when: weights are at 3.6 and 2.6
    sgd.step(0.01, gradients());

    // then
    assertVelocities(sgd, -0.2 - 0.009 - 0.03, -0.75 - 1.5, -0.7 - 0.02 * 2.6 - 0.06, -1.5 - 3);
  }

  @Test
  void aFactorOfZeroFreezesWeightsAndBiases() {
    // when
    ReferenceSgd sgd =
        afterOneStep(
            RULE.withBiases(new Biases.Fixed(0.5, true)).withLayer("own", new Multipliers(0, 4)));

    // then
    assertThat(sgd.weights().get(OWN_WEIGHTS)).containsExactly(4);
    assertThat(sgd.weights().get(OWN_BIASES)).containsExactly(4);
  }

  /** Every value is 4, every gradient 3, the rate 0.1. */
  private static ReferenceSgd afterOneStep(SgdMomentum rule) {
    Map<String, double[]> values = new LinkedHashMap<>();
    gradients().keySet().forEach(name -> values.put(name, new double[] {4}));
    ReferenceSgd sgd = new ReferenceSgd(rule, values);
    sgd.step(0.1, gradients());
    return sgd;
  }

  private static Map<String, double[]> gradients() {
    return Map.of(
        WEIGHTS, new double[] {3},
        BIASES, new double[] {3},
        OWN_WEIGHTS, new double[] {3},
        OWN_BIASES, new double[] {3});
  }

  private static void assertVelocities(
      ReferenceSgd sgd, double weights, double biases, double ownWeights, double ownBiases) {
    Map<String, double[]> velocities = sgd.velocities();
    assertThat(velocities.get(WEIGHTS)).containsExactly(new double[] {weights}, within(1e-12));
    assertThat(velocities.get(BIASES)).containsExactly(new double[] {biases}, within(1e-12));
    assertThat(velocities.get(OWN_WEIGHTS))
        .containsExactly(new double[] {ownWeights}, within(1e-12));
    assertThat(velocities.get(OWN_BIASES)).containsExactly(new double[] {ownBiases}, within(1e-12));
  }
}

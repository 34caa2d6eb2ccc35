package org.alexnet.graph.optimizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.alexnet.graph.Arrays64;
import org.alexnet.graph.Batch;
import org.alexnet.graph.TestSpecs;
import org.alexnet.graph.TrainingRig;
import org.alexnet.graph.device.PlacedNetwork;
import org.alexnet.graph.device.Placement;
import org.alexnet.graph.preset.Preset;
import org.alexnet.graph.reference.Dropping;
import org.alexnet.graph.reference.ReferenceNetwork;
import org.alexnet.graph.reference.ReferenceSgd;
import org.alexnet.graph.spec.AlexNetSpec;
import org.alexnet.graph.spec.Conv;
import org.alexnet.graph.spec.Initializer;
import org.alexnet.graph.spec.Precision;
import org.alexnet.graph.spec.Relu;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** How parameters change over many steps: paper, section 5. */
class SgdMomentumTest {
  private static final AlexNetSpec SPEC =
      TestSpecs.around(new Relu("relu"))
          .withLayers(
              "lively",
              layer ->
                  layer instanceof Conv conv
                      ? conv.withInitializer(new Initializer(0.02, 0.5))
                      : layer);
  private static final SgdMomentum PAPER = new SgdMomentum(0.9, 0.0005); // section 5
  private static final SgdMomentum STRONG_DECAY = new SgdMomentum(0.9, 0.05);
  private static final int STEPS = 50;
  private static final int DROP = 25;

  private static double rate(int step) {
    return step < DROP ? 0.01 : 0.001;
  }

  @Test
  void fiftyStepsThroughADropOfTheRateAreThoseOfTheReference() {
    try (TrainingRig rig = rig()) {
      // given
      ReferenceSgd reference = new ReferenceSgd(STRONG_DECAY, rig.parameters());
      Map<String, double[]> first = rig.parameters();

      // when
      for (int step = 0; step < STEPS; step++) {
        reference.step(rate(step), rig.step(Batch.of(SPEC, 4, step), rate(step)));
      }

      // then
      Map<String, double[]> weights = rig.parameters();
      assertThat(greatestError(weights, reference.weights())).isLessThan(1e-5);
      assertThat(greatestError(rig.velocities(), reference.velocities())).isLessThan(1e-5);
      assertThat(greatestError(weights, first)).as("they moved").isGreaterThan(0.1);
    }
  }

  /** Without momentum, with as much as decay and with less, and without decay. */
  static List<SgdMomentum> momentaAndDecays() {
    return List.of(
        new SgdMomentum(0, 0.05),
        new SgdMomentum(0.05, 0.05),
        new SgdMomentum(0.049, 0.05),
        new SgdMomentum(1e-40, 1e-40),
        new SgdMomentum(0.9, 0),
        new SgdMomentum(0, 0));
  }

  @ParameterizedTest
  @MethodSource("momentaAndDecays")
  void theRuleIsThatOfTheReferenceWhateverMomentumAndDecay(SgdMomentum sgd) {
    try (TrainingRig rig = new TrainingRig(SPEC, cpu(), sgd)) {
      // given
      ReferenceSgd reference = new ReferenceSgd(sgd, rig.parameters());

      // when
      for (int step = 0; step < STEPS; step++) {
        reference.step(rate(step), rig.step(Batch.of(SPEC, 4, step), rate(step)));
      }

      // then
      assertThat(greatestError(rig.parameters(), reference.weights())).isLessThan(1e-5);
      assertThat(greatestError(rig.velocities(), reference.velocities())).isLessThan(1e-5);
    }
  }

  /** The loops of large parameters, and an update that is none beside them. */
  @ParameterizedTest
  @MethodSource("momentaAndDecays")
  void theRuleIsThatOfTheReferenceWhereItIsCompiled(SgdMomentum sgd) {
    AlexNetSpec spec = TestSpecs.largeDense();
    PlacedNetwork placed =
        PlacedNetwork.onOneDevice(spec, "/CPU:0").withPrecision(Precision.BFLOAT16);
    try (TrainingRig rig = new TrainingRig(placed, sgd)) {
      // given
      ReferenceSgd reference = new ReferenceSgd(sgd, rig.parameters());
      Map<String, double[]> first = rig.parameters();

      // when
      for (int step = 0; step < 8; step++) {
        reference.step(rate(step), rig.step(Batch.of(spec, 4, step), rate(step)));
      }

      // then
      Map<String, double[]> weights = rig.parameters();
      assertThat(greatestError(weights, reference.weights())).isLessThan(1e-5);
      assertThat(greatestError(rig.velocities(), reference.velocities())).isLessThan(1e-5);
      String large = "fc2/tower0/weights";
      assertThat(greatestError(weights, Map.of(large, first.get(large)))).isGreaterThan(0.01);
    }
  }

  @ParameterizedTest
  @EnumSource
  void theRuleOfEveryPresetIsThatOfTheReferenceThroughADropOfTheRate(Preset preset) {
    // given
    AlexNetSpec spec =
        preset == Preset.CIFAR10
            ? preset.spec().withWidthDividedBy(4)
            : TestSpecs.narrow(preset.spec(), 16);
    try (TrainingRig rig = new TrainingRig(spec, cpu(spec), preset.recipe().optimizer())) {
      ReferenceSgd reference =
          new ReferenceSgd((SgdMomentum) preset.recipe().optimizer(), rig.parameters());
      ReferenceSgd withThePapers = new ReferenceSgd(PAPER, rig.parameters());

      // when
      for (int step = 0; step < STEPS; step++) {
        double rate = rate(step) / 100; // the images are strong
        Map<String, double[]> gradients = rig.step(Batch.of(spec, 4, step), rate);
        reference.step(rate, gradients);
        withThePapers.step(rate, gradients);
      }

      // then
      assertThat(greatestError(rig.parameters(), reference.weights())).isLessThan(1e-5);
      assertThat(greatestError(rig.velocities(), reference.velocities())).isLessThan(1e-5);
      if (preset != Preset.PAPER) {
        assertThat(greatestError(rig.parameters(), withThePapers.weights())).isGreaterThan(1e-4);
      }
    }
  }

  static List<Biases> biases() {
    return List.of(
        new Biases.Scaled(3, true),
        new Biases.Scaled(3, false),
        new Biases.Fixed(0.004, true),
        new Biases.Fixed(0.004, false));
  }

  @ParameterizedTest
  @MethodSource("biases")
  void layersHaveMultipliersOfTheirOwnAndCanBeFrozen(Biases biases) {
    // given
    SgdMomentum sgd =
        STRONG_DECAY
            .withBiases(biases)
            .withLayer("conv1", new Multipliers(0, 1))
            .withLayer("fc2", new Multipliers(0.1, 20));
    try (TrainingRig rig = new TrainingRig(SPEC, cpu(), sgd)) {
      ReferenceSgd reference = new ReferenceSgd(sgd, rig.parameters());
      Map<String, double[]> first = rig.parameters();

      // when
      for (int step = 0; step < STEPS; step++) {
        reference.step(rate(step), rig.step(Batch.of(SPEC, 4, step), rate(step)));
      }

      // then
      assertThat(greatestError(rig.parameters(), reference.weights())).isLessThan(1e-5);
      for (String frozen : List.of("conv1/tower0/weights", "conv1/tower1/biases")) {
        assertThat(rig.parameters().get(frozen)).isEqualTo(first.get(frozen));
      }
    }
  }

  @Test
  void multipliersOfALayerThatIsNotThereAreRefused() {
    SgdMomentum sgd = PAPER.withLayer("conv9", new Multipliers(1, 0));

    assertThatIllegalArgumentException()
        .isThrownBy(() -> sgd.requireFits(SPEC))
        .withMessage("the optimizer has multipliers for conv9, but the network has no such layer");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Multipliers(-1, 0))
        .withMessage("learning-rate multiplier must not be negative, found -1.0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Biases.Fixed(-1, false))
        .withMessage("learning rate of biases must not be negative, found -1.0");
  }

  @Test
  void rateOutsideTheVelocityWouldBeAnotherRule() {
    try (TrainingRig rig = rig()) {
      // given
      Map<String, double[]> outside = rig.parameters();
      Map<String, double[]> velocities = new LinkedHashMap<>();
      outside.forEach((name, values) -> velocities.put(name, new double[values.length]));

      // when
      double beforeTheDrop = 0;
      for (int step = 0; step < STEPS; step++) {
        if (step == DROP) {
          beforeTheDrop = greatestError(rig.parameters(), outside);
        }
        Map<String, double[]> gradients = rig.step(Batch.of(SPEC, 4, step), rate(step));
        stepWithTheRateOutside(rate(step), gradients, outside, velocities);
      }

      // then: equal at a constant rate, apart after the drop
      assertThat(beforeTheDrop).isLessThan(1e-5);
      assertThat(greatestError(rig.parameters(), outside)).isGreaterThan(1e-3);
    }
  }

  @Test
  void wholeStepsWithDropoutAreThoseOfTheReference() {
    // given
    AlexNetSpec spec = TestSpecs.unusual(2);
    try (TrainingRig rig = new TrainingRig(spec, cpu(), STRONG_DECAY)) {
      ReferenceSgd reference = new ReferenceSgd(STRONG_DECAY, rig.parameters());

      // when: the reference takes nothing but the masks from the graph
      for (int step = 0; step < 5; step++) {
        Batch batch = Batch.of(spec, 8, step);
        Dropping dropping = Dropping.with(rig.masks(batch));
        rig.step(batch, rate(step));
        reference.step(
            rate(step),
            new ReferenceNetwork(spec, reference.weights())
                .run(batch.volume(), dropping)
                .gradients(batch.labels()));
      }

      // then
      assertThat(greatestError(rig.parameters(), reference.weights())).isLessThan(1e-4);
    }
  }

  @Test
  void momentumAndDecayHaveTheirRange() {
    assertThat(Preset.PAPER.recipe().optimizer()).isEqualTo(PAPER);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new SgdMomentum(1, 0))
        .withMessage("momentum must be at least 0 and below 1, found 1.0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new SgdMomentum(0.9, -0.1))
        .withMessage("weightDecay must not be negative, found -0.1");
  }

  @Test
  void noMultiplierOrLearningRateIsNegative() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new SgdMomentum(-0.1, 0))
        .withMessage("momentum must be at least 0 and below 1, found -0.1");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Multipliers(0, -2))
        .withMessage("decay multiplier must not be negative, found -2.0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Biases.Scaled(-3, true))
        .withMessage("multiplier of biases must not be negative, found -3.0");
    assertThat(new SgdMomentum(0, 0).multipliersOf("any")).isEqualTo(new Multipliers(1, 1));
    assertThat(new Multipliers(0, 0).decay()).isZero();
    assertThat(new Biases.Scaled(0, true).multiplier()).isZero();
    assertThat(new Biases.Fixed(0, true).learningRate()).isZero();
  }

  @Test
  void copiesDifferInOneNumber() {
    assertThat(STRONG_DECAY.withMomentum(0.5)).isEqualTo(new SgdMomentum(0.5, 0.05));
    assertThat(STRONG_DECAY.withWeightDecay(0)).isEqualTo(new SgdMomentum(0.9, 0));
  }

  @Test
  void describesItselfWithoutExponents() {
    assertThat(PAPER.summary()).isEqualTo("momentum 0.9, weight decay 0.0005");
    assertThat(PAPER.describe().values())
        .containsExactly("SGD with momentum", "0.9", "0.0005", "as weights", "as weights");
    assertThat(
            PAPER
                .withBiases(new Biases.Scaled(2, false))
                .withLayer("fc8", new Multipliers(10, 0.5))
                .describe()
                .values())
        .contains("2 times that of weights", "none", "fc8 learning rate x10, decay x0.5");
  }

  private static void stepWithTheRateOutside(
      double rate,
      Map<String, double[]> gradients,
      Map<String, double[]> weights,
      Map<String, double[]> velocities) {
    weights.forEach(
        (name, w) -> {
          double[] v = velocities.get(name);
          double[] g = gradients.get(name);
          for (int at = 0; at < w.length; at++) {
            v[at] = STRONG_DECAY.momentum() * v[at] + g[at] + STRONG_DECAY.weightDecay() * w[at];
            w[at] -= rate * v[at];
          }
        });
  }

  private static TrainingRig rig() {
    return new TrainingRig(SPEC, cpu(), STRONG_DECAY);
  }

  private static Placement cpu(AlexNetSpec spec) {
    return Placement.onOneDevice("/CPU:0", spec.towers());
  }

  private static Placement cpu() {
    return Placement.onOneDevice("/CPU:0", 2);
  }

  private static double greatestError(
      Map<String, double[]> actual, Map<String, double[]> expected) {
    return expected.entrySet().stream()
        .mapToDouble(entry -> Arrays64.relativeError(actual.get(entry.getKey()), entry.getValue()))
        .max()
        .orElseThrow();
  }
}

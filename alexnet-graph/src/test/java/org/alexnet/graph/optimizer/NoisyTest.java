package org.alexnet.graph.optimizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import java.util.Map;
import org.alexnet.common.RecordCodec;
import org.alexnet.graph.Arrays64;
import org.alexnet.graph.Batch;
import org.alexnet.graph.TrainingRig;
import org.alexnet.graph.device.Placement;
import org.alexnet.graph.optimizer.LearningRateSchedule.Use;
import org.alexnet.graph.spec.AlexNetSpec;
import org.alexnet.graph.spec.Connectivity;
import org.alexnet.graph.spec.Dense;
import org.alexnet.graph.spec.Initializer;
import org.alexnet.graph.spec.ParameterTable.Kind;
import org.junit.jupiter.api.Test;

class NoisyTest {
  private static final ParameterGroup WEIGHTS = new ParameterGroup("fc1", Kind.WEIGHTS);
  private static final ParameterGroup BIASES = new ParameterGroup("fc1", Kind.BIASES);
  private static final Noisy NOISY = new Noisy(2, 7, new Constant());

  private static final AlexNetSpec SPEC =
      new AlexNetSpec(
          "one layer",
          4,
          1,
          3,
          ImmutableList.of(
              new Dense(
                  "fc1",
                  3,
                  Connectivity.CROSS_TOWER,
                  Dense.Spread.FIRST_TOWER,
                  new Initializer(0.1, 0.2))));

  private static TrainingProgress at(long step) {
    return new TrainingProgress(step, 0, ImmutableList.of());
  }

  @Test
  void addsTheSizeOfANormalDrawTimesItsStandardDeviation() {
    int steps = 20_000;
    double sum = 0;
    for (int step = 0; step < steps; step++) {
      double noise = NOISY.noise(WEIGHTS, Use.GRADIENT, at(step));
      assertThat(noise).isGreaterThanOrEqualTo(1);
      sum += noise - 1;
    }

    // the mean of |N(0, 1)| is the root of 2 / pi; five standard errors of the mean are 0.043
    assertThat(sum / steps).isCloseTo(2 * Math.sqrt(2 / Math.PI), within(0.043));
  }

  @Test
  void isDrawnAnewForEachUseStepLayerAndSeedAndIsTheSameAgain() {
    double noise = NOISY.noise(WEIGHTS, Use.GRADIENT, at(5));

    assertThat(NOISY.noise(WEIGHTS, Use.GRADIENT, at(5))).isEqualTo(noise);
    assertThat(NOISY.noise(WEIGHTS, Use.DECAY, at(5))).isNotEqualTo(noise);
    assertThat(NOISY.noise(WEIGHTS, Use.GRADIENT, at(6))).isNotEqualTo(noise);
    assertThat(NOISY.noise(new ParameterGroup("fc2", Kind.WEIGHTS), Use.GRADIENT, at(5)))
        .isNotEqualTo(noise);
    assertThat(new Noisy(2, 8, new Constant()).noise(WEIGHTS, Use.GRADIENT, at(5)))
        .isNotEqualTo(noise);
  }

  @Test
  void leavesBiasesAndTheScheduleItself() {
    assertThat(NOISY.noise(BIASES, Use.GRADIENT, at(5))).isOne();
    assertThat(NOISY.learningRate(0.25, at(5))).isEqualTo(0.25);
    assertThat(new Warmup(10, NOISY).noise(WEIGHTS, Use.GRADIENT, at(5)))
        .isEqualTo(NOISY.noise(WEIGHTS, Use.GRADIENT, at(5)));
    assertThat(NOISY.describe()).isEqualTo("constant, times 1 + 2 |N(0, 1)|");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Noisy(-1, 0, new Constant()))
        .withMessage("std must be at least 0 and finite, found -1.0");
  }

  @Test
  void isHeldByManifests() {
    LearningRateSchedule schedule = new Warmup(3, NOISY);

    assertThat(
            RecordCodec.decode(
                RecordCodec.encode(schedule, LearningRateSchedule.class),
                LearningRateSchedule.class,
                "schedule"))
        .isEqualTo(schedule);
  }

  @Test
  void gradientAndDecayHaveLearningRatesOfTheirOwn() {
    // given: v = -rate g - rate of decay x decay x w, the first step
    LearningRates rates =
        new LearningRates(
            ImmutableMap.of(WEIGHTS, 0.02, BIASES, 0.03),
            ImmutableMap.of(WEIGHTS, 0.05, BIASES, 0.07));
    Batch batch = Batch.of(SPEC, 4, 1);
    try (TrainingRig rig =
        new TrainingRig(SPEC, Placement.onOneDevice("/CPU:0", 1), new SgdMomentum(0.9, 0.5))) {
      Map<String, double[]> before = rig.parameters();

      // when
      Map<String, double[]> gradients = rig.step(batch, rates);

      // then
      Map<String, double[]> found = rig.velocities();
      before.forEach(
          (name, w) -> {
            double rate = name.endsWith("weights") ? 0.02 : 0.03;
            double ofDecay = name.endsWith("weights") ? 0.05 : 0.07;
            double[] expected = new double[w.length];
            for (int i = 0; i < w.length; i++) {
              expected[i] = -rate * gradients.get(name)[i] - ofDecay * 0.5 * w[i];
            }
            assertThat(Arrays64.relativeError(found.get(name), expected)).isLessThan(1e-5);
          });
    }
  }

  @Test
  void theRatesOfARecipeHaveTheNoiseOfTheirStep() {
    LearningRates noisy =
        LearningRates.of(SPEC, new SgdMomentum(0.9, 0), 0.1).withNoise(NOISY, at(5));

    assertThat(noisy.byGroup())
        .containsEntry(WEIGHTS, 0.1 * NOISY.noise(WEIGHTS, Use.GRADIENT, at(5)))
        .containsEntry(BIASES, 0.1);
    assertThat(noisy.ofDecay())
        .containsEntry(WEIGHTS, 0.1 * NOISY.noise(WEIGHTS, Use.DECAY, at(5)))
        .containsEntry(BIASES, 0.1);
  }
}

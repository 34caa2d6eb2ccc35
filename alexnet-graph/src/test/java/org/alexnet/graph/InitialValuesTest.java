package org.alexnet.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.alexnet.graph.spec.AlexNetSpec;
import org.junit.jupiter.api.Test;

/** The values that a training graph begins with: paper, section 5. */
class InitialValuesTest {
  private static final AlexNetSpec SPEC = TestSpecs.narrowPaper(2);

  @Test
  void weightsAreGaussianWithTheStandardDeviationOfThePaper() {
    try (TrainingRig rig = new TrainingRig(SPEC)) {
      weights(rig.parameters())
          .forEach(
              (name, values) -> {
                double mean = Arrays.stream(values).average().orElseThrow();
                double std = Arrays64.norm(values) / Math.sqrt(values.length);
                // six standard errors of each estimate
                double error = 6 * 0.01 / Math.sqrt(values.length);
                assertThat(mean).as("mean of %s", name).isCloseTo(0, within(error));
                assertThat(std).as("std of %s", name).isCloseTo(0.01, within(error));
                assertThat(Arrays.stream(values).max().orElseThrow())
                    .as("greatest of %s, not cut off at two standard deviations", name)
                    .isGreaterThan(0.025);
              });
    }
  }

  @Test
  void biasesAreOneWhereThePaperSaysSoAndZeroElsewhere() {
    Set<String> positive = Set.of("conv2", "conv4", "conv5", "fc6", "fc7");
    try (TrainingRig rig = new TrainingRig(SPEC)) {
      rig.parameters()
          .forEach(
              (name, values) -> {
                if (name.endsWith("/biases")) {
                  boolean one = positive.contains(name.substring(0, name.indexOf('/')));
                  assertThat(values).as(name).containsOnly(one ? 1 : 0);
                }
              });
    }
  }

  @Test
  void noTwoTowersBeginAlike() {
    try (TrainingRig rig = new TrainingRig(SPEC)) {
      Map<String, double[]> parameters = rig.parameters();
      weights(parameters)
          .forEach(
              (name, values) -> {
                double[] other = parameters.get(name.replace("tower0", "tower1"));
                if (name.contains("tower0") && other != null) {
                  assertThat(other).as(name).isNotEqualTo(values);
                }
              });
    }
  }

  @Test
  void velocitiesBeginAtZero() {
    try (TrainingRig rig = new TrainingRig(SPEC)) {
      rig.velocities().forEach((name, values) -> assertThat(values).as(name).containsOnly(0));
    }
  }

  private static Map<String, double[]> weights(Map<String, double[]> parameters) {
    return parameters.entrySet().stream()
        .filter(entry -> entry.getKey().endsWith("/weights"))
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }
}

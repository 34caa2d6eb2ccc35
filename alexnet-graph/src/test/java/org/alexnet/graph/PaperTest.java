package org.alexnet.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.google.common.collect.ImmutableList;
import org.alexnet.graph.ParameterTable.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tensorflow.ndarray.Shape;

/** The published numbers of the network. */
class PaperTest {
  private static final AlexNetSpec PAPER = AlexNetSpec.paper();

  @ParameterizedTest
  @CsvSource({
    "conv1, 55x55x96, 34944",
    "pool1, 27x27x96, 0",
    "conv2, 27x27x256, 307456",
    "pool2, 13x13x256, 0",
    "conv3, 13x13x384, 885120",
    "conv4, 13x13x384, 663936",
    "conv5, 13x13x256, 442624",
    "pool5, 6x6x256, 0",
    "fc6, 4096, 37752832",
    "fc7, 4096, 16781312",
    "fc8, 1000, 4097000"
  })
  void layersHaveThePublishedShapesAndParameters(String layer, String output, long parameters) {
    assertThat(ShapeTrace.of(PAPER).step(layer).output()).hasToString(output);
    assertThat(ParameterTable.of(PAPER).countOf(layer)).isEqualTo(parameters);
  }

  @Test
  void thereAre60MillionParametersAnd650000Neurons() {
    assertThat(ParameterTable.of(PAPER).total()).isEqualTo(60_965_224);
    int units =
        ShapeTrace.of(PAPER).steps().stream()
            .filter(
                step -> step.layer() instanceof Layer.Conv || step.layer() instanceof Layer.Dense)
            .mapToInt(step -> step.output().size())
            .sum();
    assertThat(units).isEqualTo(659_272);
  }

  @Test
  void withNoGroupsThereAre62MillionParameters() {
    AlexNetSpec oneTower = new AlexNetSpec("one tower", 227, 1, 0, PAPER.layers());

    assertThat(ParameterTable.of(oneTower).total()).isEqualTo(62_378_344);
  }

  @ParameterizedTest
  @CsvSource({
    "conv1/tower0, 11, 11, 3, 48",
    "conv2/tower1, 5, 5, 48, 128",
    "conv3/tower0, 3, 3, 256, 192",
    "conv4/tower1, 3, 3, 192, 192",
    "conv5/tower0, 3, 3, 192, 128"
  })
  void kernelsAreThoseOfTheText(String name, long height, long width, long in, long out) {
    assertThat(
            ParameterTable.of(PAPER).parameters().stream()
                .filter(parameter -> parameter.name().equals(name + "/weights"))
                .map(ParameterTable.Parameter::shape))
        .containsExactly(Shape.of(height, width, in, out));
  }

  @ParameterizedTest
  @CsvSource({
    "conv1, 0",
    "conv2, 1",
    "conv3, 0",
    "conv4, 1",
    "conv5, 1",
    "fc6, 1",
    "fc7, 1",
    "fc8, 0"
  })
  void weightsBeginWithStandardDeviationOneHundredthAndBiasesWithOneOrZero(
      String layer, double bias) {
    assertThat(ParameterTable.of(PAPER).parameters())
        .filteredOn(parameter -> parameter.layer().equals(layer))
        .allSatisfy(
            parameter ->
                assertThat(parameter.initialisation()).isEqualTo(new Initialisation(0.01, bias)));
  }

  @Test
  void theFirstValuesInAGraphAreThose() {
    AlexNetSpec spec = PAPER.withImageSize(67).withClassCount(10);
    try (GraphUnderTest graph =
        new GraphUnderTest(spec, Placement.onOneDevice("/CPU:0", 2), UpdateRule.paper(), 1, 1)) {
      graph
          .fetch(graph.step.parameters())
          .forEach(
              (name, values) -> {
                if (name.endsWith("/weights")) {
                  assertThat(mean(values)).as(name).isCloseTo(0, within(0.0005));
                  assertThat(deviation(values)).as(name).isCloseTo(0.01, within(0.0004));
                } else {
                  double bias = name.matches("(conv[245]|fc[67]).*") ? 1 : 0;
                  assertThat(values).as(name).containsOnly(bias);
                }
              });
    }
  }

  @Test
  void thePaperSaysOfNormalisationPoolingDropoutAndLearning() {
    ImmutableList<Layer> layers = PAPER.layers();
    assertThat(layers)
        .contains(
            new Layer.LocalResponseNorm("norm1", 5, 2, 1e-4, 0.75),
            new Layer.LocalResponseNorm("norm2", 5, 2, 1e-4, 0.75),
            new Layer.MaxPool("pool1", 3, 2),
            new Layer.MaxPool("pool2", 3, 2),
            new Layer.MaxPool("pool5", 3, 2),
            new Layer.Dropout("drop6", 0.5),
            new Layer.Dropout("drop7", 0.5));
    assertThat(UpdateRule.paper()).isEqualTo(new UpdateRule(0.9, 0.0005));
    assertThat(PAPER.towers()).isEqualTo(2);
    assertThat(ParameterTable.of(PAPER).parameters())
        .extracting(ParameterTable.Parameter::kind)
        .containsOnly(Kind.WEIGHTS, Kind.BIASES);
  }

  private static double mean(double[] values) {
    double sum = 0;
    for (double value : values) {
      sum += value;
    }
    return sum / values.length;
  }

  private static double deviation(double[] values) {
    double mean = mean(values);
    double sum = 0;
    for (double value : values) {
      sum += (value - mean) * (value - mean);
    }
    return Math.sqrt(sum / values.length);
  }
}

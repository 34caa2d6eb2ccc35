package org.alexnet.graph;

import static org.alexnet.graph.spec.Connectivity.CROSS_TOWER;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.alexnet.graph.preset.Preset;
import org.alexnet.graph.spec.AlexNetSpec;
import org.alexnet.graph.spec.Conv;
import org.alexnet.graph.spec.Dense;
import org.alexnet.graph.spec.Initializer;
import org.alexnet.graph.spec.ParameterTable;
import org.alexnet.graph.spec.ShapeTrace;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tensorflow.ndarray.Shape;

/** Shapes and counts against the paper's figure 2 and the counts that follow from it. */
class PublishedNumbersTest {
  private static final AlexNetSpec PAPER = Preset.PAPER.spec();

  @ParameterizedTest
  @CsvSource({
    "conv1, 55x55x96",
    "relu1, 55x55x96",
    "norm1, 55x55x96",
    "pool1, 27x27x96",
    "conv2, 27x27x256",
    "relu2, 27x27x256",
    "norm2, 27x27x256",
    "pool2, 13x13x256",
    "conv3, 13x13x384",
    "relu3, 13x13x384",
    "conv4, 13x13x384",
    "relu4, 13x13x384",
    "conv5, 13x13x256",
    "relu5, 13x13x256",
    "pool5, 6x6x256",
    "fc6, 4096",
    "relu6, 4096",
    "drop6, 4096",
    "fc7, 4096",
    "relu7, 4096",
    "drop7, 4096",
    "fc8, 1000"
  })
  void outputOfEveryLayerHasThePublishedShape(String layer, String shape) {
    assertThat(ShapeTrace.of(PAPER).step(layer).output()).hasToString(shape);
  }

  @ParameterizedTest
  @CsvSource({
    "conv1, 34944",
    "conv2, 307456",
    "conv3, 885120",
    "conv4, 663936",
    "conv5, 442624",
    "fc6, 37752832",
    "fc7, 16781312",
    "fc8, 4097000",
    "relu1, 0",
    "norm1, 0",
    "pool5, 0",
    "drop6, 0"
  })
  void everyLayerHasThePublishedNumberOfParameters(String layer, long count) {
    assertThat(ParameterTable.of(PAPER).countOf(layer)).isEqualTo(count);
  }

  @Test
  void networkHasThePublishedNumberOfParameters() {
    assertThat(ParameterTable.of(PAPER).total()).isEqualTo(60_965_224);
  }

  @Test
  void networkWithoutGroupsHasThePublishedNumberOfParameters() {
    // given
    AlexNetSpec linked =
        PAPER.withLayers(
            "linked",
            layer -> layer instanceof Conv conv ? conv.withConnectivity(CROSS_TOWER) : layer);

    // then
    assertThat(ParameterTable.of(linked).total()).isEqualTo(62_378_344);
    assertThat(ParameterTable.of(PAPER.withTowers(1)).total()).isEqualTo(62_378_344);
  }

  @Test
  void networkHasAboutThe650000NeuronsOfThePaper() {
    // when
    long neurons =
        ShapeTrace.of(PAPER).steps().stream()
            .filter(step -> step.layer() instanceof Conv || step.layer() instanceof Dense)
            .mapToLong(step -> step.output().size())
            .sum();

    // then
    assertThat(neurons).isEqualTo(659_272);
  }

  @ParameterizedTest
  @CsvSource({
    "conv1/tower0/weights, 11-11-3-48", "conv1/tower1/biases, 48",
    "conv2/tower1/weights, 5-5-48-128", "conv3/tower0/weights, 3-3-256-192",
    "conv4/tower1/weights, 3-3-192-192", "conv5/tower0/weights, 3-3-192-128",
    "fc6/tower0/weights, 9216-2048", "fc7/tower1/weights, 4096-2048",
    "fc8/tower0/weights, 4096-1000", "fc8/tower0/biases, 1000"
  })
  void aTowersFiltersHaveThePublishedShape(String name, String shape) {
    long[] sizes = Arrays.stream(shape.split("-")).mapToLong(Long::parseLong).toArray();
    assertThat(ParameterTable.of(PAPER).parameters())
        .filteredOn(parameter -> parameter.name().equals(name))
        .singleElement()
        .satisfies(parameter -> assertThat(parameter.shape()).isEqualTo(Shape.of(sizes)));
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
  void parametersBeginAsThePaperSays(String layer, double bias) {
    assertThat(ParameterTable.of(PAPER).parameters())
        .filteredOn(parameter -> parameter.layer().equals(layer))
        .isNotEmpty()
        .allSatisfy(
            parameter ->
                assertThat(parameter.initializer()).isEqualTo(new Initializer(0.01, bias)));
  }

  @Test
  void parametersAreInTheOrderOfLayersAndTowers() {
    assertThat(ParameterTable.of(PAPER).parameters())
        .extracting(ParameterTable.Parameter::name)
        .startsWith(
            "conv1/tower0/weights",
            "conv1/tower0/biases",
            "conv1/tower1/weights",
            "conv1/tower1/biases",
            "conv2/tower0/weights")
        .endsWith("fc7/tower1/biases", "fc8/tower0/weights", "fc8/tower0/biases");
  }
}

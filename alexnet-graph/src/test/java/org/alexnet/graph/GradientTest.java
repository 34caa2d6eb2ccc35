package org.alexnet.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.alexnet.graph.reference.ReferenceNetwork;
import org.alexnet.graph.reference.ReferenceNetwork.Pass;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The graph against a float64 reference, and both against finite differences of the loss. */
class GradientTest {

  static Stream<Arguments> networks() {
    return Stream.concat(
        SmallNetworks.all().entrySet().stream().map(e -> Arguments.of(e.getKey(), e.getValue())),
        Stream.of(Arguments.of("narrow paper", SmallNetworks.narrowPaper())));
  }

  private static Pass reference(
      GraphUnderTest graph, AlexNetSpec spec, Map<String, double[]> parameters) {
    Map<String, double[]> factors = new TreeMap<>();
    return new ReferenceNetwork(spec, parameters)
        .forward(
            graph.count,
            graph.images,
            (layer, tower) ->
                factors.computeIfAbsent(layer + tower, key -> graph.factors(layer, tower)));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("networks")
  void lossAndGradientsAreThoseOfTheReference(String name, AlexNetSpec spec) {
    try (GraphUnderTest graph = new GraphUnderTest(spec)) {
      Pass reference = reference(graph, spec, graph.parameters);

      assertThat(graph.loss(graph.parameters))
          .isCloseTo(reference.loss(graph.labels), within(1e-5));
      Map<String, double[]> expected = reference.gradients(graph.labels);
      Map<String, double[]> found = graph.gradients();
      assertThat(found.keySet()).containsExactlyInAnyOrderElementsOf(expected.keySet());
      found.forEach(
          (parameter, gradient) ->
              assertThat(relativeError(gradient, expected.get(parameter)))
                  .as(parameter)
                  .isLessThan(1e-4));
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("networks")
  void gradientsAreFiniteDifferencesOfTheGraphsOwnLoss(String name, AlexNetSpec spec) {
    try (GraphUnderTest graph = new GraphUnderTest(spec)) {
      graph
          .gradients()
          .forEach(
              (parameter, gradient) -> {
                // Along the gradient, the slope of the loss is the gradient's length.
                double length = Math.sqrt(dot(gradient, gradient));
                assertThat(length).as("gradient of %s", parameter).isPositive();
                double h = Math.min(0.02, 2e-4 / length);
                double slope =
                    (graph.loss(moved(graph, parameter, gradient, h / length))
                            - graph.loss(moved(graph, parameter, gradient, -h / length)))
                        / (2 * h);
                assertThat(slope).as(parameter).isCloseTo(length, within(0.05 * length));
              });
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("networks")
  void gradientsOfTheReferenceAreFiniteDifferences(String name, AlexNetSpec spec) {
    try (GraphUnderTest graph = new GraphUnderTest(spec)) {
      Random random = new Random(5);
      Map<String, double[]> gradients =
          reference(graph, spec, graph.parameters).gradients(graph.labels);
      gradients.forEach(
          (parameter, gradient) -> {
            double[] direction = random.doubles(gradient.length, -1, 1).toArray();
            double h = 1e-7;
            double slope =
                (reference(graph, spec, moved(graph, parameter, direction, h)).loss(graph.labels)
                        - reference(graph, spec, moved(graph, parameter, direction, -h))
                            .loss(graph.labels))
                    / (2 * h);
            double expected = dot(gradient, direction);
            assertThat(slope)
                .as(parameter)
                .isCloseTo(expected, within(1e-5 * Math.sqrt(dot(gradient, gradient)) + 1e-7));
          });
    }
  }

  private static Map<String, double[]> moved(
      GraphUnderTest graph, String parameter, double[] direction, double step) {
    Map<String, double[]> moved = new TreeMap<>(graph.parameters);
    double[] values = moved.get(parameter).clone();
    for (int i = 0; i < values.length; i++) {
      values[i] += step * direction[i];
    }
    moved.put(parameter, values);
    return moved;
  }

  @Test
  void activationsOfEveryLayerAreThoseOfTheReference() {
    AlexNetSpec spec = SmallNetworks.narrowPaper();
    try (GraphUnderTest graph = new GraphUnderTest(spec)) {
      Pass reference = reference(graph, spec, graph.parameters);
      Map<String, String> lastOperation =
          Map.of(
              "conv", "BiasAdd", "relu", "Relu", "norm", "Mul_1", "pool", "MaxPool", "fc",
              "BiasAdd", "drop", "Mul");
      for (Layer layer : spec.layers()) {
        for (int tower = 0; tower < (layer.name().equals("fc8") ? 1 : 2); tower++) {
          String operation =
              layer.name()
                  + "/tower"
                  + tower
                  + "/"
                  + lastOperation.get(layer.name().replaceAll("\\d", ""));
          double[] found =
              graph.fetch(graph.parameters, Map.of("out", graph.operand(operation))).get("out");
          assertThat(relativeError(found, reference.activations(layer.name(), tower)))
              .as(operation)
              .isLessThan(1e-5);
        }
      }
    }
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }

  static double relativeError(double[] found, double[] expected) {
    assertThat(found).hasSameSizeAs(expected);
    double difference = 0;
    for (int i = 0; i < found.length; i++) {
      difference += (found[i] - expected[i]) * (found[i] - expected[i]);
    }
    return Math.sqrt(difference / dot(expected, expected));
  }
}

package org.alexnet.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Map;
import org.alexnet.graph.device.Placement;
import org.alexnet.graph.optimizer.SgdMomentum;
import org.alexnet.graph.reference.Dropping;
import org.alexnet.graph.reference.ReferenceNetwork;
import org.alexnet.graph.reference.ReferenceSgd;
import org.alexnet.graph.report.NetworkCost;
import org.alexnet.graph.spec.AlexNetSpec;
import org.alexnet.graph.spec.ParameterTable;
import org.alexnet.graph.spec.ParameterTable.Kind;
import org.alexnet.graph.spec.ShapeTrace;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tensorflow.ndarray.Shape;

/** The locally connected layers of cuda-convnet's configuration "conv-local-13pct". */
class LocallyConnectedTest {
  private static final AlexNetSpec SPEC = TestSpecs.convLocal();

  @Test
  void parametersAreAsManyAsInTheConfiguration() {
    ParameterTable table = ParameterTable.of(SPEC);

    assertThat(table.countOf("conv1")).isEqualTo(64 * (5 * 5 * 3 + 1)).isEqualTo(4_864);
    assertThat(table.countOf("conv2")).isEqualTo(64 * (5 * 5 * 64 + 1)).isEqualTo(102_464);
    assertThat(table.countOf("local3"))
        .isEqualTo(8 * 8 * 32 * (3 * 3 * 64 + 1))
        .isEqualTo(1_181_696);
    assertThat(table.countOf("local4")).isEqualTo(8 * 8 * 32 * (3 * 3 * 32 + 1)).isEqualTo(591_872);
    assertThat(table.countOf("fc10")).isEqualTo(10 * (8 * 8 * 32 + 1)).isEqualTo(20_490);
    assertThat(table.total()).isEqualTo(1_901_386);
  }

  @ParameterizedTest
  @CsvSource({
    "1, local3, 576, 32",
    "2, local3, 288, 16", // half of the channels, in each tower
    "2, local4, 288, 16", // all of them
    "4, local3, 144, 8"
  })
  void eachPixelHasItsWeightsAndBiasesInEachTower(
      int towers, String layer, long windowSize, long filters) {
    assertThat(ParameterTable.of(SPEC.withTowers(towers)).parameters())
        .filteredOn(parameter -> parameter.layer().equals(layer))
        .hasSize(2 * towers)
        .allSatisfy(
            parameter ->
                assertThat(parameter.shape())
                    .isEqualTo(
                        parameter.kind() == Kind.WEIGHTS
                            ? Shape.of(8, 8, windowSize, filters)
                            : Shape.of(8, 8, filters)));
  }

  @Test
  void itIsDescribedAsAConvolutionWithoutSharedFilters() {
    ShapeTrace.Step step = ShapeTrace.of(SPEC).step("local3");

    assertThat(step.output()).hasToString("8x8x32");
    assertThat(step.layer().description())
        .isEqualTo("32 filters 3x3, stride 1, pad 1, locally connected");
  }

  /** Its windows, which overlap, are kept beside its output, and by every tower that reads them. */
  @ParameterizedTest
  @CsvSource({
    "1, local3, 1179648, 155648", // 2048 * 576; 4 * (2048 + 64 * 576)
    "2, local3, 589824, 155648", // 2048 * 288; 4 * (2048 + 2 * 64 * 288)
    "2, local4, 589824, 172032" // 2048 * 288; 4 * (2048 + 2 * 64 * 288 + 2 * 2048 gathered)
  })
  void itCosts(int towers, String layer, long multiplyAdds, long activationBytes) {
    assertThat(NetworkCost.of(SPEC.withTowers(towers)).rows())
        .filteredOn(row -> row.layer().equals(layer))
        .singleElement()
        .satisfies(
            row -> {
              assertThat(row.multiplyAdds()).isEqualTo(multiplyAdds);
              assertThat(row.activationBytes()).isEqualTo(activationBytes);
            });
  }

  @Test
  void aTowerOnEachOfTwoDevicesHasTheGradientsOfTheReference() {
    AlexNetSpec spec = SPEC.withWidthDividedBy(4).withTowers(2);
    Map<String, double[]> parameters = TestSpecs.livelyParameters(spec, 31);
    Batch batch = Batch.of(spec, 4, 32);
    try (TrainingRig rig =
        new TrainingRig(spec, Placement.of("/CPU:0", "/CPU:1"), new SgdMomentum(0.9, 0.004))) {
      // when
      TrainingRig.Outcome graph = rig.gradients(batch, parameters);

      // then
      new ReferenceNetwork(spec, parameters)
          .run(batch.volume(), Dropping.atTest())
          .gradients(batch.labels())
          .forEach(
              (name, values) ->
                  assertThat(Arrays64.relativeError(graph.gradients().get(name), values))
                      .as("relative error of %s", name)
                      .isLessThan(1e-4));
    }
  }

  @Test
  void stepsAreThoseOfTheReference() {
    // given
    AlexNetSpec spec = SPEC.withWidthDividedBy(4).withTowers(2);
    SgdMomentum sgd = new SgdMomentum(0.9, 0.004);
    try (TrainingRig rig = new TrainingRig(spec, Placement.onOneDevice("/CPU:0", 2), sgd)) {
      Map<String, double[]> first = rig.parameters();
      ReferenceSgd reference = new ReferenceSgd(sgd, first);

      for (int step = 0; step < 3; step++) {
        // when
        Batch batch = Batch.of(spec, 4, step);
        Map<String, double[]> weights = reference.weights();
        double loss = rig.loss(batch, Map.of());
        rig.step(batch, 0.01);

        // then: the whole step, gradients included, is the reference's own
        var run = new ReferenceNetwork(spec, weights).run(batch.volume(), Dropping.atTest());
        assertThat(loss).isCloseTo(run.loss(batch.labels()), within(1e-4 * loss));
        reference.step(0.01, run.gradients(batch.labels()));
      }
      rig.parameters()
          .forEach(
              (name, values) -> {
                assertThat(Arrays64.relativeError(values, reference.weights().get(name)))
                    .as(name)
                    .isLessThan(1e-4);
                assertThat(values).as("%s moved", name).isNotEqualTo(first.get(name));
              });
    }
  }
}

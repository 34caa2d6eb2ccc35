package org.alexnet.graph.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.alexnet.graph.AlexNet;
import org.alexnet.graph.Arrays64;
import org.alexnet.graph.Batch;
import org.alexnet.graph.TestSpecs;
import org.alexnet.graph.TrainingRig;
import org.alexnet.graph.device.Placement;
import org.alexnet.graph.spec.WeightTransfer.LayerPlan;
import org.alexnet.graph.spec.WeightTransfer.Outcome;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tensorflow.types.TFloat32;

/** Parameters of one network in another. */
class WeightTransferTest {
  private static final AlexNetSpec PAPER = TestSpecs.narrowPaper(8);

  @TempDir private Path folder;

  @Test
  void anotherNumberOfClassesMakesAFreshClassifier() {
    WeightTransfer transfer = WeightTransfer.between(PAPER, PAPER.withClassCount(22));

    assertThat(layers(transfer, Outcome.LOADED))
        .containsExactly("conv1", "conv2", "conv3", "conv4", "conv5", "fc6", "fc7");
    assertThat(transfer.layers())
        .last()
        .isEqualTo(new LayerPlan("fc8", Outcome.INITIALIZED, "512x10 there, 512x22 here"));
    assertThat(transfer.sources()).hasSize(2 * 2 * 7);
  }

  @Test
  void theSixthConvolutionIsFreshOrLeftOut() {
    WeightTransfer added = WeightTransfer.between(PAPER, PAPER.withSixthConvolution());
    WeightTransfer removed = WeightTransfer.between(PAPER.withSixthConvolution(), PAPER);

    assertThat(added.layers())
        .contains(new LayerPlan("conv6", Outcome.INITIALIZED, "no such layer there"));
    assertThat(layers(added, Outcome.LOADED)).hasSize(8);
    assertThat(removed.layers())
        .last()
        .isEqualTo(new LayerPlan("conv6", Outcome.SKIPPED, "no such layer here"));
    assertThat(removed.toString().lines())
        .last()
        .isEqualTo("conv6     skipped      no such layer here");
  }

  @Test
  void towersAreJoinedWhereTheirFiltersReadTheSame() {
    WeightTransfer transfer = WeightTransfer.between(PAPER, PAPER.withTowers(1));

    assertThat(layers(transfer, Outcome.JOINED)).containsExactly("conv1", "conv3", "fc6", "fc7");
    assertThat(layers(transfer, Outcome.LOADED)).containsExactly("fc8");
    assertThat(transfer.layers())
        .contains(
            new LayerPlan(
                "conv2", Outcome.INITIALIZED, "2 towers of 5x5x6x16 there, 5x5x12x32 here"));
    assertThat(transfer.sources().get("conv1/tower0/biases"))
        .containsExactly("conv1/tower0/biases", "conv1/tower1/biases");
  }

  @Test
  void towersThatReadDifferentMapsAreNotJoined() { // conv5 has the shape by coincidence
    assertThat(WeightTransfer.between(PAPER, PAPER.withOneTower()).layers())
        .contains(
            new LayerPlan(
                "conv5", Outcome.INITIALIZED, "its towers read different channels there"));
  }

  @Test
  void joinedTowersAreTheSameFunction() throws IOException {
    AlexNetSpec two =
        PAPER
            .withoutNormalization() // its neighbors would be others
            .withoutLayer("conv2")
            .withoutLayer("conv4")
            .withoutLayer("conv5");
    AlexNetSpec one = two.withTowers(1).withSeed(99);
    Batch batch = Batch.of(two, 4, 1);
    try (AlexNet source = AlexNet.build(two, Placement.onOneDevice("/CPU:0", 2));
        AlexNet target = AlexNet.build(one, Placement.onOneDevice("/CPU:0", 1))) {
      source.save(folder.resolve("two"));
      double[] expected = probabilities(source, batch);
      assertThat(Arrays64.relativeError(probabilities(target, batch), expected))
          .isGreaterThan(1e-4);

      WeightTransfer transfer = target.initializeFrom(folder.resolve("two"), two);

      assertThat(layers(transfer, Outcome.JOINED)).containsExactly("conv1", "conv3", "fc6", "fc7");
      assertThat(Arrays64.relativeError(probabilities(target, batch), expected)).isLessThan(1e-5);
    }
  }

  @Test
  void nothingChangesIfTheCheckpointIsOfAnotherNetwork() throws IOException {
    AlexNetSpec wider = PAPER.withClassCount(22); // all of it fits but the last layer
    Batch batch = Batch.of(PAPER, 4, 1);
    Placement cpu = Placement.onOneDevice("/CPU:0", 2);
    try (AlexNet source = AlexNet.build(wider, cpu);
        AlexNet target = AlexNet.build(PAPER.withSeed(5), cpu)) {
      source.save(folder.resolve("wide"));
      double[] before = probabilities(target, batch);

      assertThatThrownBy(() -> target.initializeFrom(folder.resolve("wide"), PAPER))
          .isInstanceOf(IOException.class)
          .hasMessageStartingWith(folder.resolve("wide") + " cannot initialize this network: ")
          .hasMessageNotContaining("\n");
      assertThatThrownBy(() -> target.initializeFrom(folder.resolve("none"), PAPER))
          .isInstanceOf(IOException.class)
          .hasMessageStartingWith(folder.resolve("none") + " cannot initialize this network: ");
      assertThat(probabilities(target, batch)).isEqualTo(before);
    }
  }

  @Test
  void everyLayerIsReportedWithItsReason() {
    AlexNetSpec spec = TestSpecs.everyKind();
    assertThat(WeightTransfer.between(spec.withTowers(4), spec.withTowers(2)))
        .hasToString(
            """
            conv1     initialized  4 towers of 5x5x3x2 there, 2 towers of 5x5x3x4 here
            conv2     initialized  4 towers of 3x3x8x3 there, 2 towers of 3x3x8x6 here
            lowres2   initialized  4 towers of 8x8x3x3 there, 2 towers of 8x8x3x6 here
            conv5     initialized  4 towers of 3x3x3x4 there, 2 towers of 3x3x6x8 here
            local5    initialized  4 towers of 2x2x256x4 there, 2 towers of 2x2x256x8 here
            fc6       initialized  4 towers of 64x6 there, 2 towers of 64x12 here
            fc7       initialized  4 towers of 6x5 there, 2 towers of 12x10 here
            fc8       loaded""");
    assertThat(
            WeightTransfer.between(
                spec.withSixthConvolution().withoutLayer("conv2"), spec.withTowers(1)))
        .hasToString(
            """
            conv1     joined
            conv2     initialized  no such layer there
            lowres2   initialized  no such layer there
            conv5     initialized  2 towers of 3x3x8x8 there, 3x3x12x16 here
            local5    joined
            fc6       joined
            fc7       initialized  2 towers of 12x10 there, 24x20 here
            fc8       loaded
            conv6     skipped      no such layer here""");
  }

  @Test
  void unequalPartsOfTheLastLayerAreJoinedToo() {
    AlexNetSpec two = TestSpecs.withSpreadLogits(PAPER, 11);

    assertThat(WeightTransfer.between(two, PAPER.withClassCount(11)).layers())
        .contains(new LayerPlan("fc8", Outcome.JOINED, ""));
    assertThat(WeightTransfer.between(two, PAPER.withClassCount(12)).layers())
        .contains(
            new LayerPlan(
                "fc8", Outcome.INITIALIZED, "2 towers of 512x5 and 512x6 there, 512x12 here"));
  }

  @Test
  void whatIsTakenIsThatOfTheOtherNetworkAndTheRestIsFresh() {
    AlexNetSpec two = TestSpecs.everyKind();
    AlexNetSpec one = two.withTowers(1).withSeed(77);
    WeightTransfer transfer = WeightTransfer.between(two, one);
    try (TrainingRig source = new TrainingRig(two);
        TrainingRig target = new TrainingRig(one)) {
      source.step(Batch.of(two, 4, 1), 0.001); // biases differ
      source.session.save(folder.resolve("two").toString());
      Map<String, double[]> theirs = source.parameters();
      Map<String, double[]> fresh = target.parameters();

      target.session.run(target.training.transfer(transfer, folder.resolve("two")));

      assertThat(layers(transfer, Outcome.JOINED))
          .containsExactly("conv1", "conv2", "lowres2", "local5", "fc6");
      Map<String, double[]> taken = target.parameters();
      ParameterTable.of(one)
          .parameters()
          .forEach(
              parameter -> {
                String name = parameter.name();
                double[] first = theirs.get(name);
                int units = (int) parameter.shape().get(-1);
                assertThat(taken.get(name))
                    .as(name)
                    .isEqualTo(
                        switch (parameter.layer()) {
                          case "conv1", "conv2", "lowres2", "local5", "fc6" ->
                              sideBySide(first, theirs.get(name.replace("0", "1")), units / 2);
                          case "fc8" -> first;
                          default -> fresh.get(name);
                        });
              });
      target.velocities().forEach((name, values) -> assertThat(values).as(name).containsOnly(0));
    }
  }

  /** Rows of {@code width} values from each of two arrays in turn. */
  private static double[] sideBySide(double[] one, double[] other, int width) {
    double[] both = new double[2 * one.length];
    for (int i = 0; i < one.length; i++) {
      int place = i / width * 2 * width + i % width;
      both[place] = one[i];
      both[place + width] = other[i];
    }
    return both;
  }

  private static List<String> layers(WeightTransfer transfer, Outcome outcome) {
    return transfer.layers().stream()
        .filter(plan -> plan.outcome() == outcome)
        .map(LayerPlan::layer)
        .toList();
  }

  private static double[] probabilities(AlexNet network, Batch batch) {
    try (TFloat32 images = batch.imageTensor();
        TFloat32 probabilities = network.probabilities(images)) {
      return Arrays64.array(probabilities);
    }
  }
}

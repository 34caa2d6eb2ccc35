package org.alexnet.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.alexnet.graph.WeightTransfer.LayerPlan;
import org.alexnet.graph.WeightTransfer.Outcome;
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
        .isEqualTo(new LayerPlan("fc8", Outcome.INITIALISED, "512x10 there, 512x22 here"));
    assertThat(transfer.sources()).hasSize(2 * 2 * 7);
  }

  @Test
  void theSixthConvolutionIsFreshOrLeftOut() {
    WeightTransfer added = WeightTransfer.between(PAPER, PAPER.withSixthConvolution());
    WeightTransfer removed = WeightTransfer.between(PAPER.withSixthConvolution(), PAPER);

    assertThat(added.layers())
        .contains(new LayerPlan("conv6", Outcome.INITIALISED, "no such layer there"));
    assertThat(layers(added, Outcome.LOADED)).hasSize(8);
    assertThat(removed.layers())
        .last()
        .isEqualTo(new LayerPlan("conv6", Outcome.SKIPPED, "no such layer here"));
    assertThat(removed.toString().lines())
        .last()
        .isEqualTo("conv6     skipped      no such layer here");
  }

  @Test
  void towersAreJoinedWhereTheirKernelsReadTheSame() {
    WeightTransfer transfer = WeightTransfer.between(PAPER, PAPER.withTowers(1));

    assertThat(layers(transfer, Outcome.JOINED)).containsExactly("conv1", "conv3", "fc6", "fc7");
    assertThat(layers(transfer, Outcome.LOADED)).containsExactly("fc8");
    assertThat(transfer.layers())
        .contains(
            new LayerPlan(
                "conv2", Outcome.INITIALISED, "2 towers of 5x5x6x16 there, 5x5x12x32 here"));
    assertThat(transfer.sources().get("conv1/tower0/biases"))
        .containsExactly("conv1/tower0/biases", "conv1/tower1/biases");
  }

  @Test
  void towersThatReadDifferentMapsAreNotJoined() { // conv5 has the shape by coincidence
    assertThat(WeightTransfer.between(PAPER, PAPER.withOneTower()).layers())
        .contains(
            new LayerPlan("conv5", Outcome.INITIALISED, "its towers read different maps there"));
  }

  @Test
  void joinedTowersAreTheSameFunction() throws IOException {
    AlexNetSpec two =
        PAPER
            .withoutNormalisation() // its neighbours would be others
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

      WeightTransfer transfer = target.take(folder.resolve("two"), two);

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

      assertThatThrownBy(() -> target.take(folder.resolve("wide"), PAPER))
          .isInstanceOf(IOException.class)
          .hasMessageStartingWith(folder.resolve("wide") + " cannot be taken from: ")
          .hasMessageNotContaining("\n");
      assertThatThrownBy(() -> target.take(folder.resolve("none"), PAPER))
          .isInstanceOf(IOException.class)
          .hasMessageStartingWith(folder.resolve("none") + " cannot be taken from: ");
      assertThat(probabilities(target, batch)).isEqualTo(before);
    }
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

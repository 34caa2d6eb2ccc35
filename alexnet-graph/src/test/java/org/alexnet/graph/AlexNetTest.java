package org.alexnet.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.alexnet.graph.device.Cluster;
import org.alexnet.graph.device.PlacedNetwork;
import org.alexnet.graph.device.Placement;
import org.alexnet.graph.preset.Preset;
import org.alexnet.graph.report.NetworkTable;
import org.alexnet.graph.spec.AlexNetSpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.types.TFloat32;

/** The network as a caller uses it. */
class AlexNetTest {
  private static final AlexNetSpec SPEC = TestSpecs.narrowPaper(8);
  private static final Placement CPU = Placement.onOneDevice("/CPU:0", 2);

  @TempDir private Path directory;

  @Test
  void probabilitiesOfEveryImageSumToOne() {
    try (AlexNet network = AlexNet.build(SPEC, CPU);
        TFloat32 images = Batch.of(SPEC, 3, 1).imageTensor();
        TFloat32 probabilities = network.probabilities(images)) {
      // then
      assertThat(probabilities.shape()).isEqualTo(Shape.of(3, 10));
      double[] values = Arrays64.array(probabilities);
      for (int image = 0; image < 3; image++) {
        assertThat(Arrays.stream(values, image * 10, image * 10 + 10).sum())
            .isCloseTo(1, within(1e-6));
      }
      assertThat(Arrays.stream(values).min().orElseThrow()).isPositive();
    }
  }

  @Test
  void imagesOfAnotherSizeAreRefused() {
    try (AlexNet network = AlexNet.build(SPEC, CPU);
        TFloat32 images = TFloat32.tensorOf(Shape.of(2, 66, 67, 3))) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> network.probabilities(images))
          .withMessage("batch must be [-1, 67, 67, 3], found [2, 66, 67, 3]");
    }
  }

  @Test
  void anImageThatIsNoBatchIsRefused() {
    try (AlexNet network = AlexNet.build(SPEC, CPU);
        TFloat32 image = TFloat32.tensorOf(Shape.of(67, 67, 3))) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> network.probabilities(image))
          .withMessage("batch must be [-1, 67, 67, 3], found [67, 67, 3]");
    }
  }

  @Test
  void equalSpecificationsGiveEqualNetworksAndAnotherSeedDoesNot() {
    assertThat(answers(SPEC)).isEqualTo(answers(SPEC)).isNotEqualTo(answers(SPEC.withSeed(8)));
  }

  @Test
  void restoringGivesTheSavedNetworkBack() throws IOException {
    // given
    double[] saved;
    try (AlexNet network = AlexNet.build(SPEC, CPU)) {
      saved = answers(network);
      network.save(directory.resolve("model"));
    }

    try (AlexNet other = AlexNet.build(SPEC.withSeed(8), CPU)) {
      assertThat(answers(other)).isNotEqualTo(saved);

      // when
      other.restore(directory.resolve("model"));

      // then
      assertThat(answers(other)).isEqualTo(saved);
    }
  }

  @Test
  void aCheckpointOfAWiderNetworkIsRefusedAndNothingChanges() throws IOException {
    // given
    Path prefix = directory.resolve("wide");
    try (AlexNet wide = AlexNet.build(TestSpecs.narrowPaper(4), CPU)) {
      wide.save(prefix);
    }
    try (AlexNet network = AlexNet.build(SPEC, CPU)) {
      double[] before = answers(network);

      // then
      assertThatIOException()
          .isThrownBy(() -> network.restore(prefix))
          .withMessage(
              prefix
                  + " cannot be restored: tensor_name = conv1/tower0/weights; shape in"
                  + " shape_and_slice spec [11,11,3,6] does not match the shape stored in"
                  + " checkpoint: [11,11,3,12]");
      assertThat(answers(network)).isEqualTo(before);
    }
  }

  @Test
  void aCheckpointOfAnotherNetworkIsRefusedByTheNameThatItLacks() throws IOException {
    // given
    Path prefix = directory.resolve("one_tower");
    AlexNetSpec oneTower = new AlexNetSpec("one", 67, 1, 0, SPEC.layers());
    try (AlexNet other = AlexNet.build(oneTower, Placement.onOneDevice("/CPU:0", 1))) {
      other.save(prefix);
    }
    try (AlexNet network = AlexNet.build(SPEC, CPU)) {
      assertThatIOException()
          .isThrownBy(() -> network.restore(prefix))
          .withMessage(
              prefix + " cannot be restored: Key conv1/tower1/weights not found in checkpoint");
    }
  }

  @Test
  void aCheckpointThatIsNotThereIsNamed() {
    Path prefix = directory.resolve("nothing");
    try (AlexNet network = AlexNet.build(SPEC, CPU)) {
      assertThatIOException()
          .isThrownBy(() -> network.restore(prefix))
          .withMessage(
              prefix
                  + " cannot be restored: Unsuccessful TensorSliceReader constructor: Failed to"
                  + " find any matching files for "
                  + prefix);
    }
  }

  @Test
  void aCheckpointThatCannotBeWrittenIsNamed() throws IOException {
    Path prefix = Files.writeString(directory.resolve("file"), "").resolve("model");
    try (AlexNet network = AlexNet.build(SPEC, CPU)) {
      assertThatIOException()
          .isThrownBy(() -> network.save(prefix))
          .withMessageStartingWith(prefix + " cannot be written: ");
    }
  }

  private static double[] answers(AlexNetSpec spec) {
    try (AlexNet network = AlexNet.build(spec, CPU)) {
      return answers(network);
    }
  }

  private static double[] answers(AlexNet network) {
    try (TFloat32 images = Batch.of(network.spec(), 2, 1).imageTensor();
        TFloat32 probabilities = network.probabilities(images)) {
      return Arrays64.array(probabilities);
    }
  }

  @Test
  void livesInOneProcess() {
    Placement elsewhere = Cluster.of("a:1", "b:2").placement("CPU:0");

    assertThatIllegalArgumentException()
        .isThrownBy(() -> AlexNet.build(Preset.PAPER.spec(), elsewhere))
        .withMessageStartingWith("placement must be in this process, found Placement[");
  }

  @Test
  void isWrittenAsItsTable() {
    Placement cpus = Placement.of("/CPU:0", "/CPU:1");
    try (AlexNet network = AlexNet.build(SPEC, cpus)) {
      assertThat(network).hasToString(NetworkTable.of(new PlacedNetwork(SPEC, cpus)).toString());
      assertThat(network.spec()).isEqualTo(SPEC);
      assertThat(network.placement()).isEqualTo(cpus);
    }
  }

  @Test
  void closingEndsTheGraphToo() {
    AlexNet network = AlexNet.build(SPEC, CPU);
    network.close();

    assertThatIllegalStateException().isThrownBy(() -> network.graph().toGraphDef());
    assertThatIllegalStateException().isThrownBy(() -> answers(network));
  }
}

package org.alexnet.graph.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.google.common.collect.ImmutableList;
import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.List;
import org.alexnet.graph.TestSpecs;
import org.alexnet.graph.device.Cluster;
import org.alexnet.graph.device.LoopCompilation;
import org.alexnet.graph.device.PlacedNetwork;
import org.alexnet.graph.device.Placement;
import org.alexnet.graph.preset.Preset;
import org.alexnet.graph.spec.AlexNetSpec;
import org.alexnet.graph.spec.Connectivity;
import org.alexnet.graph.spec.Conv;
import org.alexnet.graph.spec.Dense;
import org.alexnet.graph.spec.Dropout;
import org.alexnet.graph.spec.Initializer;
import org.alexnet.graph.spec.Layer;
import org.alexnet.graph.spec.Precision;
import org.junit.jupiter.api.Test;

/** Trainings that no machine, or not this one, can hold. */
class TrainingMemoryTest {
  private static final Placement ONE_CPU = Placement.onOneDevice("/CPU:0", 2);

  /**
   * When the backward pass is at norm2: values, velocities and gradients of 60,965,224 parameters
   * but the gradients of 34,944 in conv1 and 307,456 in conv2; of an image 154,587 values, 4 times
   * 290,400 (relu1, norm1 with two more), 69,984 and a byte for each of them (pool1), and 7 times
   * 186,624 (relu2, norm2 with two more, and three that pass). Beside: a piece as large as a
   * tower's weights of fc6 and two gradients of conv1's size; and 30 MiB.
   */
  private static final long PAPER_OF_BATCH_2 =
      4 * (3 * 60_965_224L - 34_944 - 307_456)
          + 2 * 4 * (154_587 + 4 * 290_400 + 69_984 + 17_496 + 7 * 186_624)
          + 4 * (9216 * 2048 + 2 * 2 * 145_200)
          + (30 << 20);

  @Test
  void theEstimateIsThatOfThePeak() {
    assertThat(new TrainingMemory(Preset.PAPER.spec(), 2).bytes()).isEqualTo(PAPER_OF_BATCH_2);
  }

  @Test
  void whatFitsToTheByteIsTaken() {
    TrainingMemory two = new TrainingMemory(Preset.PAPER.spec(), 2);

    assertThatCode(() -> two.requireFits(PAPER_OF_BATCH_2)).doesNotThrowAnyException();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> two.requireFits(PAPER_OF_BATCH_2 - 1))
        .withMessage(
            "batchSize 2 is too large: training takes about 0.8 GiB, and this machine has 0.8 GiB;"
                + " the largest batch that fits is 1");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new TrainingMemory(Preset.PAPER.spec(), 4096).requireFits(24L << 30))
        .withMessage(
            "batchSize 4096 is too large: training takes about 46.6 GiB, and this machine has 24.0"
                + " GiB; the largest batch that fits is 2077");
  }

  @Test
  void theLargestBatchThatIsNamedFits() {
    assertThatCode(() -> new TrainingMemory(Preset.PAPER.spec(), 2077).requireFits(24L << 30))
        .doesNotThrowAnyException();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new TrainingMemory(Preset.PAPER.spec(), 2078).requireFits(24L << 30));
  }

  @Test
  void aNetworkThatIsTooLargeItselfIsSaidToBe() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new TrainingMemory(Preset.PAPER.spec(), 1).requireFits(1L << 29))
        .withMessage(
            "batchSize 1 is too large: training takes about 0.8 GiB, and this machine has 0.5 GiB;"
                + " even a batch of 1 is too large: take smaller images or a narrower network");
  }

  @Test
  void aTensorThatCannotBeCountedIsRefusedOnAnyDevice() {
    // 227 * 227 * 3 = 154,587 values are more than the 145,200 of a tower's part of conv1
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                new TrainingMemory(Preset.PAPER.spec(), 2_000_000_000)
                    .requireFits(Placement.twoGpus()))
        .withMessage(
            "batchSize 2000000000 is too large: a tensor of it would have 309174000000000 elements,"
                + " but holds at most 2147483647; the largest batch is 13891");
    assertThatCode(
            () -> new TrainingMemory(Preset.PAPER.spec(), 13_891).requireFits(Placement.twoGpus()))
        .doesNotThrowAnyException();
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> new TrainingMemory(Preset.PAPER.spec(), 13_892).requireFits(Placement.twoGpus()));
  }

  /**
   * The whole 55x55 pixels of conv1's 96 filters, which each tower gathers to normalize its own: in
   * the paper's network each holds half of them at most.
   */
  @Test
  void whatATowerGathersOfAllTowersIsATensorToo() {
    int ofAnImage = 55 * 55 * 96;
    assertLargestBatch(Preset.CAFFE.spec(), Integer.MAX_VALUE / ofAnImage, 7394);
  }

  /** 8x8 windows of 3x3 pixels of 64 channels; conv1 has the image's sides with one filter. */
  @Test
  void unfoldedWindowsAreATensorToo() {
    AlexNetSpec spec =
        TestSpecs.convLocal()
            .withLayers(
                "narrow", layer -> layer.name().equals("conv1") ? conv(layer).withWidth(1) : layer);
    assertLargestBatch(spec, Integer.MAX_VALUE / (8 * 8 * 3 * 3 * 64), 58_254);
  }

  /** 32x32 pixels of conv1's 32 filters; one tower holds all of them. */
  @Test
  void oneTowerHoldsTheWholeOfALayer() {
    assertLargestBatch(Preset.CIFAR10.spec(), Integer.MAX_VALUE / (32 * 32 * 32), 65_535);
  }

  /** The logits live in the first tower alone, so they are not halved. */
  @Test
  void theFirstTowerHoldsAllLogits() {
    AlexNetSpec many = Preset.PAPER.spec().withWidthDividedBy(16).withClassCount(1_000_000);
    assertLargestBatch(many, Integer.MAX_VALUE / 1_000_000, 2147);
    assertLargestBatch(
        TestSpecs.withSpreadLogits(many, 1_000_000), Integer.MAX_VALUE / 1_000_000, 2147);
  }

  /** 55x55 pixels of 768 / 2 filters, which nobody gathers. */
  @Test
  void aTowerHoldsItsPartOfALayer() {
    AlexNetSpec wide =
        Preset.PAPER
            .spec()
            .withLayers(
                "wide", layer -> layer.name().equals("conv1") ? conv(layer).withWidth(768) : layer);
    assertLargestBatch(wide, Integer.MAX_VALUE / (55 * 55 * 384), 1848);
  }

  private static Conv conv(Layer layer) {
    return (Conv) layer;
  }

  private static void assertLargestBatch(AlexNetSpec spec, int computed, int known) {
    assertThat(computed).isEqualTo(known);
    assertThatCode(() -> new TrainingMemory(spec, known).requireTensorsFit())
        .doesNotThrowAnyException();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new TrainingMemory(spec, known + 1).requireTensorsFit())
        .withMessageStartingWith("batchSize " + (known + 1) + " is too large: a tensor of it")
        .withMessageEndingWith("; the largest batch is " + known);
  }

  /** 46,341 squared is the first square that cannot be counted. */
  @Test
  void theLargestTensorOfWeightsIsTaken() {
    assertThatCode(() -> new TrainingMemory(square(46_340), 1).requireTensorsFit())
        .doesNotThrowAnyException();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new TrainingMemory(square(46_341), 1).requireTensorsFit())
        .withMessageStartingWith("fc2/tower0/weights would have 2147488281 elements, but");
  }

  private static AlexNetSpec square(int units) {
    Initializer any = new Initializer(0.01, 0);
    Connectivity all = Connectivity.CROSS_TOWER;
    return new AlexNetSpec(
        "square",
        1,
        1,
        0,
        ImmutableList.of(
            new Dense("fc1", units, all, Dense.Spread.OVER_TOWERS, any),
            new Dense("fc2", units, all, Dense.Spread.FIRST_TOWER, any)));
  }

  @Test
  void thereIsABatch() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new TrainingMemory(Preset.PAPER.spec(), 0))
        .withMessage("batchSize must be positive, found 0");
  }

  @Test
  void memoryIsAllOfTheMachineAndNotWhatIsFree() {
    assertThat(TrainingMemory.physicalMemory())
        .isEqualTo(
            ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getTotalMemorySize());
  }

  @Test
  void memoryIsNotComparedWhereOneTowerIsElsewhere() {
    assertThat(Placement.of("/CPU:0", "/CPU:1").isOnCpusOfThisProcess()).isTrue();
    assertThat(Placement.of("/CPU:0", "/GPU:0").isOnCpusOfThisProcess()).isFalse();
    assertThat(Placement.of("/CPU:0", "/job:tower/task:1/CPU:0").isOnCpusOfThisProcess()).isFalse();
  }

  @Test
  void weightsThatCannotBeCountedAreRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                new TrainingMemory(Preset.PAPER.spec().withClassCount(1_000_000), 1)
                    .requireFits(Placement.twoGpus()))
        .withMessage(
            "fc8/tower0/weights would have 4096000000 elements, but a tensor holds at most"
                + " 2147483647; take smaller images, fewer classes or more towers");
  }

  @Test
  void memoryIsComparedOnTheCpusOfThisMachineAlone() {
    assumeThat(TrainingMemory.physicalMemory()).isLessThan(128L << 30);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new TrainingMemory(Preset.PAPER.spec(), 13_000).requireFits(ONE_CPU))
        .withMessageStartingWith(
            "batchSize 13000 is too large: training takes about 146.1 GiB, and this machine has ");
    assertThatCode(
            () ->
                new TrainingMemory(Preset.PAPER.spec(), 13_000)
                    .requireFits(Cluster.of("a:1", "b:1").placement("CPU:0")))
        .doesNotThrowAnyException();
  }

  @Test
  void noSumOverflows() {
    AlexNetSpec huge =
        Preset.PAPER
            .spec()
            .withImageSize(AlexNetSpec.LARGEST_IMAGE)
            .withClassCount(AlexNetSpec.MOST_CLASSES);

    assertThat(new TrainingMemory(huge, Integer.MAX_VALUE).bytes()).isEqualTo(Long.MAX_VALUE);
    assertThat(NetworkCost.of(huge).rows())
        .allMatch(
            row -> row.activationBytes() > 0 && row.multiplyAdds() >= 0 && row.parameters() >= 0);
  }

  @Test
  void otherReplicasHoldCopiesOfParametersAndGradients() {
    TrainingMemory two = new TrainingMemory(Preset.PAPER.spec(), 2, 2);
    long bytes = PAPER_OF_BATCH_2 + 8 * 60_965_224L;

    assertThat(two.bytes()).isEqualTo(bytes);
    assertThat(two.bytesOfParameters()).isEqualTo(20 * 60_965_224L);
    assertThat(new TrainingMemory(Preset.PAPER.spec(), 2).bytesOfParameters())
        .isEqualTo(12 * 60_965_224L);
    assertThatCode(() -> two.requireFits(bytes)).doesNotThrowAnyException();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> two.requireFits(bytes - 1))
        .withMessage(
            "batchSize 2 is too large: training takes about 1.3 GiB, and this machine has 1.3 GiB;"
                + " even a batch of 2 is too large: take smaller images or a narrower network");
  }

  /** 2,077.4 images of one replica; 8 bytes a parameter more take the place of 40.6 images. */
  @Test
  void theLargestBatchThatIsNamedIsSharedByTheReplicas() {
    assertLargestThatFits(2, 4096, "2036");
    assertLargestThatFits(3, 4095, "1995");
    assertLargestThatFits(4, 4096, "1952"); // of 1,955.5
  }

  private static void assertLargestThatFits(int replicas, int batchSize, String largest) {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                new TrainingMemory(Preset.PAPER.spec(), batchSize, replicas).requireFits(24L << 30))
        .withMessageEndingWith("; the largest batch that fits is " + largest);
  }

  @Test
  void aBatchThatReplicasCannotShareIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new TrainingMemory(Preset.PAPER.spec(), 128, 3))
        .withMessage("batchSize must be a multiple of 3, the number of replicas, found 128");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new TrainingMemory(Preset.PAPER.spec(), 2, 4))
        .withMessage("batchSize must be a multiple of 4, the number of replicas, found 2");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new TrainingMemory(Preset.PAPER.spec(), 2, 0))
        .withMessage("replicas must be positive, found 0");
  }

  @Test
  void theReplicasCountedAreThoseOfTheNetwork() {
    PlacedNetwork placed = new PlacedNetwork(Preset.PAPER.spec(), ONE_CPU);

    assertThat(TrainingMemory.of(placed, 6))
        .isEqualTo(
            new TrainingMemory(
                Preset.PAPER.spec(), 6, 1, Precision.FLOAT32, LoopCompilation.isFor(ONE_CPU)));
    assertThat(TrainingMemory.of(placed.withReplicas(List.of(ONE_CPU, ONE_CPU)), 6))
        .isEqualTo(
            new TrainingMemory(
                Preset.PAPER.spec(), 6, 2, Precision.FLOAT32, LoopCompilation.isFor(ONE_CPU)));
  }

  /** On CPUs a copy of the parameters is rounded. */
  @Test
  void bfloat16TakesOneMoreCopyOfTheParameters() {
    assertThat(new TrainingMemory(Preset.PAPER.spec(), 2, 1, Precision.BFLOAT16, false).bytes())
        .isEqualTo(PAPER_OF_BATCH_2 + 4 * 60_965_224L);
  }

  @Test
  void precisionAndCompilationAreThoseOfTheNetwork() {
    PlacedNetwork rounded =
        new PlacedNetwork(Preset.PAPER.spec(), ONE_CPU).withPrecision(Precision.BFLOAT16);

    assertThat(TrainingMemory.of(rounded, 2))
        .isEqualTo(
            new TrainingMemory(
                Preset.PAPER.spec(), 2, 1, Precision.BFLOAT16, LoopCompilation.isFor(ONE_CPU)));
  }

  /** Each has a part of a layer; the images, and what is drawn for dropout, are of the whole. */
  @Test
  void aTensorOfAReplicaIsOfItsPartOfTheBatch() {
    // 14,788 batches of 290,400 values, but 13,891 images of 154,587
    assertLargestShared(Preset.CAFFE.spec(), 2, 13_890);
    Dense fc1 = dense("fc1", 1000);
    Dense fc2 = dense("fc2", 10);
    assertLargestShared(oneTower(fc1, fc2), 4, 4 * (Integer.MAX_VALUE / 1000));
    assertLargestShared(oneTower(fc1, new Dropout("drop1", 0.5), fc2), 4, 2_147_480);
  }

  private static Dense dense(String name, int units) {
    return new Dense(
        name, units, Connectivity.CROSS_TOWER, Dense.Spread.FIRST_TOWER, new Initializer(0.01, 0));
  }

  private static AlexNetSpec oneTower(Layer... layers) {
    return new AlexNetSpec("dense", 1, 1, 0, ImmutableList.copyOf(layers));
  }

  private static void assertLargestShared(AlexNetSpec spec, int replicas, int known) {
    assertThatCode(() -> new TrainingMemory(spec, known, replicas).requireTensorsFit())
        .doesNotThrowAnyException();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new TrainingMemory(spec, known + replicas, replicas).requireTensorsFit())
        .withMessageEndingWith("; the largest batch is " + known);
  }
}

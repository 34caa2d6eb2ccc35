package org.alexnet.train;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.common.collect.ImmutableList;
import com.google.common.math.LongMath;
import java.math.RoundingMode;
import org.alexnet.data.Augmentation;
import org.alexnet.data.Augmentation.ColorNoise;
import org.alexnet.graph.optimizer.UpdateRule;
import org.alexnet.graph.preset.Preset;
import org.alexnet.train.LearningRateSchedule.FixedDrops;

/**
 * How a network is trained: everything that decides the weights beside the network and the data,
 * and, in their last bits, the number of cores, the devices and the version of TensorFlow.
 *
 * @param batchSize images in an update
 * @param updateRule how parameters change
 * @param learningRate the rate of the first epoch; more than 0
 * @param schedule when the rate is divided
 * @param epochs the most passes over the training images
 * @param augmentation how training images are varied
 * @param seed seed of the order of the images and of their variation
 */
public record TrainingRecipe(
    int batchSize,
    UpdateRule updateRule,
    double learningRate,
    LearningRateSchedule schedule,
    int epochs,
    Augmentation augmentation,
    long seed) {

  /** Checks the values. */
  public TrainingRecipe {
    checkArgument(batchSize > 0, "batchSize must be positive, found %s", batchSize);
    checkArgument(
        learningRate > 0 && Double.isFinite(learningRate),
        "learningRate must be positive, found %s",
        learningRate);
    checkArgument(epochs > 0, "epochs must be positive, found %s", epochs);
  }

  /**
   * The paper's: batch 128, momentum 0.9, weight decay 0.0005, rate 0.01 divided by 10 at plateaus,
   * 90 epochs; crops, flips and color noise. Source: paper, sections 4.1 and 5.
   */
  public static TrainingRecipe paper() {
    return new TrainingRecipe(
        128, UpdateRule.paper(), 0.01, LearningRateSchedule.paper(), 90, Augmentation.paper(), 0);
  }

  /**
   * That of the code which made the paper's numbers: drops after 25, 51 and 79 of 91 epochs, biases
   * at a rate of their own, and color noise of 0.1 standard deviations. Source: notes of
   * cuda-convnet run 145, ILSVRC-2012. What was done by hand in the run on ILSVRC-2010 is not here:
   * noise off and conv1 ten times slower from epoch 68, frozen from 72.
   */
  public static TrainingRecipe cudaConvnet() {
    return paper()
        .withUpdateRule(UpdateRule.cudaConvnet())
        .withSchedule(new FixedDrops(ImmutableList.of(25, 51, 79), 10))
        .withEpochs(91)
        .withAugmentation(Augmentation.cudaConvnet());
  }

  /**
   * Caffe's: batch 256, 450,000 updates with a drop every 100,000, which are 90 and 20 epochs of
   * ImageNet; crops and flips. Source: bvlc_alexnet's solver.prototxt and train_val.prototxt.
   */
  public static TrainingRecipe caffe() {
    return paper()
        .withUpdateRule(UpdateRule.caffe())
        .withBatchSize(256)
        .withSchedule(new FixedDrops(ImmutableList.of(20, 40, 60, 80), 10))
        .withAugmentation(Augmentation.paper().withColorNoise(ColorNoise.NONE));
  }

  /**
   * Of the four-layer CIFAR-10 network: rate 0.001, drops after 120 and 130 epochs, of which we
   * make 140; images as they are. Source: cuda-convnet configuration "18pct".
   */
  public static TrainingRecipe cifar10() {
    return paper()
        .withUpdateRule(UpdateRule.cifar10())
        .withLearningRate(0.001)
        .withSchedule(new FixedDrops(ImmutableList.of(120, 130), 10))
        .withEpochs(140)
        .withAugmentation(Augmentation.none());
  }

  /** The recipe that belongs to a named network. */
  public static TrainingRecipe of(Preset preset) {
    return switch (preset) {
      case PAPER -> paper();
      case CUDA_CONVNET -> cudaConvnet();
      case CAFFE -> caffe();
      case CIFAR10 -> cifar10();
    };
  }

  /** The same with batches of another size. */
  public TrainingRecipe withBatchSize(int batchSize) {
    return new TrainingRecipe(
        batchSize, updateRule, learningRate, schedule, epochs, augmentation, seed);
  }

  /** The same with another momentum and weight decay. */
  public TrainingRecipe withUpdateRule(UpdateRule updateRule) {
    return new TrainingRecipe(
        batchSize, updateRule, learningRate, schedule, epochs, augmentation, seed);
  }

  /** The same with another first rate. */
  public TrainingRecipe withLearningRate(double learningRate) {
    return new TrainingRecipe(
        batchSize, updateRule, learningRate, schedule, epochs, augmentation, seed);
  }

  /** The same with other drops of the rate. */
  public TrainingRecipe withSchedule(LearningRateSchedule schedule) {
    return new TrainingRecipe(
        batchSize, updateRule, learningRate, schedule, epochs, augmentation, seed);
  }

  /** The same with another number of epochs. */
  public TrainingRecipe withEpochs(int epochs) {
    return new TrainingRecipe(
        batchSize, updateRule, learningRate, schedule, epochs, augmentation, seed);
  }

  /** The same with images varied in another way. */
  public TrainingRecipe withAugmentation(Augmentation augmentation) {
    return new TrainingRecipe(
        batchSize, updateRule, learningRate, schedule, epochs, augmentation, seed);
  }

  /** The same with another seed. */
  public TrainingRecipe withSeed(long seed) {
    return new TrainingRecipe(
        batchSize, updateRule, learningRate, schedule, epochs, augmentation, seed);
  }

  /**
   * The number of updates that complete some epochs; the last one may read into the next epoch.
   *
   * @param epochs number of epochs
   * @param imageCount training images
   */
  public long stepsOf(int epochs, long imageCount) {
    return LongMath.divide(epochs * imageCount, batchSize, RoundingMode.CEILING);
  }
}

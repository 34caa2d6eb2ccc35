package org.alexnet.train;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.common.math.LongMath;
import java.math.RoundingMode;
import org.alexnet.data.Augmentation;
import org.alexnet.graph.UpdateRule;

/**
 * How a network is trained: everything that decides the weights beside the network and the data.
 *
 * @param batchSize images in an update
 * @param updateRule momentum and weight decay
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
   * 90 epochs; crops, flips and colour noise. Source: paper, sections 4.1 and 5.
   */
  public static TrainingRecipe paper() {
    return new TrainingRecipe(
        128, UpdateRule.paper(), 0.01, LearningRateSchedule.paper(), 90, Augmentation.paper(), 0);
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

package org.alexnet.train;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.common.collect.ImmutableSet;
import com.google.common.math.LongMath;
import java.math.RoundingMode;
import org.alexnet.data.Augmentation;
import org.alexnet.data.Augmentation.PcaScale;
import org.alexnet.data.Augmentation.PixelRange;
import org.alexnet.data.image.MeanPlace;
import org.alexnet.graph.event.Events;
import org.alexnet.graph.event.SetAugmentation;
import org.alexnet.graph.optimizer.LearningRateSchedule;
import org.alexnet.graph.optimizer.LearningRates;
import org.alexnet.graph.optimizer.Optimizer;
import org.alexnet.graph.optimizer.TrainingProgress;
import org.alexnet.graph.preset.InputRules;
import org.alexnet.graph.preset.Preset;
import org.alexnet.graph.preset.PresetRecipe;
import org.alexnet.graph.spec.AlexNetSpec;
import org.alexnet.graph.spec.Precision;

/**
 * How a network is trained: everything that decides the weights beside the network and the data,
 * and, in their last bits, the number of cores, the devices and the version of TensorFlow.
 *
 * @param batchSize images in a step
 * @param optimizer how parameters learn
 * @param learningRate the learning rate that the schedule begins with; more than 0
 * @param schedule how the learning rate changes
 * @param epochs the most passes over the training images
 * @param augmentation how training images are varied at the beginning
 * @param seed seed of the order of the images and of their augmentation
 * @param events what is changed by hand on the way
 * @param precision the numbers that the network computes with
 */
public record TrainingRecipe(
    int batchSize,
    Optimizer optimizer,
    double learningRate,
    LearningRateSchedule schedule,
    int epochs,
    Augmentation augmentation,
    long seed,
    Events events,
    Precision precision) {

  /** Checks the values. */
  public TrainingRecipe {
    checkArgument(batchSize > 0, "batchSize must be positive, found %s", batchSize);
    checkArgument(
        learningRate > 0 && Double.isFinite(learningRate),
        "learningRate must be positive, found %s",
        learningRate);
    checkArgument(epochs > 0, "epochs must be positive, found %s", epochs);
  }

  /** Creates a recipe in float32 without events. */
  public TrainingRecipe(
      int batchSize,
      Optimizer optimizer,
      double learningRate,
      LearningRateSchedule schedule,
      int epochs,
      Augmentation augmentation,
      long seed) {
    this(
        batchSize,
        optimizer,
        learningRate,
        schedule,
        epochs,
        augmentation,
        seed,
        Events.NONE,
        Precision.FLOAT32);
  }

  /** Returns the paper's recipe, that of {@link Preset#PAPER}. */
  public static TrainingRecipe paper() {
    return of(Preset.PAPER);
  }

  /** Returns the recipe of a named network, with seed 0. */
  public static TrainingRecipe of(Preset preset) {
    return of(preset.recipe());
  }

  /** Returns a recipe, a released run's for example, with seed 0. */
  public static TrainingRecipe of(PresetRecipe recipe) {
    InputRules input = recipe.input();
    Augmentation augmentation =
        new Augmentation(
            input.randomCrops(),
            input.flips(),
            PcaScale.valueOf(input.pcaScale().name()),
            input.pcaStd(),
            input.imagesPerDraw(),
            MeanPlace.valueOf(input.mean().name()),
            PixelRange.valueOf(input.pcaRange().name()),
            input.pcaDivided());
    return new TrainingRecipe(
            recipe.batchSize(),
            recipe.optimizer(),
            recipe.learningRate(),
            recipe.schedule(),
            recipe.epochs(),
            augmentation,
            0)
        .withEvents(recipe.events());
  }

  /** Returns a copy with this batch size. */
  public TrainingRecipe withBatchSize(int batchSize) {
    return new TrainingRecipe(
        batchSize,
        optimizer,
        learningRate,
        schedule,
        epochs,
        augmentation,
        seed,
        events,
        precision);
  }

  /** Returns a copy with this optimizer. */
  public TrainingRecipe withOptimizer(Optimizer optimizer) {
    return new TrainingRecipe(
        batchSize,
        optimizer,
        learningRate,
        schedule,
        epochs,
        augmentation,
        seed,
        events,
        precision);
  }

  /** Returns a copy that begins with this learning rate. */
  public TrainingRecipe withLearningRate(double learningRate) {
    return new TrainingRecipe(
        batchSize,
        optimizer,
        learningRate,
        schedule,
        epochs,
        augmentation,
        seed,
        events,
        precision);
  }

  /** Returns a copy with this schedule of the learning rate. */
  public TrainingRecipe withSchedule(LearningRateSchedule schedule) {
    return new TrainingRecipe(
        batchSize,
        optimizer,
        learningRate,
        schedule,
        epochs,
        augmentation,
        seed,
        events,
        precision);
  }

  /** Returns a copy with this number of epochs. */
  public TrainingRecipe withEpochs(int epochs) {
    return new TrainingRecipe(
        batchSize,
        optimizer,
        learningRate,
        schedule,
        epochs,
        augmentation,
        seed,
        events,
        precision);
  }

  /** Returns a copy with this augmentation. */
  public TrainingRecipe withAugmentation(Augmentation augmentation) {
    return new TrainingRecipe(
        batchSize,
        optimizer,
        learningRate,
        schedule,
        epochs,
        augmentation,
        seed,
        events,
        precision);
  }

  /** Returns a copy with this seed. */
  public TrainingRecipe withSeed(long seed) {
    return new TrainingRecipe(
        batchSize,
        optimizer,
        learningRate,
        schedule,
        epochs,
        augmentation,
        seed,
        events,
        precision);
  }

  /** Returns a copy with these events. */
  public TrainingRecipe withEvents(Events events) {
    return new TrainingRecipe(
        batchSize,
        optimizer,
        learningRate,
        schedule,
        epochs,
        augmentation,
        seed,
        events,
        precision);
  }

  /** Returns a copy whose network computes with these numbers. */
  public TrainingRecipe withPrecision(Precision precision) {
    return new TrainingRecipe(
        batchSize,
        optimizer,
        learningRate,
        schedule,
        epochs,
        augmentation,
        seed,
        events,
        precision);
  }

  /**
   * Returns the learning rate of each layer's weights and biases in the next step.
   *
   * @param spec the network
   * @param progress what was done before
   */
  public LearningRates learningRates(AlexNetSpec spec, TrainingProgress progress) {
    LearningRates scheduled =
        LearningRates.of(spec, optimizer, schedule.learningRate(learningRate, progress))
            .withNoise(schedule, progress);
    return events.learningRates(scheduled, progress);
  }

  /**
   * Returns how the training images of the next step are varied.
   *
   * @param progress what was done before
   */
  public Augmentation augmentation(TrainingProgress progress) {
    return events.augmentation(progress).map(this::augmentation).orElse(augmentation);
  }

  /** Returns every augmentation that there is on the way, the first one first. */
  public ImmutableSet<Augmentation> augmentations() {
    return ImmutableSet.<Augmentation>builder()
        .add(augmentation)
        .addAll(events.augmentations().stream().map(this::augmentation).toList())
        .build();
  }

  private Augmentation augmentation(SetAugmentation change) {
    return augmentation
        .withRandomCrop(change.randomCrops())
        .withFlip(change.flips())
        .withPcaStd(change.pcaStd());
  }

  /**
   * Returns the number of steps that complete some epochs; the last one may read into the next
   * epoch.
   *
   * @param epochs number of epochs
   * @param imageCount training images
   */
  public long stepsOf(int epochs, long imageCount) {
    return LongMath.divide(epochs * imageCount, batchSize, RoundingMode.CEILING);
  }
}

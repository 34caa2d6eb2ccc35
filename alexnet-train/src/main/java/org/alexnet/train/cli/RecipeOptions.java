package org.alexnet.train.cli;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.common.collect.ImmutableList;
import java.util.List;
import java.util.Optional;
import org.alexnet.data.Augmentation;
import org.alexnet.data.Augmentation.PcaScale;
import org.alexnet.data.Augmentation.PixelRange;
import org.alexnet.data.image.MeanPlace;
import org.alexnet.graph.event.Event;
import org.alexnet.graph.event.Events;
import org.alexnet.graph.event.SetAugmentation;
import org.alexnet.graph.optimizer.LearningRateSchedule;
import org.alexnet.graph.optimizer.Noisy;
import org.alexnet.graph.optimizer.Optimizer;
import org.alexnet.graph.optimizer.ReduceOnPlateau;
import org.alexnet.graph.optimizer.SgdMomentum;
import org.alexnet.graph.optimizer.Warmup;
import org.alexnet.graph.preset.Preset;
import org.alexnet.graph.preset.PresetRecipe;
import org.alexnet.graph.spec.Precision;
import org.alexnet.train.TrainingRecipe;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** The options that change numbers of a preset's recipe. */
final class RecipeOptions {
  @ArgGroup(
      validate = false,
      heading = "Recipe (default: the preset's; in brackets that of paper):%n")
  private Group group = new Group();

  private static final class Group {
    @Option(names = "--epochs", paramLabel = "COUNT", description = "The most epochs (90).")
    private Integer epochs;

    @Option(names = "--batch-size", paramLabel = "IMAGES", description = "Images in a step (128).")
    private Integer batchSize;

    @Option(
        names = "--learning-rate",
        paramLabel = "RATE",
        description = "Learning rate of the first epoch (0.01).")
    private Double learningRate;

    @Option(
        names = "--schedule",
        split = ",",
        paramLabel = "KIND:...",
        hideParamSyntax = true,
        description = "warmup:steps=9,multi-step:milestones=30+60 (reduce-on-plateau).")
    private List<String> schedule;

    @Option(names = "--momentum", paramLabel = "M", description = "Momentum (0.9).")
    private Double momentum;

    @Option(names = "--weight-decay", paramLabel = "DECAY", description = "Weight decay (0.0005).")
    private Double weightDecay;

    @Option(
        names = "--random-crops",
        negatable = true,
        description = "Random crops, or the center crop (random).")
    private Boolean randomCrops;

    @Option(
        names = "--flips",
        negatable = true,
        description = "Reflect every second image, or none (every second).")
    private Boolean flips;

    @Option(
        names = "--pca-std",
        paramLabel = "STD",
        description = "Strength of the PCA color augmentation, 0 for none (0.1).")
    private Double pcaStd;

    @Option(
        names = "--images-per-draw",
        paramLabel = "IMAGES",
        description = "Images that share a crop's place and a flip (1).")
    private Integer imagesPerDraw;

    @Option(
        names = "--mean",
        paramLabel = "PLACE",
        description = "Part of the mean subtracted: ${COMPLETION-CANDIDATES} (crop).")
    private MeanPlace mean;

    @Option(
        names = "--pca-scale",
        paramLabel = "SCALE",
        description = "${COMPLETION-CANDIDATES} (eigenvalue).")
    private PcaScale pcaScale;

    @Option(
        names = "--pca-range",
        paramLabel = "RANGE",
        description = "Of the pixels of eigenvalues: ${COMPLETION-CANDIDATES} (0..1).")
    private PixelRange pcaRange;

    @Option(
        names = "--pca-divided",
        negatable = true,
        description = "Divide colored images by 1 + STD, or not (not).")
    private Boolean pcaDivided;

    @Option(
        names = "--event",
        paramLabel = "WHEN:WHAT=VALUE",
        description = "A change on the way: epoch67:conv1=0 or step500:pca-std=0.")
    private List<String> events;

    @Option(
        names = "--precision",
        paramLabel = "TYPE",
        description = "Numbers of the network: ${COMPLETION-CANDIDATES} (float32).")
    private Precision precision;

    @Option(
        names = "--seed",
        paramLabel = "SEED",
        description = "Of weights, dropout, order and augmentation (0).")
    private Long seed;
  }

  /** Returns the batch size, if one is given. */
  Optional<Integer> batchSize() {
    return Optional.ofNullable(group.batchSize);
  }

  /** Returns the recipe of a preset with the numbers that are given. */
  TrainingRecipe recipe(PresetRecipe preset) {
    return changed(TrainingRecipe.of(preset));
  }

  /** Returns a recipe with the numbers that are given. */
  TrainingRecipe changed(TrainingRecipe before) {
    TrainingRecipe recipe = group.seed == null ? before : before.withSeed(group.seed);
    recipe = group.epochs == null ? recipe : recipe.withEpochs(group.epochs);
    recipe = group.batchSize == null ? recipe : recipe.withBatchSize(group.batchSize);
    recipe = group.precision == null ? recipe : recipe.withPrecision(group.precision);
    recipe = group.learningRate == null ? recipe : recipe.withLearningRate(group.learningRate);
    recipe = recipe.withEvents(group.events == null ? events(recipe.events()) : events(recipe));
    return recipe
        .withOptimizer(optimizer(recipe.optimizer()))
        .withSchedule(schedule(recipe.schedule()))
        .withAugmentation(augmentation(recipe.augmentation()));
  }

  private Events events(TrainingRecipe recipe) {
    return EventText.parse(
        group.events, augmentation(recipe.augmentation()), patience(schedule(recipe.schedule())));
  }

  private LearningRateSchedule schedule(LearningRateSchedule preset) {
    return group.schedule == null ? preset : ScheduleText.parse(group.schedule, preset);
  }

  /** Returns the epochs that make a plateau: the schedule's, or the paper's. */
  private static int patience(LearningRateSchedule schedule) {
    if (schedule instanceof Warmup warmup) {
      return patience(warmup.then());
    }
    if (schedule instanceof Noisy noisy) {
      return patience(noisy.then());
    }
    return schedule instanceof ReduceOnPlateau plateau
        ? plateau.patience()
        : patience(Preset.PAPER.recipe().schedule());
  }

  private Optimizer optimizer(Optimizer preset) {
    if (group.momentum == null && group.weightDecay == null) {
      return preset;
    }
    checkArgument(
        preset instanceof SgdMomentum,
        "--momentum and --weight-decay are of SGD with momentum, found %s",
        preset.getClass().getSimpleName());
    SgdMomentum sgd = (SgdMomentum) preset;
    sgd = group.momentum == null ? sgd : sgd.withMomentum(group.momentum);
    return group.weightDecay == null ? sgd : sgd.withWeightDecay(group.weightDecay);
  }

  private Augmentation augmentation(Augmentation preset) {
    Augmentation augmentation =
        preset
            .withRandomCrop(group.randomCrops == null ? preset.randomCrop() : group.randomCrops)
            .withFlip(group.flips == null ? preset.flip() : group.flips)
            .withImagesPerDraw(
                group.imagesPerDraw == null ? preset.imagesPerDraw() : group.imagesPerDraw)
            .withMean(group.mean == null ? preset.mean() : group.mean)
            .withPcaScale(group.pcaScale == null ? preset.pcaScale() : group.pcaScale)
            .withPcaRange(group.pcaRange == null ? preset.pcaRange() : group.pcaRange)
            .withPcaDivided(group.pcaDivided == null ? preset.pcaDivided() : group.pcaDivided);
    return group.pcaStd == null ? augmentation : augmentation.withPcaStd(group.pcaStd);
  }

  /**
   * Crops and flips that are given are meant from the beginning to the end, and PCA color
   * augmentation wherever there is any.
   */
  private Events events(Events preset) {
    return new Events(
        preset.list().stream()
            .map(
                event ->
                    event.change() instanceof SetAugmentation change
                        ? new Event(event.trigger(), augmentation(change))
                        : event)
            .collect(ImmutableList.toImmutableList()));
  }

  private SetAugmentation augmentation(SetAugmentation preset) {
    return new SetAugmentation(
        group.randomCrops == null ? preset.randomCrops() : group.randomCrops,
        group.flips == null ? preset.flips() : group.flips,
        group.pcaStd == null || preset.pcaStd() == 0 ? preset.pcaStd() : group.pcaStd);
  }
}

package org.alexnet.train.cli;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.common.collect.ImmutableList;
import java.util.List;
import org.alexnet.data.Augmentation;
import org.alexnet.graph.event.Event;
import org.alexnet.graph.event.Events;
import org.alexnet.graph.event.SetAugmentation;
import org.alexnet.graph.optimizer.LearningRateSchedule;
import org.alexnet.graph.optimizer.MultiStep;
import org.alexnet.graph.optimizer.Optimizer;
import org.alexnet.graph.optimizer.ReduceOnPlateau;
import org.alexnet.graph.optimizer.SgdMomentum;
import org.alexnet.graph.preset.Preset;
import org.alexnet.graph.preset.PresetRecipe;
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

    @Option(names = "--momentum", paramLabel = "M", description = "Momentum (0.9).")
    private Double momentum;

    @Option(names = "--weight-decay", paramLabel = "DECAY", description = "Weight decay (0.0005).")
    private Double weightDecay;

    @Option(
        names = "--milestones",
        split = ",",
        paramLabel = "EPOCH,...",
        hideParamSyntax = true,
        description = "Reduce the learning rate after these epochs.")
    private List<Integer> milestones;

    @Option(
        names = "--patience",
        paramLabel = "EPOCHS",
        description = "Reduce it after so many without a lower validation error (3).")
    private Integer patience;

    @Option(
        names = "--reductions",
        paramLabel = "COUNT",
        description = "How often at most before training ends with the patience (3).")
    private Integer reductions;

    @Option(
        names = "--factor",
        paramLabel = "FACTOR",
        description = "What a reduction multiplies it by (0.1).")
    private Double factor;

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
        names = "--event",
        paramLabel = "WHEN:WHAT=VALUE",
        description = "A change on the way: epoch67:conv1=0 or step500:pca-std=0.")
    private List<String> events;

    @Option(
        names = "--seed",
        paramLabel = "SEED",
        description = "Of weights, dropout, order and augmentation (0).")
    private Long seed;
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
    recipe = group.learningRate == null ? recipe : recipe.withLearningRate(group.learningRate);
    recipe = recipe.withEvents(group.events == null ? events(recipe.events()) : events(recipe));
    return recipe
        .withOptimizer(optimizer(recipe.optimizer()))
        .withSchedule(schedule(recipe.schedule()))
        .withAugmentation(augmentation(recipe.augmentation()));
  }

  private Events events(TrainingRecipe recipe) {
    ReduceOnPlateau plateau =
        recipe.schedule() instanceof ReduceOnPlateau own
            ? own
            : (ReduceOnPlateau) Preset.PAPER.recipe().schedule();
    return EventText.parse(
        group.events,
        augmentation(recipe.augmentation()),
        group.patience == null ? plateau.patience() : group.patience);
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

  private LearningRateSchedule schedule(LearningRateSchedule preset) {
    boolean plateau = group.patience != null || group.reductions != null;
    checkArgument(
        group.milestones == null || !plateau, "--milestones excludes --patience and --reductions");
    if (group.milestones == null && !plateau && group.factor == null) {
      return preset;
    }
    if (group.milestones != null) {
      return new MultiStep(ImmutableList.copyOf(group.milestones), factor(0.1));
    }
    if (!plateau && preset instanceof MultiStep fixed) {
      return new MultiStep(fixed.milestones(), factor(fixed.factor()));
    }
    checkArgument(
        plateau || preset instanceof ReduceOnPlateau,
        "--factor is that of --milestones or --patience; the preset's schedule is another: %s",
        preset.describe());
    ReduceOnPlateau usual =
        preset instanceof ReduceOnPlateau own
            ? own
            : (ReduceOnPlateau) Preset.PAPER.recipe().schedule();
    return new ReduceOnPlateau(
        group.patience == null ? usual.patience() : group.patience,
        group.reductions == null ? usual.reductions() : group.reductions,
        factor(usual.factor()));
  }

  /** Returns what a reduction multiplies the learning rate by. */
  private double factor(double preset) {
    if (group.factor == null) {
      return preset;
    }
    checkArgument(
        group.factor > 0 && group.factor < 1,
        "--factor must be more than 0 and less than 1 (0.5 halves), found %s",
        group.factor);
    return group.factor;
  }

  private Augmentation augmentation(Augmentation preset) {
    Augmentation augmentation =
        preset
            .withRandomCrop(group.randomCrops == null ? preset.randomCrop() : group.randomCrops)
            .withFlip(group.flips == null ? preset.flip() : group.flips);
    return group.pcaStd == null ? augmentation : augmentation.withPcaStd(group.pcaStd);
  }

  /** Crops and flips that are given are meant from the beginning to the end. */
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
        preset.pcaStd());
  }
}

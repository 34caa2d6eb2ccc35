package org.alexnet.train;

import static com.google.common.base.Preconditions.checkArgument;
import static java.util.stream.Collectors.joining;

import com.google.common.collect.ImmutableSet;
import java.lang.reflect.RecordComponent;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import org.alexnet.common.Hashes;
import org.alexnet.data.Dataset;
import org.alexnet.data.image.MeanPlace;
import org.alexnet.graph.spec.AlexNetSpec;
import org.alexnet.graph.spec.ParameterTable;
import org.alexnet.train.proto.StartProto;

/**
 * Why a checkpoint is refused for resuming or evaluating: every reason that lies in the checkpoint.
 */
final class Compatibility {
  private Compatibility() {}

  static void requireNetwork(Checkpoint checkpoint, AlexNetSpec spec) {
    checkArgument(
        checkpoint.spec().isSameNetworkAs(spec),
        "%s is a checkpoint of another network: %s, not %s",
        checkpoint.directory(),
        describe(checkpoint.spec()),
        describe(spec));
  }

  static void requireClasses(Checkpoint checkpoint, Dataset dataset) {
    String trained = checkpoint.manifest().getDataset().getLabelsSha256();
    checkArgument(
        trained.equals(dataset.labels().sha256()),
        "%s was trained on other classes than those of %s: %s",
        checkpoint.directory(),
        dataset.directory(),
        checkpoint.labels().labels());
  }

  /** A network sees at test what it was trained on. */
  static void requireMean(Checkpoint checkpoint, MeanPlace mean) {
    MeanPlace trained = checkpoint.recipe().augmentation().mean();
    checkArgument(
        trained == mean,
        "%s was trained with the mean at %s, but would be evaluated with that at %s",
        checkpoint.directory(),
        trained,
        mean);
  }

  static void requireDataset(Checkpoint checkpoint, Dataset dataset) {
    requireDataset(checkpoint.directory(), checkpoint, dataset);
  }

  /**
   * Checks that a checkpoint was trained on a data set.
   *
   * @param directory what errors call it
   */
  static void requireDataset(Path directory, Checkpoint checkpoint, Dataset dataset) {
    String fingerprint = checkpoint.manifest().getDataset().getFingerprint();
    checkArgument(
        fingerprint.equals(dataset.fingerprint()),
        "%s was trained on another data set than %s: fingerprints %s and %s",
        directory,
        dataset.directory(),
        Hashes.brief(fingerprint),
        Hashes.brief(dataset.fingerprint()));
  }

  /** More passes over the images are the same recipe continued. */
  static void requireRecipe(Checkpoint checkpoint, TrainingRecipe recipe) {
    TrainingRecipe found = checkpoint.recipe();
    checkArgument(
        found.withEpochs(recipe.epochs()).equals(recipe),
        "%s was trained with another recipe: %s",
        checkpoint.directory(),
        differences(found, recipe));
  }

  /** What was read of the data and in which order is decided by these. */
  static void requireSameStream(Checkpoint checkpoint, TrainingRecipe recipe) {
    TrainingRecipe found = checkpoint.recipe();
    checkArgument(
        found.batchSize() == recipe.batchSize() && found.seed() == recipe.seed(),
        "batch size and seed of %s cannot be amended: %s",
        checkpoint.directory(),
        differences(recipe.withBatchSize(found.batchSize()).withSeed(found.seed()), recipe));
  }

  private static String differences(TrainingRecipe found, TrainingRecipe wanted) {
    return Arrays.stream(TrainingRecipe.class.getRecordComponents())
        .filter(part -> !part.getName().equals("epochs"))
        .filter(part -> !value(found, part).equals(value(wanted, part)))
        .map(part -> part.getName() + " " + value(found, part) + ", not " + value(wanted, part))
        .collect(joining("; "));
  }

  private static Object value(TrainingRecipe recipe, RecordComponent part) {
    try {
      return part.getAccessor().invoke(recipe);
    } catch (ReflectiveOperationException e) {
      throw new LinkageError("a public accessor", e);
    }
  }

  /** What a run began with cannot be changed later. */
  static void requireStart(Checkpoint checkpoint, Optional<Initialization> start) {
    checkArgument(
        start.isEmpty() || isStart(checkpoint.manifest().getStart(), start.get()),
        "%s is of a run that did not begin with %s; resume without naming it, or start over",
        checkpoint.directory(),
        start.map(given -> given.checkpoint().directory()).orElse(null));
  }

  /** A replay must begin as the run did. */
  static void requireSameStart(Checkpoint goal, Optional<Initialization> start) {
    StartProto began = goal.manifest().getStart();
    boolean initialized = goal.manifest().hasStart();
    checkArgument(
        initialized || start.isEmpty(),
        "%s was not initialized from another checkpoint",
        goal.directory());
    checkArgument(
        !initialized || (start.isPresent() && isStart(began, start.get())),
        "%s was initialized from a checkpoint of %s at step %s; initialize the replay from it",
        goal.directory(),
        began.getNetwork().getName(),
        began.getStep());
  }

  private static boolean isStart(StartProto began, Initialization given) {
    return began.getCheckpointSha256().equals(given.checkpoint().fingerprint())
        && ImmutableSet.copyOf(began.getLayersList()).equals(given.layers());
  }

  /** The epochs that were made cannot be taken back. */
  static void requireEpochs(Checkpoint checkpoint, TrainingRecipe recipe, long imageCount) {
    long most = recipe.stepsOf(recipe.epochs(), imageCount);
    checkArgument(
        checkpoint.step() <= most,
        "%s has made %s steps already; epochs = %s allows %s",
        checkpoint.directory(),
        checkpoint.step(),
        recipe.epochs(),
        most);
  }

  /** Requires that a recipe has steps left to be amended: what is done is not done otherwise. */
  static void requireStepsLeft(Checkpoint checkpoint, TrainingRecipe recipe, long imageCount) {
    checkArgument(
        checkpoint.step() < recipe.stepsOf(recipe.epochs(), imageCount),
        "%s has made all %s steps of epochs = %s; amend it with more epochs",
        checkpoint.directory(),
        checkpoint.step(),
        recipe.epochs());
  }

  private static String describe(AlexNetSpec spec) {
    return String.format(
        java.util.Locale.ROOT,
        "%s, %d towers, %dx%d pixels, %d classes, seed %d, %,d parameters",
        spec.name(),
        spec.towers(),
        spec.imageSize(),
        spec.imageSize(),
        spec.classCount(),
        spec.seed(),
        ParameterTable.of(spec).total());
  }
}

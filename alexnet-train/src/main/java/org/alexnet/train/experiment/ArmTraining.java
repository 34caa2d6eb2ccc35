package org.alexnet.train.experiment;

import com.google.common.base.Stopwatch;
import com.google.common.collect.ImmutableList;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import org.alexnet.common.Hashes;
import org.alexnet.common.Seeds;
import org.alexnet.data.Dataset;
import org.alexnet.graph.spec.AlexNetSpec;
import org.alexnet.train.Checkpoint;
import org.alexnet.train.Checkpoints;
import org.alexnet.train.DivergedException;
import org.alexnet.train.EpochSummary;
import org.alexnet.train.Initialization;
import org.alexnet.train.Run;
import org.alexnet.train.Training;
import org.alexnet.train.TrainingListener;
import org.alexnet.train.TrainingRecipe;
import org.alexnet.train.TrainingResult;

/**
 * Trains what an arm needs, each network in a run's folder of its own; what is there is resumed.
 * The folder is named by all that decides the weights, so that arms of several experiments that are
 * the same are trained once.
 */
final class ArmTraining {
  /** Of the searches of learning rates: none of those that are reported. */
  private static final long SEARCH_SEED = 1_000_000;

  /** Of the hash in a folder's name. */
  private static final int HASH_DIGITS = 8;

  private final ExperimentImages images;
  private final Path folder;
  private final RunTimes times;
  private final BooleanSupplier stop;
  private final ExperimentListener listener;

  /**
   * Creates one.
   *
   * @param folder where the folders of the runs are
   * @param times of those that ran
   * @param stop asked before each step
   */
  ArmTraining(
      ExperimentImages images,
      Path folder,
      RunTimes times,
      BooleanSupplier stop,
      ExperimentListener listener) {
    this.images = images;
    this.folder = folder;
    this.times = times;
    this.stop = stop;
    this.listener = listener;
  }

  /**
   * A learning rate that was tried.
   *
   * @param learningRate the learning rate
   * @param found what it took; nothing if the training diverged
   */
  record Tried(double learningRate, Optional<Found> found) {}

  /**
   * What a learning rate took.
   *
   * @param steps to the training error that is enough, or all that were made
   * @param trainingError of the last epoch, which decides between rates that made as many steps: of
   *     those that never came to the error, all
   */
  record Found(double steps, double trainingError) implements Comparable<Found> {
    private static final Comparator<Found> ORDER =
        Comparator.comparingDouble(Found::steps).thenComparingDouble(Found::trainingError);

    @Override
    public int compareTo(Found other) {
      return ORDER.compare(this, other);
    }
  }

  /**
   * Tries the learning rates of an arm.
   *
   * @throws CancellationException if it was told to stop
   */
  ImmutableList<Tried> search(Arm arm) throws IOException {
    ImmutableList.Builder<Tried> tried = ImmutableList.builder();
    for (double rate : arm.learningRates()) {
      Arm one = withLearningRate(arm, rate);
      Optional<Found> found = Optional.empty();
      try {
        ImmutableList<EpochSummary> epochs =
            train(one, SEARCH_SEED, seedName(SEARCH_SEED, 0)).epochs();
        double steps = Measures.stepsTo(arm.enoughTrainingError().orElseThrow(), epochs);
        found = Optional.of(new Found(steps, epochs.get(epochs.size() - 1).trainingError()));
      } catch (DivergedException e) {
        listener.told(e.getMessage());
      }
      tried.add(new Tried(rate, found));
    }
    return tried.build();
  }

  /**
   * Returns an arm with the learning rate that needed the fewest steps, of equals that with the
   * lowest training error.
   */
  static Arm withBest(Arm arm, List<Tried> tried) {
    Tried best =
        tried.stream()
            .filter(each -> each.found().isPresent())
            .min(Comparator.comparing(each -> each.found().get()))
            .orElseThrow(
                () -> new IllegalStateException(arm.name() + " diverged with each of " + tried));
    return withLearningRate(arm, best.learningRate());
  }

  private static Arm withLearningRate(Arm arm, double rate) {
    return arm.withSetup(arm.setup().withRecipe(recipe -> recipe.withLearningRate(rate)));
  }

  /**
   * Trains the networks of an arm for a seed.
   *
   * @throws CancellationException if it was told to stop
   */
  TrainedArm train(Arm arm, long seed) throws IOException {
    ImmutableList.Builder<Run> runs = ImmutableList.builder();
    for (int network = 0; network < arm.networks(); network++) {
      long own = network == 0 ? seed : Seeds.derive(seed, "network " + network);
      runs.add(train(arm, own, seedName(seed, network)));
    }
    return new TrainedArm(arm, runs.build(), images.dataset(arm.role()));
  }

  private static String seedName(long seed, int network) {
    return "seed-" + seed + (network == 0 ? "" : "-network-" + (network + 1));
  }

  private Run train(Arm arm, long seed, String seedName) throws IOException {
    Optional<Checkpoint> start = Optional.empty();
    if (arm.pretraining().isPresent()) {
      Arm before = Arm.of(arm.name(), arm.pretraining().get()).on(Role.MORE_CLASSES);
      start = Optional.of(train(before, seed, seedName).checkpoint());
    }
    Dataset dataset = images.dataset(arm.role());
    Setup setup = arm.setup().withSeed(seed);
    AlexNetSpec spec = setup.spec().withClassCount(dataset.classCount());
    String name = folderName(arm) + "/" + seedName;
    Path run = folder.resolve(name);
    listener.training(name, spec, setup.recipe());
    EnoughError enough = new EnoughError(arm);
    Optional<Run> done = done(run, spec, setup.recipe(), enough);
    if (done.isPresent()) {
      listener.trainedBefore();
      return done.get();
    }
    Training training =
        Training.of(setup.recipe())
            .withListener(listener.andThen(enough))
            .withStop(() -> stop.getAsBoolean() || enough.isReached());
    if (start.isPresent()) {
      training = training.initializedFrom(new Initialization(start.get()));
    }
    Stopwatch watch = Stopwatch.createStarted();
    TrainingResult result;
    try {
      result = training.run(spec, dataset, run);
    } finally {
      times.add(name, watch.elapsed());
    }
    if (!result.isFinished() && !enough.isReached()) {
      throw new CancellationException("stopped in " + run);
    }
    return Run.open(run);
  }

  /** Returns a name that says what is trained, for people, and a hash of all of it. */
  private String folderName(Arm arm) throws IOException {
    StringBuilder all = new StringBuilder();
    all.append(arm.setup().withSeed(0))
        .append(arm.enoughTrainingError())
        .append(images.dataset(arm.role()).fingerprint());
    if (arm.pretraining().isPresent()) {
      all.append(arm.pretraining().get().withSeed(0))
          .append(images.dataset(Role.MORE_CLASSES).fingerprint());
    }
    String words = arm.setup().spec().name().replaceAll("[^A-Za-z0-9.]+", "-");
    String hash = Hashes.sha256(all.toString().getBytes(StandardCharsets.UTF_8));
    return words + "-" + hash.substring(0, HASH_DIGITS);
  }

  /** Returns the run that is there, if it is this one and was brought to its end. */
  private static Optional<Run> done(
      Path folder, AlexNetSpec spec, TrainingRecipe recipe, EnoughError enough) throws IOException {
    if (!Training.isIn(folder) || Checkpoints.of(folder).latest().isEmpty()) {
      return Optional.empty();
    }
    Run run = Run.open(folder);
    run.epochs().forEach(enough::evaluated);
    return run.checkpoint().spec().equals(spec)
            && run.checkpoint().recipe().equals(recipe)
            && (run.tenCrops().isPresent() || enough.isReached())
        ? Optional.of(run)
        : Optional.empty();
  }

  /** Whether an epoch had a training error that is low enough to end. */
  private static final class EnoughError implements TrainingListener {
    private final Arm arm;
    private boolean reached;

    EnoughError(Arm arm) {
      this.arm = arm;
    }

    boolean isReached() {
      return reached;
    }

    @Override
    public void evaluated(EpochSummary epoch) {
      reached |=
          arm.enoughTrainingError().isPresent()
              && epoch.trainingError() <= arm.enoughTrainingError().getAsDouble();
    }
  }
}

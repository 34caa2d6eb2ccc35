package org.alexnet.train;

import static com.google.common.base.Preconditions.checkArgument;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.alexnet.common.FolderLock;
import org.alexnet.data.Dataset;
import org.alexnet.data.Split;
import org.alexnet.graph.cluster.PeerLostException;
import org.alexnet.graph.device.Devices;
import org.alexnet.graph.device.PlacedNetwork;
import org.alexnet.graph.device.Placement;
import org.alexnet.graph.spec.AlexNetSpec;
import org.alexnet.graph.spec.WeightTransfer;
import org.alexnet.train.internal.TrainingSession;
import org.alexnet.train.proto.CheckpointManifest;
import org.alexnet.train.proto.StartProto;

/**
 * Trains networks by a recipe.
 *
 * <pre>{@code
 * Dataset dataset = Dataset.open(Path.of("flowers"));
 * AlexNetSpec spec = Preset.PAPER.spec().withClassCount(dataset.classCount());
 * TrainingResult result =
 *     Training.of(TrainingRecipe.paper()).run(spec, dataset, Path.of("run"));
 * }</pre>
 *
 * <p>The run's folder holds {@code run.json}, {@code metrics.csv} and {@code checkpoints}. Running
 * again in the same folder goes on from the latest checkpoint, and the weights become those that
 * one unbroken run would have had, on as many cores, the same devices and the same TensorFlow; with
 * one core instead of two they differ in their last bits. Nothing is written before the network
 * stands on its devices.
 */
public final class Training {
  private final TrainingRecipe recipe;
  private final Optional<Placement> placement;
  private final TrainingListener listener;
  private final BooleanSupplier stop;
  private final long stepsBetweenCheckpoints;
  private final int keptCheckpoints;
  private final boolean startingOver;
  private final Optional<Checkpoint> start;

  private Training(
      TrainingRecipe recipe,
      Optional<Placement> placement,
      TrainingListener listener,
      BooleanSupplier stop,
      long stepsBetweenCheckpoints,
      int keptCheckpoints,
      boolean startingOver,
      Optional<Checkpoint> start) {
    this.recipe = recipe;
    this.placement = placement;
    this.listener = listener;
    this.stop = stop;
    this.stepsBetweenCheckpoints = stepsBetweenCheckpoints;
    this.keptCheckpoints = keptCheckpoints;
    this.startingOver = startingOver;
    this.start = start;
  }

  /**
   * Training by a recipe, on the best devices found, with a checkpoint at the end of each epoch and
   * every 1,000 updates, of which the latest two are kept.
   */
  public static Training of(TrainingRecipe recipe) {
    return new Training(
        recipe,
        Optional.empty(),
        new TrainingListener() {},
        () -> false,
        1000,
        2,
        false,
        Optional.empty());
  }

  /** The same on given devices. */
  public Training withPlacement(Placement placement) {
    return new Training(
        recipe,
        Optional.of(placement),
        listener,
        stop,
        stepsBetweenCheckpoints,
        keptCheckpoints,
        startingOver,
        start);
  }

  /** The same, telling a listener. */
  public Training withListener(TrainingListener listener) {
    return new Training(
        recipe,
        placement,
        listener,
        stop,
        stepsBetweenCheckpoints,
        keptCheckpoints,
        startingOver,
        start);
  }

  /**
   * The same, ending with a checkpoint when told to.
   *
   * @param stop asked before each update
   */
  public Training withStop(BooleanSupplier stop) {
    return new Training(
        recipe,
        placement,
        listener,
        stop,
        stepsBetweenCheckpoints,
        keptCheckpoints,
        startingOver,
        start);
  }

  /**
   * The same with more or fewer checkpoints within an epoch.
   *
   * @param steps updates between two; at least 1
   */
  public Training withStepsBetweenCheckpoints(long steps) {
    checkArgument(steps > 0, "stepsBetweenCheckpoints must be positive, found %s", steps);
    return new Training(
        recipe, placement, listener, stop, steps, keptCheckpoints, startingOver, start);
  }

  /**
   * The same with another number of checkpoints kept.
   *
   * @param kept at least 1
   */
  public Training withKeptCheckpoints(int kept) {
    checkArgument(kept > 0, "keptCheckpoints must be positive, found %s", kept);
    return new Training(
        recipe, placement, listener, stop, stepsBetweenCheckpoints, kept, startingOver, start);
  }

  /**
   * The same from the beginning: what an earlier run left in the folder is deleted as soon as this
   * one has started.
   */
  public Training startingOver() {
    return new Training(
        recipe, placement, listener, stop, stepsBetweenCheckpoints, keptCheckpoints, true, start);
  }

  /**
   * The same, beginning with the parameters of another network's checkpoint where they fit; see
   * {@link WeightTransfer}. A run that goes on from a checkpoint of its own has them already, and
   * is refused if it began with others.
   */
  public Training startingFrom(Checkpoint checkpoint) {
    return new Training(
        recipe,
        placement,
        listener,
        stop,
        stepsBetweenCheckpoints,
        keptCheckpoints,
        startingOver,
        Optional.of(checkpoint));
  }

  /** The same from the latest checkpoint in the folder, which is also what happens unless told. */
  public Training continuing() {
    return new Training(
        recipe, placement, listener, stop, stepsBetweenCheckpoints, keptCheckpoints, false, start);
  }

  /**
   * Trains a network, from the latest checkpoint in the folder if there is one.
   *
   * @param spec the network, with as many classes as the data set
   * @param dataset the images
   * @param runDirectory the run's folder; made if it is missing
   * @throws IllegalArgumentException if the network, the data set and the checkpoint do not belong
   *     together, or a device is not there
   * @throws IOException if another process trains in the folder, or something cannot be read or
   *     written; the latest checkpoint stays
   * @throws PeerLostException if a process of the cluster is lost; run again once it is back
   * @throws IllegalStateException if the loss or a parameter is no longer finite; the latest
   *     checkpoint stays
   */
  @SuppressWarnings("try") // the lock is held, not asked
  public TrainingResult run(AlexNetSpec spec, Dataset dataset, Path runDirectory)
      throws IOException {
    checkArgument(
        spec.classCount() == dataset.classCount(),
        "the network has %s classes, but %s has %s",
        spec.classCount(),
        dataset.directory(),
        dataset.classCount());
    PlacedNetwork network =
        placement
            .map(where -> new PlacedNetwork(spec, where))
            .orElseGet(() -> PlacedNetwork.detect(spec));
    Devices.requireAvailable(network.placement());
    try (FolderLock lock = FolderLock.in(runDirectory)) {
      return run(network, dataset, runDirectory);
    }
  }

  private TrainingResult run(PlacedNetwork network, Dataset dataset, Path runDirectory)
      throws IOException {
    Checkpoints checkpoints = Checkpoints.of(runDirectory).withKept(keptCheckpoints);
    checkpoints.sweep();
    Optional<Checkpoint> latest = startingOver ? Optional.empty() : checkpoints.latest();
    if (latest.isPresent()) {
      Compatibility.requireNetwork(latest.get(), network.spec());
      Compatibility.requireDataset(latest.get(), dataset);
      Compatibility.requireRecipe(latest.get(), recipe);
      Compatibility.requireEpochs(latest.get(), recipe, dataset.imageCount(Split.TRAIN));
      Compatibility.requireStart(latest.get(), start);
    }
    RunFolder folder = new RunFolder(runDirectory, network, recipe, dataset, origin(latest));
    try (TrainingSession session = new TrainingSession(network, recipe, dataset)) {
      session.begin(latest, start);
      if (startingOver) {
        checkpoints.clear();
      }
      folder.describe();
      return new TrainingLoop(session, folder, checkpoints, listener, stop, stepsBetweenCheckpoints)
          .run(latest);
    }
  }

  /**
   * Returns whether a run is in a folder, in which one can be continued or replaced.
   *
   * @param runDirectory the folder; it need not exist
   * @throws IOException if it holds other things, among which no run is begun
   */
  public static boolean isIn(Path runDirectory) throws IOException {
    boolean run = RunFolder.isRun(runDirectory);
    if (!run && !RunFolder.isFree(runDirectory)) {
      throw new FileAlreadyExistsException(
          runDirectory + " is not a run's folder and is not empty");
    }
    return run;
  }

  /** What the checkpoints of the run say of its beginning. */
  private Optional<StartProto> origin(Optional<Checkpoint> latest) {
    if (latest.isPresent()) {
      return latest
          .map(Checkpoint::manifest)
          .filter(CheckpointManifest::hasStart)
          .map(CheckpointManifest::getStart);
    }
    return start.map(
        checkpoint ->
            StartProto.newBuilder()
                .setCheckpointSha256(checkpoint.fingerprint())
                .setNetwork(checkpoint.manifest().getNetwork())
                .setStep(checkpoint.step())
                .build());
  }
}

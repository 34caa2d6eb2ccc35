package org.alexnet.train;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.common.collect.ImmutableList;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.alexnet.common.FolderLock;
import org.alexnet.data.Dataset;
import org.alexnet.data.source.Split;
import org.alexnet.graph.cluster.PeerLostException;
import org.alexnet.graph.device.Devices;
import org.alexnet.graph.device.PlacedNetwork;
import org.alexnet.graph.device.Placement;
import org.alexnet.graph.report.TrainingMemory;
import org.alexnet.graph.spec.AlexNetSpec;
import org.alexnet.graph.spec.WeightTransfer;
import org.alexnet.train.Origin.OnRun;
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
 * again in the same folder resumes from the latest checkpoint, and the weights become those that
 * one unbroken run would have had, on as many cores, the same devices and the same TensorFlow; with
 * one core instead of two they differ in their last bits. Nothing is written before the network
 * stands on its devices. A run that was made by a {@link org.alexnet.graph.device.ThreadPlan} is
 * resumed by it, unless it is given another, on CPUs of this process.
 */
public final class Training {
  private final TrainingRecipe recipe;
  private final ImmutableList<Placement> replicas;
  private final CheckpointPolicy policy;
  private final Control control;
  private final Origin origin;

  private Training(
      TrainingRecipe recipe,
      ImmutableList<Placement> replicas,
      CheckpointPolicy policy,
      Control control,
      Origin origin) {
    this.recipe = recipe;
    this.replicas = replicas;
    this.policy = policy;
    this.control = control;
    this.origin = origin;
  }

  /**
   * Returns training by a recipe, on the best devices found, with {@link CheckpointPolicy#DEFAULT}.
   */
  public static Training of(TrainingRecipe recipe) {
    return new Training(
        recipe, ImmutableList.of(), CheckpointPolicy.DEFAULT, Control.NONE, Origin.RESUMED_OR_NEW);
  }

  /** Returns a copy with this recipe. */
  public Training withRecipe(TrainingRecipe recipe) {
    return new Training(recipe, replicas, policy, control, origin);
  }

  /** Returns what parameters are copied from, if they are. */
  Optional<Initialization> initialization() {
    return origin.initialized();
  }

  /** Returns a copy that ends after a step, and after the evaluation if it ends an epoch. */
  Training until(long step, long imageCount) {
    long epochs = step * recipe.batchSize() / imageCount;
    StepLimit limit =
        new StepLimit(step, recipe.stepsOf(Math.toIntExact(epochs), imageCount) == step);
    BooleanSupplier stop = () -> control.stop().getAsBoolean() || limit.isReached();
    return new Training(
        recipe, replicas, policy, new Control(control.listener().andThen(limit), stop), origin);
  }

  /** Returns a copy that trains on these devices. */
  public Training withPlacement(Placement placement) {
    return withReplicas(List.of(placement));
  }

  /**
   * Returns a copy that shares each batch among replicas of the network. The weights become those
   * of one network with the whole batch, but for the rounding of sums over images; so a run may be
   * resumed with another number of them. Evaluations are made by the first replica alone.
   *
   * @param replicas where the towers of each live, at least one; the first holds the parameters.
   *     Their number divides the batch size.
   */
  public Training withReplicas(List<Placement> replicas) {
    checkArgument(!replicas.isEmpty(), "replicas must not be empty");
    return new Training(recipe, ImmutableList.copyOf(replicas), policy, control, origin);
  }

  /** Returns a copy that writes checkpoints by this policy. */
  public Training withCheckpoints(CheckpointPolicy policy) {
    return new Training(recipe, replicas, policy, control, origin);
  }

  /** Returns a copy that tells this listener. */
  public Training withListener(TrainingListener listener) {
    return new Training(recipe, replicas, policy, new Control(listener, control.stop()), origin);
  }

  /**
   * Returns a copy that ends with a checkpoint when told to.
   *
   * @param stop asked before each step
   */
  public Training withStop(BooleanSupplier stop) {
    return new Training(recipe, replicas, policy, new Control(control.listener(), stop), origin);
  }

  /**
   * Returns a copy that begins anew: what an earlier run left in the folder is deleted as soon as
   * this one has started.
   */
  public Training startingOver() {
    return on(OnRun.REPLACE);
  }

  /** Returns a copy that resumes the run in the folder if there is one, as without being told. */
  public Training resuming() {
    return on(OnRun.RESUME);
  }

  /**
   * Returns a copy that resumes the run in the folder with this recipe, whatever it was before;
   * batch size and seed must stay. The earlier recipes are kept in the manifests, so that {@link
   * Replay} can do it all once more.
   */
  public Training amending() {
    return on(OnRun.AMEND);
  }

  private Training on(OnRun onRun) {
    return new Training(recipe, replicas, policy, control, new Origin(onRun, origin.initialized()));
  }

  /**
   * Returns a copy whose parameters begin as those of another network's checkpoint where they fit;
   * see {@link WeightTransfer}. A run that is resumed has them already, and is refused if it began
   * with others.
   */
  public Training initializedFrom(Checkpoint checkpoint) {
    return initializedFrom(new Initialization(checkpoint));
  }

  /** Returns a copy whose parameters begin as those of some layers of a checkpoint. */
  public Training initializedFrom(Initialization initialization) {
    return new Training(
        recipe, replicas, policy, control, new Origin(origin.onRun(), Optional.of(initialization)));
  }

  /**
   * Trains a network, from the latest checkpoint in the folder if there is one.
   *
   * @param spec the network, with as many classes as the data set
   * @param dataset the images
   * @param runDirectory the run's folder; made if it is missing
   * @throws IllegalArgumentException if the network, the data set and the checkpoint do not belong
   *     together, a device is not there, or the replicas cannot share the batch
   * @throws IOException if another process trains in the folder, or something cannot be read or
   *     written; the latest checkpoint stays
   * @throws PeerLostException if a process of the cluster is lost; run again once it is back
   * @throws DivergedException if the loss or a parameter is no longer finite; the latest and the
   *     best checkpoint stay
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
    recipe.events().requireFit(spec);
    PlacedNetwork network = placed(spec);
    TrainingMemory.of(network, recipe.batchSize()); // refuses what they cannot share
    Devices.requireAvailable(network.allTowers());
    try (FolderLock lock = FolderLock.in(runDirectory)) {
      return run(network, dataset, runDirectory);
    } catch (UncheckedIOException ofListener) {
      throw ofListener.getCause();
    }
  }

  private TrainingResult run(PlacedNetwork placed, Dataset dataset, Path runDirectory)
      throws IOException {
    Checkpoints checkpoints = Checkpoints.of(runDirectory).withKept(policy.keep());
    checkpoints.sweep();
    boolean replacing = origin.onRun() == OnRun.REPLACE;
    Optional<Checkpoint> latest = replacing ? Optional.empty() : checkpoints.latest();
    checkArgument(
        latest.isPresent() || origin.onRun() != OnRun.AMEND,
        "%s holds no checkpoint, so there is nothing to amend",
        runDirectory);
    if (latest.isPresent()) {
      Compatibility.requireNetwork(latest.get(), placed.spec());
      Compatibility.requireDataset(latest.get(), dataset);
      if (origin.onRun() == OnRun.AMEND) {
        Compatibility.requireSameStream(latest.get(), recipe);
      } else {
        Compatibility.requireRecipe(latest.get(), recipe);
      }
      Compatibility.requireEpochs(latest.get(), recipe, dataset.imageCount(Split.TRAIN));
      Compatibility.requireStart(latest.get(), origin.initialized());
      if (origin.onRun() == OnRun.AMEND) {
        Compatibility.requireStepsLeft(latest.get(), recipe, dataset.imageCount(Split.TRAIN));
      }
    }
    PlacedNetwork network =
        latest.map(checkpoint -> withThreadsOf(checkpoint, placed)).orElse(placed);
    RunFolder folder =
        new RunFolder(runDirectory, network, recipe, pastRecipes(latest), dataset, startOf(latest));
    try (TrainingSession session = new TrainingSession(network, recipe, dataset)) {
      session.begin(latest, origin.initialized());
      if (replacing) {
        checkpoints.clear();
      }
      folder.describe(latest);
      return new TrainingLoop(session, folder, checkpoints, control, policy.everySteps())
          .run(latest);
    }
  }

  /** Returns a copy with the threads that a run had, unless it is given others. */
  Training withThreadsOf(Checkpoint checkpoint) {
    return withReplicas(withThreadsOf(checkpoint, placed(checkpoint.spec())).replicas());
  }

  private PlacedNetwork placed(AlexNetSpec spec) {
    return replicas.isEmpty()
        ? PlacedNetwork.detect(spec).withPrecision(recipe.precision())
        : new PlacedNetwork(spec, replicas, recipe.precision());
  }

  /** Returns a network with the threads that a run had, unless it is given others. */
  private static PlacedNetwork withThreadsOf(Checkpoint checkpoint, PlacedNetwork network) {
    boolean free =
        network.placement().threads().isEmpty() && network.allTowers().isOnCpusOfThisProcess();
    return checkpoint.threads().filter(plan -> free).map(network::withThreads).orElse(network);
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

  /** Returns the recipes before this one; more epochs alone are no other recipe. */
  private ImmutableList<PastRecipe> pastRecipes(Optional<Checkpoint> latest) {
    ImmutableList.Builder<PastRecipe> past = ImmutableList.builder();
    latest.ifPresent(
        checkpoint -> {
          past.addAll(checkpoint.pastRecipes());
          if (!checkpoint.recipe().withEpochs(recipe.epochs()).equals(recipe)) {
            past.add(new PastRecipe(checkpoint.recipe(), checkpoint.step()));
          }
        });
    return past.build();
  }

  /** Returns what the checkpoints of the run say of its beginning. */
  private Optional<StartProto> startOf(Optional<Checkpoint> latest) {
    if (latest.isPresent()) {
      return latest
          .map(Checkpoint::manifest)
          .filter(CheckpointManifest::hasStart)
          .map(CheckpointManifest::getStart);
    }
    return origin
        .initialized()
        .map(
            start ->
                StartProto.newBuilder()
                    .setCheckpointSha256(start.checkpoint().fingerprint())
                    .setNetwork(start.checkpoint().manifest().getNetwork())
                    .setStep(start.checkpoint().step())
                    .addAllLayers(start.layers())
                    .build());
  }
}

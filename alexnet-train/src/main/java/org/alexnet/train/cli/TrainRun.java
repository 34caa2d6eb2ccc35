package org.alexnet.train.cli;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.common.base.Joiner;
import com.google.common.collect.ImmutableSet;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.alexnet.common.cli.OutputOptions;
import org.alexnet.common.cli.Plain;
import org.alexnet.data.BadRecord;
import org.alexnet.data.BadRecords;
import org.alexnet.data.Dataset;
import org.alexnet.data.source.Split;
import org.alexnet.graph.cli.ClusterOptions;
import org.alexnet.graph.cli.PlacementOptions;
import org.alexnet.graph.cli.ReplicaOptions;
import org.alexnet.graph.device.Cluster;
import org.alexnet.graph.device.PlacedNetwork;
import org.alexnet.graph.device.ThreadPlan;
import org.alexnet.graph.report.TrainingMemory;
import org.alexnet.graph.run.InitializedFrom;
import org.alexnet.graph.run.ReleasedRun;
import org.alexnet.graph.spec.AlexNetSpec;
import org.alexnet.graph.spec.ParameterTable;
import org.alexnet.graph.spec.Precision;
import org.alexnet.train.Checkpoint;
import org.alexnet.train.CheckpointPolicy;
import org.alexnet.train.Checkpoints;
import org.alexnet.train.Initialization;
import org.alexnet.train.Training;
import org.alexnet.train.TrainingListener;
import org.alexnet.train.TrainingRecipe;
import org.alexnet.train.TrainingResult;
import org.alexnet.train.watch.Watch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "train",
    description = "Trains a network by its recipe: the paper's, unless told otherwise.")
final class TrainRun implements Callable<Integer>, ExitCodes {
  /** Damaged records that are printed. */
  private static final int MOST_DAMAGE = 5;

  @Option(
      names = "--data",
      required = true,
      paramLabel = "DATASET",
      description = "Folder of the prepared data set.")
  private Path data;

  @Option(
      names = "--bad-records",
      paramLabel = "POLICY",
      description = "Damaged records: fail, skip or skip:COUNT (default: fail).")
  private String badRecords = "fail";

  @Mixin private OutputOptions output;

  @Option(
      names = "--initialize-from",
      paramLabel = "CHECKPOINT",
      description = "Begin with parameters of a checkpoint, a run or RUN/best.")
  private Path initializeFrom;

  @Option(
      names = "--initialize-only",
      split = ",",
      paramLabel = "LAYER,...",
      hideParamSyntax = true,
      description = "Copy the parameters of these alone (default: all that fit).")
  private List<String> initializeLayers = List.of();

  @Option(names = "--amend", description = "Resume the run there with a changed recipe.")
  private boolean amend;

  @Option(
      names = "--checkpoint-every",
      paramLabel = "STEPS",
      description = "Steps between checkpoints in an epoch (default: ${DEFAULT-VALUE}).")
  private long checkpointEvery = 1000;

  @Option(
      names = "--keep-checkpoints",
      paramLabel = "COUNT",
      description = "Latest checkpoints to keep, beside the best one (default: ${DEFAULT-VALUE}).")
  private int keepCheckpoints = 2;

  @Mixin private WatchOptions watchOptions;

  @Mixin private PlacementOptions placementOptions;

  @Mixin private ReplicaOptions replicaOptions;

  @Mixin private AutotuneOption autotune;

  @Mixin private RecipeOptions recipeOptions;

  @Mixin private TrainedNetwork network;

  @Mixin private ClusterOptions clusterOptions;

  @Override
  public Integer call() throws IOException {
    Duration peerWait = clusterOptions.peerWait();
    watchOptions.policy(); // refuses what cannot be
    checkArgument(
        checkpointEvery > 0, "--checkpoint-every must be positive, found %s", checkpointEvery);
    checkArgument(
        keepCheckpoints > 0, "--keep-checkpoints must be positive, found %s", keepCheckpoints);
    Dataset dataset = Dataset.open(data, badRecords());
    checkArgument(
        !amend || network.run().isEmpty(),
        "--amend changes the recipe of the run in %s; --run cannot be given with it",
        output.folder());
    Optional<Checkpoint> amended =
        amend ? Optional.of(Checkpoint.open(output.folder())) : Optional.empty();
    TrainingRecipe recipe =
        amended
            .map(checkpoint -> recipeOptions.changed(checkpoint.recipe()))
            .orElseGet(() -> recipeOptions.recipe(network.recipe()));
    AlexNetSpec spec =
        amended.isPresent() && network.isDefault()
            ? amended.get().spec()
            : network.spec(dataset).withSeed(recipe.seed());
    Optional<Cluster> cluster = clusterOptions.cluster();
    PlacedNetwork placed = placementOptions.available(spec, cluster, replicaOptions.count());
    autotune.requirePossible(placed);
    TrainingMemory.of(placed, recipe.batchSize()); // refuses what they cannot share
    Training training =
        Training.of(recipe)
            .withReplicas(placed.replicas())
            .withCheckpoints(new CheckpointPolicy(checkpointEvery, keepCheckpoints));
    if (amend) {
      checkArgument(!output.isReplace(), "--amend excludes --if-exists replace");
      training = training.amending();
    } else {
      output.requirePolicy(Training.isIn(output.folder()), "holds a run already");
    }
    if (output.isResume() && Checkpoints.of(output.folder()).latest().isEmpty()) {
      System.out.printf("No checkpoint to resume from in %s; starting anew%n", output.folder());
    }
    checkArgument(
        initializeFrom != null || initializeLayers.isEmpty(),
        "--initialize-only needs --initialize-from");
    if (initializeFrom != null) {
      Initialization start =
          new Initialization(
              Checkpoint.open(initializeFrom), ImmutableSet.copyOf(initializeLayers));
      training = training.initializedFrom(start);
      if (output.isReplace() || Checkpoints.of(output.folder()).latest().isEmpty()) {
        System.out.printf(
            "Initializing from %s:%n%s%n", start.checkpoint().directory(), start.into(spec));
      }
    }
    if (initializeFrom == null && Checkpoints.of(output.folder()).latest().isEmpty()) {
      network.run().flatMap(ReleasedRun::initializedFrom).ifPresent(TrainRun::tellWhatIsMissing);
    }
    if (output.isReplace()) {
      training = training.startingOver();
    }
    if (cluster.isPresent()) {
      clusterOptions.start(cluster.get(), 0);
    }
    describe(placed, dataset, recipe);
    try (StopSignal signal = StopSignal.install()) {
      Optional<PlacedNetwork> tuned = tuned(placed, recipe, signal);
      if (tuned.isEmpty()) {
        System.out.println("Stopped before the first step");
        return INTERRUPTED;
      }
      Training trained = training.withReplicas(tuned.get().replicas()).withStop(signal);
      return report(
          cluster.isEmpty()
              ? train(trained, recipe, spec, dataset, new TrainingListener() {})
              : new PeerPatience(cluster.get(), peerWait, signal)
                  .train(trained, (next, watcher) -> train(next, recipe, spec, dataset, watcher)));
    }
  }

  private BadRecords badRecords() {
    try {
      return BadRecords.parse(badRecords);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("--bad-records: " + e.getMessage(), e);
    }
  }

  /**
   * Returns the network with the fastest threads; a run that is resumed keeps those that it had.
   */
  private Optional<PlacedNetwork> tuned(
      PlacedNetwork placed, TrainingRecipe recipe, StopSignal signal) throws IOException {
    Optional<Checkpoint> latest =
        output.isReplace() ? Optional.empty() : Checkpoints.of(output.folder()).latest();
    if (autotune.isGiven() && latest.isPresent()) {
      System.out.printf(
          "Threads  %s: those of the run that is resumed%n",
          latest.get().threads().orElseGet(ThreadPlan::byDefault).describe());
      return Optional.of(placed);
    }
    return autotune.tune(placed, recipe, signal);
  }

  private static void tellWhatIsMissing(InitializedFrom from) {
    System.out.printf(
        "This run began with parameters of run %s; without --initialize-from and a checkpoint of it,"
            + " all layers begin at random%n",
        from.run());
  }

  private TrainingResult train(
      Training training,
      TrainingRecipe recipe,
      AlexNetSpec spec,
      Dataset dataset,
      TrainingListener watcher)
      throws IOException {
    try (ProgressReporter reporter = new ProgressReporter(recipe, dataset);
        Watch watch = Watch.by(watchOptions.policy())) {
      return training
          .withListener(reporter.andThen(watch).andThen(watcher))
          .run(spec, dataset, output.folder());
    }
  }

  private void describe(PlacedNetwork placed, Dataset dataset, TrainingRecipe recipe) {
    AlexNetSpec spec = placed.spec();
    System.out.printf(
        Locale.ROOT,
        "Network  %s, %s on %s, %dx%d pixels, %d classes, %,d parameters%n",
        spec.name(),
        Plain.count(spec.towers(), "tower"),
        Joiner.on(" and ").join(placed.placement().towers()),
        spec.imageSize(),
        spec.imageSize(),
        spec.classCount(),
        ParameterTable.of(spec).total());
    if (placed.replicas().size() > 1) {
      describeReplicas(placed, recipe.batchSize() / placed.replicas().size());
    }
    System.out.printf(
        Locale.ROOT,
        "Data     %s: %s, %s%n",
        data,
        Plain.count(dataset.imageCount(Split.TRAIN), "training image"),
        Plain.count(dataset.imageCount(Split.VALIDATION), "validation image"));
    describeDamage(dataset.badRecords());
    System.out.printf(
        Locale.ROOT,
        "Recipe   %sbatch %d, %s, at most %s,%n         learning rate %s, %s%n",
        recipe.precision() == Precision.FLOAT32 ? "" : recipe.precision() + ", ",
        recipe.batchSize(),
        recipe.optimizer().summary(),
        Plain.count(recipe.epochs(), "epoch"),
        Plain.number(recipe.learningRate()),
        recipe.schedule().describe());
    recipe.events().list().forEach(event -> System.out.println("         " + event.describe()));
  }

  private static void describeDamage(List<BadRecord> bad) {
    if (bad.isEmpty()) {
      return;
    }
    System.out.printf(
        "         %s left out, an intact one in the place of each:%n",
        Plain.count(bad.size(), "damaged record"));
    bad.stream()
        .limit(MOST_DAMAGE)
        .forEach(each -> System.out.printf("         %s: %s%n", each.place(), each.reason()));
    if (bad.size() > MOST_DAMAGE) {
      System.out.printf(
          Locale.ROOT, "         and %,d more, listed in run.json%n", bad.size() - MOST_DAMAGE);
    }
  }

  private static void describeReplicas(PlacedNetwork placed, int images) {
    for (int i = 0; i < placed.replicas().size(); i++) {
      System.out.printf(
          "%s %d, %s of each batch, on %s%n",
          i == 0 ? "Replica " : "        ",
          i,
          Plain.count(images, "image"),
          Joiner.on(" and ").join(placed.replicas().get(i).towers()));
    }
    long devices =
        placed.replicas().stream()
            .flatMap(replica -> replica.distinctTowerDevices().stream())
            .count();
    if (devices > placed.allTowers().distinctTowerDevices().size()) {
      System.out.println("         They share devices, and so a step takes no less time");
    }
  }

  private int report(TrainingResult result) {
    Path checkpoint = result.checkpoint().directory();
    if (!result.isFinished()) {
      System.out.printf(
          "Stopped after %s; the same command with --if-exists resume resumes from %s%n",
          Plain.count(result.checkpoint().step(), "step"), checkpoint);
      return INTERRUPTED;
    }
    System.out.printf(
        "Center crop  %s%n", result.epochs().get(result.epochs().size() - 1).evaluation());
    System.out.printf("Ten crops    %s%n", result.tenCrops().orElseThrow());
    System.out.printf(
        "Trained: %s; metrics in %s%n", checkpoint, output.folder().resolve("metrics.csv"));
    return 0;
  }
}

package org.alexnet.train.cli;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.common.collect.ImmutableList;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.alexnet.common.cli.Existing;
import org.alexnet.common.cli.Plain;
import org.alexnet.data.Dataset;
import org.alexnet.data.Split;
import org.alexnet.graph.cli.ClusterOptions;
import org.alexnet.graph.device.Cluster;
import org.alexnet.graph.device.Placement;
import org.alexnet.graph.spec.AlexNetSpec;
import org.alexnet.graph.spec.ParameterTable;
import org.alexnet.graph.spec.WeightTransfer;
import org.alexnet.train.Checkpoint;
import org.alexnet.train.Checkpoints;
import org.alexnet.train.LearningRateSchedule.FixedDrops;
import org.alexnet.train.Training;
import org.alexnet.train.TrainingListener;
import org.alexnet.train.TrainingRecipe;
import org.alexnet.train.TrainingResult;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "train",
    description = "Trains a network by its recipe: the paper's, unless told otherwise.")
final class TrainRun implements Callable<Integer> {
  /** Exit code of a process that was interrupted: 128 plus the number of the signal. */
  private static final int INTERRUPTED = 130;

  @Option(names = "--data", required = true, description = "Folder of the prepared data set.")
  private Path data;

  @Option(names = "--out", required = true, description = "Folder of the run.")
  private Path out;

  @Option(
      names = "--existing",
      description =
          "What to do with a run that is there already: ${COMPLETION-CANDIDATES} (default:"
              + " ${DEFAULT-VALUE}).")
  private Existing existing = Existing.FAIL;

  @Mixin private TrainedNetwork network;

  @Option(
      names = "--start-from",
      paramLabel = "CHECKPOINT",
      description =
          "Begin with the parameters of another network's checkpoint or run, where they fit.")
  private Path startFrom;

  @Option(
      names = "--epochs",
      description = "The most epochs (default: the preset's, 90 for paper).")
  private Integer epochs;

  @Option(
      names = "--batch-size",
      description = "Images in an update (default: the preset's, 128 for paper).")
  private Integer batchSize;

  @Option(
      names = "--learning-rate",
      description = "Rate of the first epoch (default: the preset's, 0.01 for paper).")
  private Double learningRate;

  @Option(
      names = "--drop-after",
      split = ",",
      description =
          "Divide the rate by 10 after these epochs (default: the preset's; for paper whenever the"
              + " error stops improving, three times).")
  private List<Integer> dropAfter;

  @Option(
      names = "--seed",
      description = "Seed of weights, dropout, order and variation (default: ${DEFAULT-VALUE}).")
  private long seed;

  @Option(
      names = "--devices",
      split = ",",
      description = "A device for each tower, /GPU:0,/GPU:1 for example (default: the best found).")
  private String[] devices;

  @Mixin private ClusterOptions clusterOptions;

  @Option(
      names = "--peer-wait",
      paramLabel = "SECONDS",
      description = "How long to wait for a lost peer, each time (default: ${DEFAULT-VALUE}).")
  private int peerWaitSeconds = 600;

  @Option(
      names = "--checkpoint-every",
      description = "Updates between checkpoints within an epoch (default: ${DEFAULT-VALUE}).")
  private long checkpointEvery = 1000;

  @Option(names = "--keep", description = "Checkpoints to keep (default: ${DEFAULT-VALUE}).")
  private int keep = 2;

  @Override
  public Integer call() throws IOException {
    checkArgument(
        peerWaitSeconds >= 0, "--peer-wait must not be negative, found %s", peerWaitSeconds);
    Dataset dataset = Dataset.open(data);
    TrainingRecipe recipe = recipe();
    AlexNetSpec spec = network.spec(dataset).withSeed(seed);
    Optional<Cluster> cluster = clusterOptions.cluster();
    Placement placement = placement(spec, cluster);
    placement.requireFits(spec).requireAvailable();
    Training training =
        Training.of(recipe)
            .withPlacement(placement)
            .withStepsBetweenCheckpoints(checkpointEvery)
            .withKeptCheckpoints(keep);
    requireRunOrNothing();
    if (startFrom != null) {
      Checkpoint start = Checkpoint.open(startFrom);
      training = training.startingFrom(start);
      if (existing == Existing.REPLACE || Checkpoints.of(out).latest().isEmpty()) {
        System.out.printf(
            "Starting from %s:%n%s%n",
            start.directory(), WeightTransfer.between(start.spec(), spec));
      }
    }
    if (existing == Existing.REPLACE) {
      training = training.startingOver();
    }
    if (cluster.isPresent()) {
      clusterOptions.start(cluster.get(), 0);
    }
    describe(spec, dataset, placement, recipe);
    try (StopSignal signal = StopSignal.install()) {
      Training trained = training.withStop(signal);
      return report(
          cluster.isEmpty()
              ? train(trained, spec, dataset, new TrainingListener() {})
              : new PeerPatience(cluster.get(), Duration.ofSeconds(peerWaitSeconds), signal)
                  .train(trained, (next, watcher) -> train(next, spec, dataset, watcher)));
    }
  }

  private Placement placement(AlexNetSpec spec, Optional<Cluster> cluster) {
    if (cluster.isEmpty()) {
      return devices == null ? Placement.detect(spec.towers()) : Placement.of(devices);
    }
    checkArgument(devices == null, "--devices and --cluster exclude each other");
    boolean gpu = Placement.detect(1).towers().get(0).equals("/GPU:0");
    return cluster.get().placement(gpu ? "GPU:0" : "CPU:0");
  }

  private TrainingResult train(
      Training training, AlexNetSpec spec, Dataset dataset, TrainingListener watcher)
      throws IOException {
    try (ProgressReporter reporter = new ProgressReporter(recipe(), dataset)) {
      return training.withListener(reporter.andThen(watcher)).run(spec, dataset, out);
    }
  }

  private TrainingRecipe recipe() {
    TrainingRecipe recipe = TrainingRecipe.of(network.preset()).withSeed(seed);
    recipe = epochs == null ? recipe : recipe.withEpochs(epochs);
    recipe = batchSize == null ? recipe : recipe.withBatchSize(batchSize);
    recipe = learningRate == null ? recipe : recipe.withLearningRate(learningRate);
    return dropAfter == null
        ? recipe
        : recipe.withSchedule(new FixedDrops(ImmutableList.copyOf(dropAfter), 10));
  }

  private void requireRunOrNothing() throws IOException {
    boolean exists = Training.isIn(out);
    if (exists && existing == Existing.FAIL) {
      throw new FileAlreadyExistsException(
          out + " holds a run already; choose --existing continue or --existing replace");
    }
  }

  private void describe(
      AlexNetSpec spec, Dataset dataset, Placement placement, TrainingRecipe recipe) {
    System.out.printf(
        Locale.ROOT,
        "Network  %s, %s on %s, %dx%d pixels, %d classes, %,d parameters%n",
        spec.name(),
        Plain.count(spec.towers(), "tower"),
        String.join(" and ", placement.towers()),
        spec.imageSize(),
        spec.imageSize(),
        spec.classCount(),
        ParameterTable.of(spec).total());
    System.out.printf(
        Locale.ROOT,
        "Data     %s: %s, %,d held out%n",
        data,
        Plain.count(dataset.imageCount(Split.TRAIN), "training image"),
        dataset.imageCount(Split.VALIDATION));
    System.out.printf(
        Locale.ROOT,
        "Recipe   batch %d, rate %s, momentum %s, weight decay %s, at most %s, %s%n",
        recipe.batchSize(),
        Plain.number(recipe.learningRate()),
        Plain.number(recipe.updateRule().momentum()),
        Plain.number(recipe.updateRule().weightDecay()),
        Plain.count(recipe.epochs(), "epoch"),
        recipe.schedule() instanceof FixedDrops drops
            ? "rate / " + Plain.number(drops.by()) + " after epochs " + drops.epochs()
            : "rate / 10 at plateaus");
  }

  private int report(TrainingResult result) {
    Path checkpoint = result.checkpoint().directory();
    if (!result.isFinished()) {
      System.out.printf(
          "Stopped after %s; the same command with --existing continue goes on from %s%n",
          Plain.count(result.checkpoint().step(), "update"), checkpoint);
      return INTERRUPTED;
    }
    System.out.printf(
        "Center crop  %s%n", result.epochs().get(result.epochs().size() - 1).evaluation());
    System.out.printf("Ten crops    %s%n", result.tenCrops().orElseThrow());
    System.out.printf("Trained: %s; metrics in %s%n", checkpoint, out.resolve("metrics.csv"));
    return 0;
  }
}

package org.alexnet.train.cli;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.common.base.Ascii;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import org.alexnet.common.AtomicFile;
import org.alexnet.data.Dataset;
import org.alexnet.data.InputPipeline;
import org.alexnet.data.source.ClassFolders;
import org.alexnet.data.source.ImageSource.SourceImage;
import org.alexnet.data.source.Split;
import org.alexnet.graph.benchmark.MatrixProduct;
import org.alexnet.graph.benchmark.SyntheticInference;
import org.alexnet.graph.benchmark.SyntheticTraining;
import org.alexnet.graph.benchmark.Timing;
import org.alexnet.graph.benchmark.Workload;
import org.alexnet.graph.cli.PlacementOptions;
import org.alexnet.graph.cli.ReplicaOptions;
import org.alexnet.graph.device.LoopCompilation;
import org.alexnet.graph.device.PlacedNetwork;
import org.alexnet.graph.report.PeakMemory;
import org.alexnet.graph.report.TrainingMemory;
import org.alexnet.graph.spec.AlexNetSpec;
import org.alexnet.train.TrainingRecipe;
import org.alexnet.train.TrainingSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "benchmark",
    description =
        "Measures a network, its input or the preparation of images, and what --watch costs.")
final class BenchmarkRun implements Callable<Integer> {
  /** The batches of inference, unless one is given: a request, a server's and an evaluation's. */
  private static final ImmutableList<Integer> INFERENCE_BATCHES = ImmutableList.of(1, 32, 128);

  private static final int WARM_UP = 2;

  /** Different images of noise that are prepared; the same ones come again. */
  private static final int NOISE_IMAGES = 16;

  /** What can be measured. */
  private enum What {
    TRAINING,
    INFERENCE,
    INPUT,
    PREPARE;

    @Override
    public String toString() {
      return Ascii.toLowerCase(name());
    }
  }

  @Option(
      names = "--of",
      split = ",",
      paramLabel = "WHAT,...",
      hideParamSyntax = true,
      description = "${COMPLETION-CANDIDATES} (default: training).")
  private List<What> asked = List.of(What.TRAINING);

  @Option(
      names = "--data",
      paramLabel = "DATASET",
      description = "Folder of the prepared data set (default: noise in memory).")
  private Path data;

  @Option(
      names = "--images",
      paramLabel = "FOLDER",
      description = "Folder of classes for --of prepare (default: noise).")
  private Path images;

  @Option(
      names = "--steps",
      paramLabel = "COUNT",
      description = "Runs of each (default: ${DEFAULT-VALUE}).")
  private int steps = 100;

  @Option(
      names = "--every",
      paramLabel = "STEPS",
      description = "Steps in a line, with --data (default: ${DEFAULT-VALUE}).")
  private int every = 20;

  @Option(
      names = "--json",
      paramLabel = "FILE",
      description = "Write the results as JSON too; an older file is replaced.")
  private Path json;

  @Option(names = "--watch", description = "Make as many steps again, logged, and compare.")
  private boolean watch;

  @Mixin private WatchOptions watchOptions;

  @Mixin private PlacementOptions placementOptions;

  @Mixin private ReplicaOptions replicaOptions;

  @Mixin private AutotuneOption autotune;

  @Mixin private RecipeOptions recipeOptions;

  @Mixin private TrainedNetwork network;

  @Override
  public Integer call() throws IOException {
    checkArgument(steps > 0, "--steps must be positive, found %s", steps);
    checkArgument(every > 0, "--every must be positive, found %s", every);
    Set<What> kinds = ImmutableSet.copyOf(asked);
    checkArgument(
        data != null || !(kinds.contains(What.INPUT) || watch),
        "%s needs --data",
        watch ? "--watch" : "--of input");
    checkArgument(images == null || kinds.contains(What.PREPARE), "--images is for --of prepare");
    checkArgument(
        !watch || kinds.equals(Set.of(What.TRAINING)), "--watch is of training, found %s", kinds);
    checkArgument(
        replicaOptions.count() == 1 || kinds.equals(Set.of(What.TRAINING)),
        "--replicas is of training, found %s",
        kinds);
    checkArgument(
        !autotune.isGiven() || kinds.contains(What.TRAINING),
        "--autotune measures training, found %s",
        kinds);
    TrainingRecipe recipe = recipeOptions.recipe(network.recipe());
    Optional<Dataset> dataset = data == null ? Optional.empty() : Optional.of(Dataset.open(data));
    AlexNetSpec spec =
        (dataset.isPresent() ? network.spec(dataset.get()) : network.spec())
            .withSeed(recipe.seed());
    recipe.events().requireFit(spec);
    Optional<ImmutableList<SourceImage>> sources = sources(kinds, recipe);
    PlacedNetwork placed =
        placementOptions.available(spec, replicaOptions.count()).withPrecision(recipe.precision());
    autotune.requirePossible(placed);
    if (json != null) {
      AtomicFile.requireWritable(json);
    }
    try (StopSignal stop =
        StopSignal.install(
            StopSignal.LONGEST_WAIT, "the step took longer than %d s after the signal")) {
      Optional<PlacedNetwork> tuned = autotune.tune(placed, recipe, stop);
      if (tuned.isEmpty()) {
        return ExitCodes.INTERRUPTED;
      }
      if (watch) {
        watch(tuned.get(), recipe, dataset.orElseThrow(), stop);
      } else {
        measure(kinds, tuned.get(), recipe, dataset, sources, stop);
      }
      return stop.getAsBoolean() ? ExitCodes.INTERRUPTED : 0;
    }
  }

  /** Returns the images to prepare, if any are. */
  private Optional<ImmutableList<SourceImage>> sources(Set<What> kinds, TrainingRecipe recipe)
      throws IOException {
    if (!kinds.contains(What.PREPARE)) {
      return Optional.empty();
    }
    checkArgument(
        recipe.batchSize() >= PreparationAlone.SMALLEST_BATCH,
        "--of prepare needs --batch-size %s at least, found %s",
        PreparationAlone.SMALLEST_BATCH,
        recipe.batchSize());
    return Optional.of(
        images == null
            ? NoiseImages.of(NOISE_IMAGES, recipe.seed())
            : ImmutableList.copyOf(ClassFolders.in(images).images(Split.TRAIN)));
  }

  private void watch(PlacedNetwork placed, TrainingRecipe recipe, Dataset dataset, StopSignal stop)
      throws IOException {
    try (TrainingSession session = new TrainingSession(placed, recipe, dataset)) {
      session.begin(Optional.empty(), Optional.empty());
      session.startInput(0, recipe.augmentation());
      new WatchedSteps(session, recipe, placed.spec(), dataset.imageCount(Split.TRAIN), stop)
          .compare(watchOptions.policy(), steps, every);
    }
  }

  private void measure(
      Set<What> kinds,
      PlacedNetwork placed,
      TrainingRecipe recipe,
      Optional<Dataset> dataset,
      Optional<ImmutableList<SourceImage>> sources,
      StopSignal stop)
      throws IOException {
    AlexNetSpec spec = placed.spec();
    BenchmarkTable table =
        autotune.hasMeasured()
            ? BenchmarkTable.withoutPeak(spec.name(), recipe.precision())
            : new BenchmarkTable(spec.name(), recipe.precision());
    if (sources.isPresent() && !stop.getAsBoolean()) {
      int stored = dataset.map(Dataset::imageSize).orElse(network.recipe().input().storedSize());
      add(
          table,
          What.PREPARE,
          new PreparationAlone(sources.get(), stored, recipe.batchSize(), recipe.seed(), stop),
          OptionalLong.empty(),
          stop);
    }
    if (kinds.contains(What.INPUT) && !stop.getAsBoolean()) {
      InputAlone input = new InputAlone(dataset.orElseThrow(), spec.imageSize(), recipe);
      add(table, What.INPUT, input, OptionalLong.of(inputBytes(dataset, spec, recipe)), stop);
    }
    if (kinds.contains(What.TRAINING) && !stop.getAsBoolean()) {
      OptionalLong memory =
          OptionalLong.of(
              TrainingMemory.of(placed, recipe.batchSize()).bytes()
                  + inputBytes(dataset, spec, recipe));
      if (dataset.isPresent()) {
        Optional<Timing> timing =
            MeasuredTraining.of(placed, recipe, dataset.get(), steps, every, stop);
        if (timing.isPresent()) {
          table.add(What.TRAINING.toString(), timing.get(), memory);
        }
      } else {
        add(
            table,
            What.TRAINING,
            new SyntheticTraining(placed, recipe.optimizer(), recipe.batchSize()),
            memory,
            stop);
      }
    }
    for (int batch : recipeOptions.batchSize().map(ImmutableList::of).orElse(INFERENCE_BATCHES)) {
      if (kinds.contains(What.INFERENCE) && !stop.getAsBoolean()) {
        long memory =
            PeakMemory.atTest(spec, recipe.precision(), LoopCompilation.isFor(placed.placement()))
                .bytes(batch);
        SyntheticInference inference = new SyntheticInference(placed, batch);
        add(table, What.INFERENCE, inference, OptionalLong.of(memory), stop);
      }
    }
    if (table.isEmpty()) {
      System.out.println("Stopped before anything was measured");
      return;
    }
    // Last: TensorFlow holds the memory that it takes, and the networks would use it.
    MatrixProduct product =
        MatrixProduct.measure(placed.placement().towers().get(0), recipe.precision(), stop);
    System.out.println(table.text(product));
    if (json != null) {
      table.write(json, product);
    }
  }

  private static long inputBytes(
      Optional<Dataset> dataset, AlexNetSpec spec, TrainingRecipe recipe) {
    return dataset
        .map(
            read -> InputPipeline.trainingBytes(read, InputAlone.inputOf(recipe, spec.imageSize())))
        .orElse(0L);
  }

  private void add(
      BenchmarkTable table, What what, Workload workload, OptionalLong memory, StopSignal stop)
      throws IOException {
    try (workload) {
      table.add(what.toString(), Timing.of(workload, WARM_UP, steps, stop), memory);
    } catch (CancellationException e) {
      // Told to stop before one run was whole: there is nothing to tell.
    }
  }
}

package org.alexnet.train.experiment;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.Maps;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.alexnet.common.FolderLock;
import org.alexnet.common.LibraryVersion;
import org.alexnet.common.ManifestFile;
import org.alexnet.common.Processor;
import org.alexnet.data.Dataset;
import org.alexnet.data.source.Split;
import org.alexnet.train.experiment.ArmTraining.Tried;
import org.alexnet.train.proto.ExperimentData;
import org.alexnet.train.proto.ExperimentMachine;
import org.alexnet.train.proto.ExperimentResult;
import org.tensorflow.TensorFlow;

/**
 * Runs an experiment: trains each arm for each seed, measures, and compares seed by seed. What is
 * trained already is resumed, so that one that was killed ends with the numbers of an unbroken one.
 */
public final class ExperimentRunner {
  /** What was measured, in the folder of an experiment. */
  public static final ManifestFile RESULT =
      new ManifestFile("result.json", "result of an experiment", 1, "run the experiment again");

  private final Experiment experiment;
  private final Scale scale;
  private final ImmutableList<Long> seeds;
  private final ExperimentImages images;
  private final ExperimentListener listener;
  private final BooleanSupplier stop;

  private ExperimentRunner(
      Experiment experiment,
      Scale scale,
      ImmutableList<Long> seeds,
      ExperimentImages images,
      ExperimentListener listener,
      BooleanSupplier stop) {
    this.experiment = experiment;
    this.scale = scale;
    this.seeds = seeds;
    this.images = images;
    this.listener = listener;
    this.stop = stop;
  }

  /**
   * Returns a run.
   *
   * @param seeds at least two, all different: an interval needs them
   */
  public static ExperimentRunner of(
      Experiment experiment, Scale scale, List<Long> seeds, ExperimentImages images) {
    checkArgument(
        seeds.size() >= 2 && new HashSet<>(seeds).size() == seeds.size(),
        "seeds must be at least 2 and all different, found %s",
        seeds);
    return new ExperimentRunner(
        experiment,
        scale,
        ImmutableList.copyOf(seeds),
        images,
        ExperimentListener.NONE,
        () -> false);
  }

  /** Returns a copy that tells this listener. */
  public ExperimentRunner withListener(ExperimentListener listener) {
    return new ExperimentRunner(experiment, scale, seeds, images, listener, stop);
  }

  /**
   * Returns a copy that ends with a checkpoint when told to.
   *
   * @param stop asked before each step
   */
  public ExperimentRunner withStop(BooleanSupplier stop) {
    return new ExperimentRunner(experiment, scale, seeds, images, listener, stop);
  }

  /**
   * Trains and measures what is missing.
   *
   * @param folder where several experiments may be: {@code runs}, which they share, and a folder
   *     for the result of each, by its name; made if it is missing
   * @return what {@code result.json} in that says
   * @throws IOException if another process is at work there, or images or a run cannot be read or
   *     written
   * @throws java.util.concurrent.CancellationException if it was told to stop
   */
  @SuppressWarnings("try") // the lock is held, not asked
  public ExperimentResult run(Path folder) throws IOException {
    try (FolderLock lock = FolderLock.in(folder)) {
      return locked(folder);
    }
  }

  private ExperimentResult locked(Path folder) throws IOException {
    Path own = folder.resolve(experiment.name());
    requireReplaceable(own);
    Path runs = folder.resolve("runs");
    RunTimes times = RunTimes.in(runs.resolve("times.properties"));
    ArmTraining training = new ArmTraining(images, runs, times, stop, listener);
    ExperimentResult.Builder result =
        ExperimentResult.newBuilder()
            .setExperiment(experiment.name())
            .setClaim(experiment.claim())
            .setSection(experiment.section())
            .setScale(scale.label())
            .addAllSeeds(seeds);
    Map<String, ImmutableList<TrainedArm>> trained = new LinkedHashMap<>();
    Map<String, Dataset> data = new LinkedHashMap<>();
    for (Arm planned : experiment.arms(scale)) {
      ImmutableList<Tried> tried = training.search(planned);
      Arm arm = tried.isEmpty() ? planned : ArmTraining.withBest(planned, tried);
      ImmutableList.Builder<TrainedArm> ofSeeds = ImmutableList.builder();
      for (long seed : seeds) {
        ofSeeds.add(training.train(arm, seed));
      }
      trained.put(arm.name(), ofSeeds.build());
      data.put(arm.role().toString(), images.dataset(arm.role()));
      result.addArms(ArmDescription.of(arm, tried, seeds, ofSeeds.build(), times, runs));
    }
    for (Comparison comparison : experiment.comparisons(scale)) {
      result.addComparisons(ComparisonMeasurement.of(comparison, trained));
    }
    data.forEach((role, dataset) -> result.addData(described(role, dataset)));
    Files.createDirectories(own);
    RESULT.write(own, result.setMachine(machine()).build());
    experiment.draw(Maps.transformValues(trained, ofSeeds -> ofSeeds.get(0)), own);
    return RESULT.read(own, ExperimentResult.newBuilder()).build();
  }

  /**
   * A trial must not take the place of a result, nor a result that of another scale or trial, or of
   * more seeds.
   */
  private void requireReplaceable(Path own) throws IOException {
    if (!RESULT.isIn(own)) {
      return;
    }
    ExperimentResult other = RESULT.read(own, ExperimentResult.newBuilder()).build();
    if (!other.getScale().equals(scale.label())) {
      throw isThere(own, "scale " + other.getScale() + ", not " + scale.label());
    }
    if (!seeds.containsAll(other.getSeedsList())) {
      throw isThere(
          own, "seeds " + other.getSeedsList() + ", and " + seeds + " lacks some of them");
    }
  }

  private static IOException isThere(Path own, String of) {
    return new FileAlreadyExistsException(
        own.resolve(RESULT.name()) + " is of " + of + "; choose another folder");
  }

  private static ExperimentData described(String role, Dataset dataset) {
    return ExperimentData.newBuilder()
        .setRole(role)
        .setSource(dataset.manifest().getSource())
        .setImageSize(dataset.imageSize())
        .setTrainingImages(dataset.imageCount(Split.TRAIN))
        .setValidationImages(dataset.imageCount(Split.VALIDATION))
        .setClasses(dataset.classCount())
        .setFingerprint(dataset.fingerprint())
        .build();
  }

  private static ExperimentMachine machine() {
    return ExperimentMachine.newBuilder()
        .setLibraryVersion(LibraryVersion.get())
        .setCommit(SourceCommit.here())
        .setTensorflowVersion(TensorFlow.version())
        .setJavaVersion(System.getProperty("java.version"))
        .setOperatingSystem(System.getProperty("os.name") + " " + System.getProperty("os.arch"))
        .setProcessor(Processor.model())
        .setCores(Runtime.getRuntime().availableProcessors())
        .build();
  }
}

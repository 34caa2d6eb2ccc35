package org.alexnet.train.cli;

import static com.google.common.base.Preconditions.checkArgument;
import static java.util.stream.Collectors.joining;

import com.google.common.io.Closer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.BooleanSupplier;
import org.alexnet.common.cli.Plain;
import org.alexnet.data.Dataset;
import org.alexnet.train.evaluation.Evaluation;
import org.alexnet.train.evaluation.EvaluationCounter;
import org.alexnet.train.prediction.AverageTable;
import org.alexnet.train.prediction.Averaging;
import org.alexnet.train.prediction.CheckpointPredictions;
import org.alexnet.train.prediction.KeptPredictions;
import org.alexnet.train.prediction.PredictionSource;
import org.alexnet.train.prediction.Submission;
import org.alexnet.train.prediction.WeightSearch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "average",
    description = "Averages the predictions of several networks and tells what each adds.")
final class AverageRun implements Callable<Integer> {
  private static final String OPTIMISTIC = "searched, optimistic";
  private static final String CROSS_CHECKED = "searched on other half";

  @Parameters(
      paramLabel = "SOURCE",
      arity = "1..*",
      description = "Folder of a run, of a checkpoint, or of predictions.")
  private List<Path> folders;

  @Mixin private PredictionInput input;

  @Option(
      names = "--crops",
      paramLabel = "COUNT",
      description = "Crops of an image, 1 or 10 (default: 1).")
  private Integer cropCount;

  @Option(
      names = "--weights",
      paramLabel = "WEIGHT,...",
      split = ",",
      hideParamSyntax = true,
      description = "One for each source (default: equal weights).")
  private List<Double> weights;

  @Option(
      names = "--search-weights",
      paramLabel = "ERROR",
      description = "Search those with the lowest ${COMPLETION-CANDIDATES} error.")
  private WeightSearch.Goal goal;

  @Mixin private PredictionOutput output;

  @Override
  public Integer call() throws IOException {
    GivenCrops crops = cropCount == null ? GivenCrops.none() : GivenCrops.of(List.of(cropCount));
    checkArgument(
        weights == null || goal == null, "--weights and --search-weights exclude each other");
    output.requireDistinct(Optional.empty());
    Dataset dataset = input.dataset();
    List<PredictionSource> sources = new ArrayList<>();
    for (Path folder : folders) {
      sources.addAll(input.sources(folder, dataset, crops));
    }
    requireDifferent(sources);
    weighted(sources); // refuses weights that cannot be
    output.check(dataset);
    boolean again = goal != null || output.isAny();
    return Stoppable.toTheEnd(
        stop -> {
          try (Closer closer = Closer.create()) {
            average(dataset, weighted(read(sources, again, stop, closer)));
          }
        });
  }

  /** Refuses a network that is given twice: weights are what makes its part greater. */
  private void requireDifferent(List<PredictionSource> sources) {
    for (int i = 0; i < sources.size(); i++) {
      for (int j = 0; j < i; j++) {
        checkArgument(
            !sources.get(i).networks().equals(sources.get(j).networks()),
            "%s and %s are the same checkpoint with the same crops; give it once, with --weights"
                + " for a greater part",
            folders.get(j),
            folders.get(i));
      }
    }
  }

  private Averaging weighted(List<PredictionSource> sources) {
    Averaging equal = Averaging.of(sources);
    return weights == null ? equal : equal.withWeights(weights);
  }

  /**
   * Returns the sources as they are read until the command is told to stop.
   *
   * @param again whether more than once; then what networks predict is computed now
   */
  private static List<PredictionSource> read(
      List<PredictionSource> sources, boolean again, BooleanSupplier stop, Closer closer)
      throws IOException {
    List<PredictionSource> read = new ArrayList<>();
    for (PredictionSource source : sources) {
      PredictionSource stoppable = new StoppablePredictions(source, stop);
      read.add(
          again && source instanceof CheckpointPredictions
              ? new StoppablePredictions(closer.register(KeptPredictions.of(stoppable)), stop)
              : stoppable);
    }
    return read;
  }

  private void average(Dataset dataset, Averaging averaging) throws IOException {
    String heading =
        Plain.count(dataset.imageCount(input.split()), "image") + " of " + dataset.directory();
    List<String> names = new ArrayList<>(List.of(heading, OPTIMISTIC, CROSS_CHECKED));
    for (int i = 0; i < averaging.sources().size(); i++) {
      names.add(name(averaging, i));
    }
    ErrorTable table = new ErrorTable(names, true);
    AverageTable found = AverageTable.of(averaging);
    System.out.println(table.heading(heading));
    for (int i = 0; i < found.alone().size(); i++) {
      System.out.println(table.row(name(averaging, i), found.alone().get(i)));
    }
    Evaluation before = null;
    for (int i = 0; i < found.averaged().size(); i++) {
      if (found.averaged().get(i).isPresent()) {
        Evaluation average = found.averaged().get(i).get();
        System.out.println(table.row(Plain.count(i + 1L, "network"), average, before));
        before = average;
      }
    }
    Averaging last = goal == null ? averaging : search(averaging, table, before);
    PredictionSource written = output.kept(last, dataset, input.split());
    Optional<Submission> submission = output.submission(dataset, input.split());
    if (submission.isPresent()) {
      written.forEach(submission.get());
      output.write(submission.get());
    }
  }

  private static String name(Averaging averaging, int source) {
    return String.format(
        Locale.ROOT,
        "%s, %s (%.2f)",
        averaging.sources().get(source).name(),
        GivenCrops.text(averaging.sources().get(source)),
        averaging.weights().get(source));
  }

  private Averaging search(Averaging equal, ErrorTable table, Evaluation before)
      throws IOException {
    WeightSearch search = WeightSearch.of(equal.sources(), goal);
    Averaging found = equal.withWeights(search.weights());
    EvaluationCounter counter = new EvaluationCounter();
    found.forEach(counter);
    System.out.println(table.row(OPTIMISTIC, counter.evaluation(), before));
    System.out.println(table.row(CROSS_CHECKED, search.crossChecked(), before));
    System.out.printf(
        "Weights with the lowest %s error: %s%n",
        goal,
        found.weights().stream()
            .map(weight -> String.format(Locale.ROOT, "%.4f", weight))
            .collect(joining(",")));
    System.out.println(
        "They were searched on the images that are reported, so the error with them is optimistic;"
            + " for each half of the images with weights searched on the other it is not.");
    return found;
  }
}

package org.alexnet.train.cli;

import static com.google.common.base.Preconditions.checkArgument;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.alexnet.common.cli.Plain;
import org.alexnet.data.Dataset;
import org.alexnet.train.evaluation.ClassErrors;
import org.alexnet.train.evaluation.ConfusionMatrix;
import org.alexnet.train.evaluation.Evaluation;
import org.alexnet.train.evaluation.PredictionConsumer;
import org.alexnet.train.prediction.Comparison;
import org.alexnet.train.prediction.ConfusionFile;
import org.alexnet.train.prediction.PredictionSource;
import org.alexnet.train.prediction.Submission;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "evaluate",
    description = "Evaluates checkpoints on every image of a split, and compares them.")
final class EvaluateRun implements Callable<Integer> {
  @Option(
      names = "--checkpoint",
      paramLabel = "FOLDER",
      required = true,
      description = {
        "Folder of a checkpoint, of a run, whose latest one is taken, or of predictions, or"
            + " RUN/best;",
        "give it again for each one that is to be compared."
      })
  private List<Path> checkpoints;

  @Mixin private PredictionInput input;

  @Option(
      names = "--crops",
      paramLabel = "COUNT",
      split = ",",
      hideParamSyntax = true,
      description = "Crops of an image: 1, 10 or 1,10 (default: 1).")
  private List<Integer> cropCounts;

  @Option(names = "--per-class", description = "Also tell the errors of each class.")
  private boolean perClass;

  @Option(
      names = "--confusion",
      paramLabel = "FILE",
      description = "Write how often each class is taken for each, as CSV.")
  private Path confusion;

  @Mixin private PredictionOutput output;

  @Override
  public Integer call() throws IOException {
    GivenCrops crops = cropCounts == null ? GivenCrops.none() : GivenCrops.of(cropCounts);
    checkArgument(
        (checkpoints.size() == 1 && crops.orCenter().size() == 1)
            || (confusion == null && !output.isAny()),
        "--predictions, --submission and --confusion take one checkpoint and one number of crops,"
            + " found %s and %s",
        checkpoints.size(),
        crops.orCenter().size());
    output.requireDistinct(Optional.ofNullable(confusion));
    Dataset dataset = input.dataset();
    List<PredictionSource> sources = new ArrayList<>();
    for (Path checkpoint : checkpoints) {
      sources.addAll(input.sources(checkpoint, dataset, crops));
    }
    output.check(dataset);
    if (confusion != null) {
      output.requireFree(confusion);
    }
    return Stoppable.toTheEnd(
        stop -> {
          if (sources.size() == 1) {
            one(dataset, new StoppablePredictions(sources.get(0), stop));
          } else {
            compare(dataset, sources, stop);
          }
        });
  }

  private static String name(PredictionSource source) {
    return source.name() + ", " + GivenCrops.text(source);
  }

  private void one(Dataset dataset, PredictionSource asked) throws IOException {
    PredictionSource source = output.kept(asked, dataset, input.split());
    Optional<Submission> submission = output.submission(dataset, input.split());
    ConfusionMatrix.Counter matrix = new ConfusionMatrix.Counter(dataset.classCount());
    ClassErrors.Counter classes = new ClassErrors.Counter(dataset.labels().shortNames());
    List<PredictionConsumer> consumers = new ArrayList<>(List.of(matrix, classes));
    submission.ifPresent(consumers::add);
    Evaluation evaluation = new Comparison.Builder().add(source, consumers);
    System.out.printf(
        "%s: %s, %s: %s%n",
        asked.name(), images(dataset), GivenCrops.text(asked), evaluation.withIntervals());
    if (perClass) {
      print(classes.errors());
    }
    if (confusion != null) {
      output.write(confusion, ConfusionFile.content(matrix.matrix(), dataset.labels()));
    }
    if (submission.isPresent()) {
      output.write(submission.get());
    }
  }

  private void compare(Dataset dataset, List<PredictionSource> sources, BooleanSupplier stop)
      throws IOException {
    List<String> names =
        IntStream.range(0, sources.size())
            .mapToObj(i -> i + 1 + "  " + name(sources.get(i)))
            .toList();
    List<String> column = new ArrayList<>(names);
    column.add(images(dataset));
    ErrorTable table = new ErrorTable(column, false);
    System.out.println(table.heading(images(dataset)));
    Comparison.Builder comparison = new Comparison.Builder();
    List<ClassErrors.Counter> classes = new ArrayList<>();
    for (int i = 0; i < sources.size(); i++) {
      ClassErrors.Counter own = new ClassErrors.Counter(dataset.labels().shortNames());
      classes.add(own);
      List<PredictionConsumer> consumers = perClass ? List.of(own) : List.of();
      PredictionSource source = new StoppablePredictions(sources.get(i), stop);
      System.out.println(table.row(names.get(i), comparison.add(source, consumers)));
    }
    System.out.println("McNemar's exact test of the top-1 predictions:");
    comparison
        .build()
        .pairs()
        .forEach(
            pair ->
                System.out.printf(
                    "%d and %d: %s%n", pair.first() + 1, pair.second() + 1, pair.test()));
    for (int i = 0; perClass && i < sources.size(); i++) {
      System.out.println(names.get(i));
      print(classes.get(i).errors());
    }
  }

  private String images(Dataset dataset) {
    return Plain.count(dataset.imageCount(input.split()), "image") + " of " + dataset.directory();
  }

  /** The classes with the highest error first. */
  private static void print(ClassErrors errors) {
    List<String> column =
        new ArrayList<>(errors.byClass().entrySet().stream().map(EvaluateRun::name).toList());
    column.add("class");
    ErrorTable table = new ErrorTable(column, false);
    System.out.println(table.heading("class"));
    errors.byClass().entrySet().stream()
        .sorted(
            Comparator.comparingDouble(
                (Map.Entry<String, Evaluation> one) -> -one.getValue().top1Error()))
        .forEach(one -> System.out.println(table.row(name(one), one.getValue())));
  }

  private static String name(Map.Entry<String, Evaluation> one) {
    return one.getKey() + ", " + Plain.count(one.getValue().imageCount(), "image");
  }
}

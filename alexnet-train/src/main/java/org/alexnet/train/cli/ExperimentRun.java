package org.alexnet.train.cli;

import static com.google.common.base.Preconditions.checkArgument;
import static java.util.stream.Collectors.joining;

import com.google.common.collect.ImmutableList;
import com.google.common.io.MoreFiles;
import com.google.common.io.RecursiveDeleteOption;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import java.util.stream.LongStream;
import org.alexnet.common.AtomicFile;
import org.alexnet.common.FolderLock;
import org.alexnet.common.cli.OutputOptions;
import org.alexnet.common.cli.Plain;
import org.alexnet.data.Dataset;
import org.alexnet.graph.spec.AlexNetSpec;
import org.alexnet.train.EpochSummary;
import org.alexnet.train.TrainingRecipe;
import org.alexnet.train.experiment.CurvesFigure;
import org.alexnet.train.experiment.Experiment;
import org.alexnet.train.experiment.ExperimentEstimate;
import org.alexnet.train.experiment.ExperimentImages;
import org.alexnet.train.experiment.ExperimentListener;
import org.alexnet.train.experiment.ExperimentRunner;
import org.alexnet.train.experiment.ResultPage;
import org.alexnet.train.experiment.ResultText;
import org.alexnet.train.experiment.Scale;
import org.alexnet.train.paper.PaperExperiments;
import org.alexnet.train.proto.ExperimentResult;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "experiment",
    description = "Tests claims of the paper: trains what they compare, and compares.")
final class ExperimentRun implements Callable<Integer>, ExitCodes {
  /** Where the repository has the images of the smallest scale. */
  private static final Path FASHION = Path.of("testdata", "fashion-mnist");

  @Parameters(
      arity = "1..*",
      paramLabel = "EXPERIMENT",
      description = "Names of experiments, as `claims` lists them, or all of the scale.")
  private List<String> names;

  @Option(
      names = "--scale",
      paramLabel = "SCALE",
      description = "fashion, cifar10 or imagenet (default: ${DEFAULT-VALUE}).")
  private String scale = Scale.FASHION.name();

  @Option(
      names = "--images",
      paramLabel = "PATH",
      description = {
        "Images of fashion (default: testdata/fashion-mnist) or cifar10: CIFAR-10, binary",
        "version, folder or .tar.gz, or class folders below train and validation."
      })
  private Path images;

  @Option(
      names = "--data",
      paramLabel = "DATASET",
      description = "Of imagenet: folder of the prepared data set.")
  private Path data;

  @Option(
      names = "--more-classes",
      paramLabel = "DATASET",
      description = "Of imagenet: prepared data set of more classes, to pre-train on.")
  private Path moreClasses;

  @Option(
      names = "--seeds",
      paramLabel = "COUNT",
      description = "How often each network is trained (default: ${DEFAULT-VALUE}).")
  private int seeds = 3;

  @Option(
      names = "--width-divided-by",
      paramLabel = "DIVISOR",
      description = "Narrower networks, to try it; not what the claim is about.")
  private int divisor = 1;

  @Option(
      names = "--epochs",
      paramLabel = "COUNT",
      description = "The most epochs, to try it; not what the claim is about.")
  private int epochs = Integer.MAX_VALUE;

  @Option(
      names = "--batch-size",
      paramLabel = "IMAGES",
      description = "The most images in a step, to try it; not what the claim is about.")
  private int batchSize = Integer.MAX_VALUE;

  @Option(
      names = "--estimate",
      description = "Tell how long it would take, and end; nothing is written.")
  private boolean estimateOnly;

  @Mixin private OutputOptions output;

  @Override
  public Integer call() throws IOException {
    checkArgument(divisor >= 1, "--width-divided-by must be at least 1, found %s", divisor);
    checkArgument(seeds >= 2, "--seeds must be at least 2, found %s", seeds);
    checkArgument(epochs >= 1, "--epochs must be at least 1, found %s", epochs);
    checkArgument(batchSize >= 1, "--batch-size must be at least 1, found %s", batchSize);
    checkArgument(
        Scale.ALL.stream().anyMatch(known -> known.name().equals(scale)),
        "--scale must be fashion, cifar10 or imagenet, found '%s'",
        scale);
    Scale chosen =
        Scale.named(scale)
            .withWidthDividedBy(divisor)
            .withMostEpochs(epochs)
            .withMostInBatch(batchSize);
    ImmutableList<Experiment> experiments = experiments(chosen);
    if (estimateOnly) {
      estimateApart(experiments, chosen);
      return 0;
    }
    Path folder = output.folder();
    ExperimentImages source = source(chosen, folder.resolve("data"));
    checkArgument(
        !output.isReplace(), "--if-exists must be fail or resume; remove %s to begin anew", folder);
    checkArgument(
        !Files.exists(folder) || Files.isDirectory(folder), "--out must be a folder: %s", folder);
    if (Files.exists(folder) && !output.isResume()) {
      FolderLock.in(folder).close(); // one that is at work there is told first
      throw new FileAlreadyExistsException(
          folder + " holds experiments already; choose --if-exists resume");
    }
    if (chosen.name().equals(Scale.IMAGENET.name())) {
      estimate(experiments, chosen, source);
    }
    try (StopSignal signal = StopSignal.install()) {
      for (Experiment experiment : experiments) {
        describe(experiment, chosen);
        run(experiment, chosen, source, signal);
      }
      return 0;
    } catch (CancellationException e) {
      System.out.println("Stopped; the same command with --if-exists resume goes on from there");
      return INTERRUPTED;
    }
  }

  /** Prepares the images elsewhere, so that the folder of the experiments stays as it is. */
  private void estimateApart(ImmutableList<Experiment> experiments, Scale chosen)
      throws IOException {
    Path temporary = Files.createTempDirectory("alexnet-experiment");
    try {
      estimate(experiments, chosen, source(chosen, temporary));
    } finally {
      MoreFiles.deleteRecursively(temporary, RecursiveDeleteOption.ALLOW_INSECURE);
    }
  }

  private void estimate(
      ImmutableList<Experiment> experiments, Scale chosen, ExperimentImages source)
      throws IOException {
    for (Experiment experiment : experiments) {
      System.out.printf(
          "%-9s  %s%n",
          experiment.name(), ExperimentEstimate.of(experiment, chosen, seeds, source).describe());
    }
  }

  private ImmutableList<Experiment> experiments(Scale chosen) {
    return names.equals(List.of("all"))
        ? PaperExperiments.at(chosen)
        : names.stream()
            .map(name -> PaperExperiments.named(name, chosen))
            .collect(ImmutableList.toImmutableList());
  }

  private void run(
      Experiment experiment, Scale chosen, ExperimentImages source, BooleanSupplier stop)
      throws IOException {
    ExperimentResult result =
        ExperimentRunner.of(experiment, chosen, LongStream.range(0, seeds).boxed().toList(), source)
            .withListener(new Progress())
            .withStop(stop)
            .run(output.folder());
    Path own = output.folder().resolve(experiment.name());
    AtomicFile.write(own.resolve("result.md"), ResultText.whole(result));
    AtomicFile.write(own.resolve("curves.svg"), CurvesFigure.svg(result));
    AtomicFile.write(own.resolve("result.html"), ResultPage.html(result));
    System.out.printf("%n%s%n", ResultText.whole(result));
    System.out.printf("Written: result.json, result.md, result.html and curves.svg in %s%n%n", own);
  }

  /** Returns the images; those of small scales are prepared in the folder. */
  private ExperimentImages source(Scale chosen, Path prepared) throws IOException {
    if (chosen.name().equals(Scale.IMAGENET.name())) {
      checkArgument(data != null, "--scale imagenet needs --data, a prepared data set");
      checkArgument(images == null, "--images goes with --scale fashion or cifar10");
      return ExperimentImages.prepared(
          chosen,
          Dataset.open(data),
          moreClasses == null ? Optional.empty() : Optional.of(Dataset.open(moreClasses)));
    }
    checkArgument(
        data == null && moreClasses == null, "--data and --more-classes go with --scale imagenet");
    checkArgument(
        images != null || chosen.name().equals(Scale.FASHION.name()),
        "--scale cifar10 needs --images: CIFAR-10 in its binary version, of"
            + " https://www.cs.toronto.edu/~kriz/cifar.html");
    return ExperimentImages.from(chosen, images == null ? FASHION : images, prepared);
  }

  private void describe(Experiment experiment, Scale chosen) {
    System.out.printf("Claim    %s (section %s)%n", experiment.claim(), experiment.section());
    System.out.printf(
        "Scale    %s, %s, networks: %s%n",
        chosen.name(),
        Plain.count(seeds, "seed"),
        experiment.arms(chosen).stream().map(arm -> arm.name()).collect(joining(", ")));
    for (String each :
        experiment.comparisons(chosen).stream()
            .map(comparison -> comparison.name() + ": " + comparison.criterion())
            .collect(ImmutableList.toImmutableList())) {
      System.out.println("         " + each);
    }
  }

  /** A line for each network and each of its epochs. */
  private static final class Progress implements ExperimentListener {
    @Override
    public void training(String run, AlexNetSpec spec, TrainingRecipe recipe) {
      System.out.printf("Run      %s: %s%n", run, spec.name());
    }

    @Override
    public void trainedBefore() {
      System.out.println("  trained before");
    }

    @Override
    public void started(AlexNetSpec spec, long firstStep, long totalSteps) {
      if (firstStep > 0) {
        System.out.printf(Locale.ROOT, "  goes on after step %,d%n", firstStep);
      }
    }

    @Override
    public void evaluated(EpochSummary epoch) {
      System.out.printf(
          Locale.ROOT,
          "  epoch %d, step %,d: loss %.3f, training error %.1f %%, validation %s%n",
          epoch.epoch(),
          epoch.step(),
          epoch.trainingLoss(),
          100 * epoch.trainingError(),
          epoch.evaluation());
    }

    @Override
    public void warned(String warning) {
      System.out.println("  " + warning);
    }

    @Override
    public void told(String message) {
      System.out.println("  " + message);
    }
  }
}

package org.alexnet.train.cli;

import static java.util.stream.Collectors.joining;
import static org.alexnet.train.cli.CommandRun.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.base.Splitter;
import com.google.common.io.MoreFiles;
import com.google.common.io.RecursiveDeleteOption;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.alexnet.common.cli.CommandLineTool;
import org.alexnet.data.Dataset;
import org.alexnet.data.Preparation;
import org.alexnet.data.source.ClassFolders;
import org.alexnet.train.Checkpoint;
import org.alexnet.train.FewImages;
import org.alexnet.train.evaluation.Evaluation;
import org.alexnet.train.prediction.PredictionFolder;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** {@code evaluate} and {@code average}: what they print, write and refuse. */
class EvaluationCommandsTest {
  private static final String ERRORS =
      " +\\d+\\.\\d % \\(\\d+\\.\\d to \\d+\\.\\d %\\) +([+-]\\d+\\.\\d)? "
          + "+\\d+\\.\\d % \\(\\d+\\.\\d to \\d+\\.\\d %\\) +([+-]\\d+\\.\\d)? +-\\d+\\.\\d{3}";

  @TempDir private static Path shared;
  private static Dataset dataset;
  private static Path narrow;
  private static Path shallow;

  /** Predictions of {@link #narrow} and {@link #shallow}. */
  private static Path one;

  private static Path two;

  @TempDir private Path folder;

  @BeforeAll
  static void train() throws IOException {
    dataset = FewImages.sevenClasses(shared, 70, 6, 4);
    narrow = FewImages.responsive(dataset, shared.resolve("narrow")).directory();
    shallow = FewImages.shallow(dataset, shared.resolve("shallow")).directory();
    one = shared.resolve("one");
    two = shared.resolve("two");
    assertThat(run("evaluate", "--checkpoint=" + narrow, "--predictions=" + one).err()).isEmpty();
    assertThat(run("evaluate", "--checkpoint=" + shallow, "--predictions=" + two).err()).isEmpty();
  }

  private static CommandRun run(String command, String... args) {
    return CommandRun.of(
        Stream.concat(Stream.of(command, "--data=" + dataset.directory()), Arrays.stream(args))
            .toArray());
  }

  @Test
  void evaluateKeepsPredictionsThatEvaluateTheSame() throws IOException {
    Evaluation kept = PredictionFolder.open(one).evaluation();

    String ofTheCheckpoint = run("evaluate", "--checkpoint=" + narrow).out();
    String ofTheFolder = run("evaluate", "--checkpoint=" + one).out();

    assertThat(ofTheCheckpoint)
        .isEqualTo(
            String.format(
                "%s: 28 images of %s, 1 crop: %s%n",
                narrow, dataset.directory(), kept.withIntervals()));
    assertThat(ofTheFolder)
        .isEqualTo(
            String.format(
                "%s: 28 images of %s, 1 crop: %s%n",
                one, dataset.directory(), kept.withIntervals()));
  }

  @Test
  void evaluateComparesSeveral() {
    CommandRun run =
        run("evaluate", "--checkpoint=" + narrow, "--checkpoint=" + two, "--crops=1,10");

    assertThat(run.err()).isEmpty();
    List<String> lines = run.out().lines().toList();
    assertThat(lines).hasSize(8);
    assertThat(lines.get(0)).startsWith("28 images of " + dataset.directory()).endsWith("  log p");
    assertThat(lines.get(1)).matches("\\Q1  " + narrow + ", 1 crop\\E" + ERRORS);
    assertThat(lines.get(2)).matches("\\Q2  " + narrow + ", 10 crops\\E" + ERRORS);
    assertThat(lines.get(3)).matches("\\Q3  " + two + ", 1 crop\\E" + ERRORS);
    assertThat(lines.get(4)).isEqualTo("McNemar's exact test of the top-1 predictions:");
    assertThat(lines.get(5))
        .matches("1 and 2: only the first is right on \\d+, only the second on \\d+, p = .*");
    assertThat(lines.get(6)).startsWith("1 and 3: ");
    assertThat(lines.get(7)).startsWith("2 and 3: ");
  }

  @Test
  void evaluateTellsTheErrorsOfEachClassTheHighestFirst() {
    CommandRun run = run("evaluate", "--checkpoint=" + one, "--per-class");

    List<String> lines = run.out().lines().toList();
    assertThat(lines).hasSize(9);
    assertThat(lines.get(1)).startsWith("class  ");
    assertThat(lines.subList(2, 9)).allMatch(line -> line.matches("class\\d, 4 images" + ERRORS));
    assertThat(
            lines.subList(2, 9).stream()
                .map(
                    line ->
                        -Double.parseDouble(
                            Splitter.on(" %").splitToList(line.substring(17)).get(0)))
                .toList())
        .isSorted();
  }

  @Test
  void evaluateShowsTheNamesOfSynsetsAndFilesTheirIds() throws IOException {
    List<String> synsets = List.of("n02012849", "n03126707", "n01440764");
    for (String split : List.of("train", "validation")) {
      for (int i = 0; i < 3; i++) {
        Path to =
            Files.createDirectories(
                folder.resolve("images").resolve(split).resolve(synsets.get(i)));
        for (Path image :
            MoreFiles.listFiles(shared.resolve("images").resolve(split).resolve("class" + i))) {
          Files.copy(image, to.resolve(image.getFileName()));
        }
      }
    }
    Dataset named =
        Preparation.of(ClassFolders.in(folder.resolve("images")))
            .withImageSize(70)
            .write(folder.resolve("named"));
    Checkpoint checkpoint = FewImages.shallow(named, folder.resolve("run"));
    Path confusion = folder.resolve("confusion.csv");

    CommandRun run =
        CommandRun.of(
            "evaluate",
            "--data=" + named.directory(),
            "--checkpoint=" + checkpoint.directory(),
            "--per-class",
            "--confusion=" + confusion);

    assertThat(run.err()).isEmpty();
    assertThat(run.out().lines().skip(2).map(line -> line.split(", ", 2)[0]))
        .containsExactlyInAnyOrder("tench", "crane (n02012849)", "crane (n03126707)");
    assertThat(checkpoint.labels()).isEqualTo(named.labels());
    assertThat(checkpoint.labels().name(0)).isEqualTo("tench, Tinca tinca");
    assertThat(Files.readAllLines(confusion).get(0))
        .isEqualTo("class,n01440764,n02012849,n03126707");
  }

  @Test
  void evaluateWritesTheConfusionMatrix() throws IOException {
    Path file = folder.resolve("confusion.csv");

    assertThat(run("evaluate", "--checkpoint=" + one, "--confusion=" + file).err()).isEmpty();

    List<String> lines = Files.readAllLines(file);
    assertThat(lines).hasSize(8);
    assertThat(lines.get(0)).isEqualTo("class,class0,class1,class2,class3,class4,class5,class6");
    for (String line : lines.subList(1, 8)) {
      assertThat(Arrays.stream(line.split(",")).skip(1).mapToInt(Integer::parseInt).sum())
          .isEqualTo(4);
    }
  }

  @Test
  void evaluateWritesASubmissionInTheOrderOfTheFiles() throws IOException {
    Path file = folder.resolve("submission.txt");
    Path ids = folder.resolve("ids.txt");
    Files.writeString(
        ids,
        IntStream.range(0, 7).mapToObj(i -> "class" + i + " " + (10 + i)).collect(joining("\n")));

    CommandRun run = run("evaluate", "--checkpoint=" + one, "--submission=" + file);
    assertThat(run.err()).isEmpty();
    List<String> plain = Files.readAllLines(file);
    run =
        run(
            "evaluate",
            "--checkpoint=" + one,
            "--submission=" + file,
            "--class-ids=" + ids,
            "--if-exists=replace");
    assertThat(run.err()).isEmpty();

    assertThat(plain).hasSize(28).allMatch(line -> line.matches("[1-7]( [1-7]){4}"));
    assertThat(Files.readAllLines(file)).allMatch(line -> line.matches("1[0-6]( 1[0-6]){4}"));
    List<String> best =
        Files.readAllLines(one.resolve("predictions.csv")).stream()
            .skip(1)
            .sorted(Comparator.comparing(line -> cell(line, 1)))
            .map(line -> Integer.parseInt(cell(line, 4)) + 1 + "")
            .toList();
    assertThat(plain).extracting(line -> line.substring(0, 1)).isEqualTo(best);
  }

  private static String cell(String line, int column) {
    return Splitter.on(',').splitToList(line).get(column);
  }

  @Test
  void averageTellsWhatEachNetworkAdds() {
    CommandRun ofCheckpoints = run("average", narrow.toString(), shallow.toString());
    CommandRun ofFolders = run("average", one.toString(), two.toString());

    assertThat(ofCheckpoints.err()).isEmpty();
    List<String> lines = ofCheckpoints.out().lines().toList();
    assertThat(lines).hasSize(5);
    assertThat(lines.get(0)).startsWith("28 images of " + dataset.directory());
    assertThat(lines.get(1)).matches("\\Q" + narrow + ", 1 crop (0.50)\\E" + ERRORS);
    assertThat(lines.get(2)).matches("\\Q" + shallow + ", 1 crop (0.50)\\E" + ERRORS);
    assertThat(lines.get(3)).matches("1 network" + ERRORS);
    assertThat(lines.get(4))
        .matches("2 networks" + ERRORS)
        .containsPattern("[+-]\\d+\\.\\d .*[+-]");
    assertThat(ofFolders.out().lines().map(EvaluationCommandsTest::numbers))
        .containsExactlyElementsOf(lines.stream().map(EvaluationCommandsTest::numbers).toList());
  }

  private static String numbers(String line) {
    return line.replaceFirst("^.*?(?=  )", "").strip().replaceAll(" +", " ");
  }

  @Test
  void averageTakesWeightsAndWritesTheAverage() throws IOException {
    Path out = folder.resolve("average");

    CommandRun run =
        run(
            "average",
            narrow.toString(),
            two.toString(),
            "--weights=3,1",
            "--predictions=" + out,
            "--submission=" + folder.resolve("submission.txt"));

    assertThat(run.err()).isEmpty();
    assertThat(run.out()).contains(narrow + ", 1 crop (0.75)").contains(two + ", 1 crop (0.25)");
    assertThat(PredictionFolder.open(out).networks())
        .extracting(network -> network.weight())
        .containsExactly(0.75, 0.25);
    assertThat(folder.resolve("submission.txt")).isRegularFile();
    assertThat(run.out().lines().toList().get(4))
        .contains(
            String.format(
                Locale.ROOT, "%.1f %%", 100 * PredictionFolder.open(out).evaluation().top1Error()));
  }

  @Test
  void averageSearchesWeightsAndSaysThatTheErrorIsOptimistic() throws IOException {
    Path out = folder.resolve("average");

    CommandRun run =
        run(
            "average",
            one.toString(),
            shallow.toString(),
            "--search-weights=top-1",
            "--predictions=" + out);

    assertThat(run.err()).isEmpty();
    List<String> lines = run.out().lines().toList();
    assertThat(lines).hasSize(9);
    assertThat(lines.get(5)).matches("searched, optimistic" + ERRORS);
    assertThat(lines.get(6)).matches("searched on other half" + ERRORS);
    assertThat(lines.get(7))
        .matches("Weights with the lowest top-1 error: [01]\\.\\d{4},[01]\\.\\d{4}");
    assertThat(lines.get(8))
        .isEqualTo(
            "They were searched on the images that are reported, so the error with them is"
                + " optimistic; for each half of the images with weights searched on the other it"
                + " is not.");
    List<Double> weights =
        PredictionFolder.open(out).networks().stream().map(network -> network.weight()).toList();
    assertThat(lines.get(5))
        .endsWith(
            String.format(
                Locale.ROOT, " %.3f", PredictionFolder.open(out).evaluation().logProbability()));
    assertThat(lines.get(7))
        .endsWith(String.format(Locale.ROOT, ": %.4f,%.4f", weights.get(0), weights.get(1)));
  }

  @Test
  void whatExistsIsKeptOrReplacedAsToldTo() throws IOException {
    Path out = folder.resolve("out");
    String[] wanted = {"--checkpoint=" + narrow, "--predictions=" + out};
    assertThat(run("evaluate", wanted).err()).isEmpty();

    assertRefused(
        run("evaluate", wanted),
        1,
        out + " exists already; choose --if-exists resume or --if-exists replace");
    CommandRun resumed = run("evaluate", "--if-exists=resume", wanted[0], wanted[1]);
    assertThat(resumed.err()).isEmpty();
    assertThat(resumed.out())
        .startsWith(out + " is written already\n" + narrow + ": 28 images of ");
    assertRefused(
        run("evaluate", "--if-exists=resume", "--checkpoint=" + shallow, wanted[1]),
        2,
        out
            + " holds predictions of other networks, crops or weights than "
            + shallow
            + "; choose --if-exists replace");
    assertThat(run("evaluate", "--if-exists=replace", "--checkpoint=" + shallow, wanted[1]).err())
        .isEmpty();
    assertThat(PredictionFolder.open(out).networks())
        .isEqualTo(PredictionFolder.open(two).networks());

    Path file = Files.writeString(folder.resolve("file"), "x");
    for (String option : List.of("--submission=", "--confusion=")) {
      assertRefused(
          run("evaluate", wanted[0], option + file),
          1,
          file + " exists already; choose --if-exists replace");
      assertRefused(
          run("evaluate", wanted[0], option + folder, "--if-exists=replace"),
          1,
          folder + " is a folder; give the name of a file");
      assertRefused(
          run("evaluate", wanted[0], option + folder.resolve("none/file")),
          1,
          folder.resolve("none/file")
              + " cannot be written: "
              + folder.resolve("none")
              + " is not a folder");
    }
    assertThat(file).hasContent("x");
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void refusesAFolderThatTakesNoFilesBeforeAnythingIsComputed() {
    Path closed = Path.of("/proc/self"); // to the superuser too
    for (String option : List.of("--submission=", "--confusion=", "--predictions=")) {
      assertRefused(
          run("evaluate", "--checkpoint=" + narrow, option + closed.resolve("out")),
          1,
          closed.resolve("out")
              + " cannot be written: "
              + closed
              + " takes no new files; check its permissions");
    }
  }

  @Test
  void refusesOutputsThatDestroyEachOther() throws IOException {
    Path file = folder.resolve("out");
    String checkpoint = "--checkpoint=" + one;

    assertRefused(
        run("evaluate", checkpoint, "--submission=" + file, "--confusion=" + file),
        2,
        "--confusion and --submission are both " + file + "; give each its own");
    assertRefused(
        run(
            "evaluate",
            checkpoint,
            "--submission=" + folder.resolve("none/../out"),
            "--confusion=" + file),
        2,
        "--confusion and --submission are both " + file + "; give each its own");
    assertRefused(
        run("evaluate", checkpoint, "--predictions=" + file, "--confusion=" + file),
        2,
        "--confusion and --predictions are both " + file + "; give each its own");
    assertRefused(
        run("average", one.toString(), "--predictions=" + file, "--submission=" + file),
        2,
        "--predictions and --submission are both " + file + "; give each its own");
    assertRefused(
        run("evaluate", checkpoint, "--predictions=" + file, "--submission=" + file + "/x"),
        2,
        "--submission is inside of " + file + ", which --predictions is; give each its own place");
    assertThat(folder).isEmptyDirectory();

    Files.writeString(file, "class0 1\n");
    Path link = Files.createSymbolicLink(folder.resolve("link"), folder);
    assertRefused(
        run(
            "evaluate",
            checkpoint,
            "--submission=" + link.resolve("out"),
            "--class-ids=" + file,
            "--if-exists=replace"),
        2,
        "--submission and --class-ids are both " + link.resolve("out") + "; give each its own");
    assertThat(file).hasContent("class0 1\n");
  }

  @Test
  void refusesPredictionsWithOtherCropsThanTheGivenOnes() {
    Path ten = folder.resolve("ten");
    Path mixed = folder.resolve("mixed");
    CommandRun kept =
        run("evaluate", "--checkpoint=" + narrow, "--crops=10", "--predictions=" + ten);
    assertThat(kept.err()).isEmpty();
    assertThat(run("average", ten.toString(), two.toString(), "--predictions=" + mixed).out())
        .contains(ten + ", 10 crops (0.50)", two + ", 1 crop (0.50)");
    assertThat(run("evaluate", "--checkpoint=" + mixed).out())
        .startsWith(mixed + ": 28 images of " + dataset.directory() + ", 1 and 10 crops: ");

    for (String command : List.of("average", "evaluate")) {
      String source = command.equals("average") ? "" : "--checkpoint=";
      assertRefused(
          run(command, source + ten, "--crops=1"),
          2,
          ten
              + " holds predictions with 10 crops, but --crops is 1; leave it out, or predict"
              + " again");
      assertRefused(
          run(command, source + mixed, "--crops=10"),
          2,
          mixed
              + " holds predictions with 1 and 10 crops, but --crops is 10; leave it out, or"
              + " predict again");
      assertThat(run(command, source + ten, "--crops=10").err()).isEmpty();
    }
    assertThat(run("evaluate", "--checkpoint=" + mixed, "--crops=1,10").code()).isEqualTo(0);
  }

  @Test
  void refusesACheckpointTwice() {
    String again = "; give it once, with --weights for a greater part";
    Path trained = shared.resolve("narrow");
    assertRefused(
        run("average", trained.toString(), narrow.toString()),
        2,
        trained + " and " + narrow + " are the same checkpoint with the same crops" + again);
    assertRefused(
        run("average", two.toString(), narrow.toString(), one.toString()),
        2,
        narrow + " and " + one + " are the same checkpoint with the same crops" + again);
  }

  @Test
  void theNetworkIsNotNeededAgainForASubmission() throws IOException {
    Path checkpoint = folder.resolve("checkpoint");
    Files.createDirectory(checkpoint);
    try (Stream<Path> files = Files.list(Checkpoint.open(narrow).directory())) {
      for (Path file : files.toList()) {
        Files.copy(file, checkpoint.resolve(file.getFileName()));
      }
    }
    Path submission = folder.resolve("submission.txt");
    String[] words = {
      "evaluate",
      "--data=" + dataset.directory(),
      "--checkpoint=" + checkpoint,
      "--submission=" + submission
    };
    PrintStream out = System.out;
    OutputStream gone =
        new OutputStream() {
          @Override
          public void write(int one) throws IOException {
            MoreFiles.deleteRecursively(checkpoint, RecursiveDeleteOption.ALLOW_INSECURE);
          }

          @Override
          public void write(byte[] bytes, int offset, int length) throws IOException {
            if (Files.exists(checkpoint)) {
              write(0);
            }
          }
        };
    System.setOut(new PrintStream(gone, true, StandardCharsets.UTF_8));
    try {
      assertThat(CommandLineTool.execute(new TrainCommand(), words)).isZero();
    } finally {
      System.setOut(out);
    }
    assertThat(checkpoint).doesNotExist();
    assertThat(submission).isRegularFile();
  }

  @Test
  void refusesWhatCannotBeWrittenForSeveral() {
    assertRefused(
        run(
            "evaluate",
            "--checkpoint=" + one,
            "--checkpoint=" + two,
            "--confusion=" + folder.resolve("x")),
        2,
        "--predictions, --submission and --confusion take one checkpoint and one number of crops,"
            + " found 2 and 1");
    assertRefused(
        run("evaluate", "--checkpoint=" + one, "--class-ids=" + folder.resolve("x")),
        2,
        "--class-ids is of use with --submission alone");
  }

  @Test
  void refusesWeightsThatAreNone() {
    assertWeightsRefused("--weights=1", "weights must be 2, one for each source, found 1");
    assertWeightsRefused("--weights=1,-1", "weights must be numbers of at least 0, found -1.0");
    assertWeightsRefused("--weights=NaN,1", "weights must be numbers of at least 0, found NaN");
    assertWeightsRefused(
        "--weights=1e308,1e308", "weights must have a finite sum, found [1.0E308, 1.0E308]");
    assertWeightsRefused("--weights=0,0", "weights must have a positive sum, found [0.0, 0.0]");
    assertThat(
            run(
                    "average",
                    one.toString(),
                    two.toString(),
                    "--weights=1,1",
                    "--search-weights=top-5")
                .err())
        .isEqualTo("error: --weights and --search-weights exclude each other\n");
  }

  private static void assertWeightsRefused(String weights, String message) {
    assertRefused(run("average", one.toString(), two.toString(), weights), 2, message);
  }

  @Test
  void refusesPredictionsForOtherImages() throws IOException {
    Path train = folder.resolve("train");
    assertThat(
            run("evaluate", "--checkpoint=" + narrow, "--split=train", "--predictions=" + train)
                .err())
        .isEmpty();
    Dataset others = FewImages.someClasses(folder, 70, 3);
    Dataset sameClasses = FewImages.sevenClasses(folder.resolve("more"), 70, 1, 1);

    assertRefused(
        run("average", one.toString(), train.toString()),
        2,
        train
            + " and "
            + dataset.directory()
            + " are not about the same images: split train and validation");
    assertRefused(
        run("average", one.toString(), "--split=train"),
        2,
        one
            + " and "
            + dataset.directory()
            + " are not about the same images: split validation and train");
    assertRefused(
        refusedBy(others),
        2,
        one + " and " + others.directory() + " are not about the same images: classes 7 and 3");
    assertRefused(
        refusedBy(sameClasses),
        2,
        one
            + " and "
            + sameClasses.directory()
            + " are not about the same images: data set "
            + dataset.fingerprint().substring(0, 12)
            + " and "
            + sameClasses.fingerprint().substring(0, 12));
  }

  private static CommandRun refusedBy(Dataset other) {
    Dataset before = dataset;
    dataset = other;
    try {
      return run("average", one.toString());
    } finally {
      dataset = before;
    }
  }

  @Test
  void refusesWhatIsNeitherACheckpointNorPredictions() throws IOException {
    assertRefused(
        run("average", folder.toString()),
        1,
        folder + " holds neither checkpoint.json nor a run's checkpoints");
    assertRefused(
        run("average", folder.resolve("none").toString()),
        1,
        folder.resolve("none") + " is not a folder with a checkpoint");
    Path broken = Files.createDirectory(folder.resolve("broken"));
    for (String file : List.of("predictions.json", "predictions.csv", "labels.npy")) {
      Files.copy(one.resolve(file), broken.resolve(file));
    }
    assertRefused(
        run("average", broken.toString()),
        1,
        broken.resolve("predictions.npy") + " is missing from the prediction folder");
  }
}

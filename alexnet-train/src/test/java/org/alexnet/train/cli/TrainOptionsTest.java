package org.alexnet.train.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableList;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.alexnet.common.ResidentMemory;
import org.alexnet.data.Dataset;
import org.alexnet.data.image.Crops;
import org.alexnet.data.source.Split;
import org.alexnet.graph.device.PlacedNetwork;
import org.alexnet.graph.optimizer.MultiStep;
import org.alexnet.graph.preset.Preset;
import org.alexnet.graph.spec.ParameterTable;
import org.alexnet.graph.spec.WeightTransfer;
import org.alexnet.train.Checkpoint;
import org.alexnet.train.Checkpoints;
import org.alexnet.train.Evaluator;
import org.alexnet.train.FewImages;
import org.alexnet.train.TrainingRecipe;
import org.alexnet.train.evaluation.Evaluation;
import org.alexnet.train.proto.EvaluationProto;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What each option of the commands changes, and what {@code --if-exists resume} notices. */
class TrainOptionsTest {
  /** 21 training images: two steps in an epoch. */
  private static final List<String> OPTIONS =
      List.of(
          "--input-size=67",
          "--width-divided-by=16",
          "--epochs=2",
          "--batch-size=12",
          "--learning-rate=0.02",
          "--schedule=multi-step:milestones=1",
          "--seed=3",
          "--devices=/CPU:0,/CPU:0");

  @TempDir private static Path shared;
  private static Dataset dataset;
  private static Checkpoint responsive;
  private static Path run;
  private static CommandRun trained;

  @TempDir private Path folder;

  @BeforeAll
  static void train() throws IOException {
    dataset = FewImages.sevenClasses(shared, 70, 3, 12);
    responsive = FewImages.responsive(dataset, shared.resolve("responsive"));
    run = shared.resolve("run");
    trained =
        run(
            "train",
            OPTIONS,
            "--data=" + dataset.directory(),
            "--out=" + run,
            "--initialize-from=" + responsive.directory());
  }

  private static CommandRun run(String command, List<String> options, String... more) {
    List<String> args = new ArrayList<>(List.of(command));
    args.addAll(options);
    args.addAll(Arrays.asList(more));
    return CommandRun.of(args.toArray());
  }

  private static CommandRun again(String changed, Path out) {
    List<String> options = new ArrayList<>(OPTIONS);
    String name = changed.split("=", -1)[0] + "=";
    options.removeIf(option -> option.startsWith(name));
    options.add(changed);
    return run(
        "train", options, "--data=" + dataset.directory(), "--out=" + out, "--if-exists=resume");
  }

  @Test
  void everyOptionReachesTheRun() throws IOException {
    assertThat(trained.err()).isEmpty();
    assertThat(trained.code()).isZero();
    Checkpoint checkpoint = Checkpoint.open(run);
    assertThat(checkpoint.spec())
        .isEqualTo(
            Preset.PAPER
                .spec()
                .withWidthDividedBy(16)
                .withImageSize(67)
                .withClassCount(7)
                .withSeed(3));
    assertThat(checkpoint.recipe())
        .isEqualTo(
            TrainingRecipe.paper()
                .withEpochs(2)
                .withBatchSize(12)
                .withLearningRate(0.02)
                .withSchedule(new MultiStep(ImmutableList.of(1), 0.1))
                .withSeed(3));
    assertThat(checkpoint.manifest().getProvenance().getTowerDevicesList())
        .containsExactly("/CPU:0", "/CPU:0");
    assertThat(checkpoint.step()).isEqualTo(4);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--batch-size=11 | was trained with another recipe",
        "--learning-rate=0.01 | was trained with another recipe",
        "--schedule=multi-step:milestones=2 | was trained with another recipe",
        "--precision=bfloat16 | precision float32, not bfloat16",
        "--images-per-draw=32 | imagesPerDraw=32",
        "--mean=center | mean=center",
        "--pca-scale=standard-deviation | pcaScale=standard-deviation",
        "--pca-range=0..255 | pcaRange=0..255",
        "--pca-divided | pcaDivided=true",
        "--epochs=1 | has made 4",
        "--seed=4 | of another network",
        "--width-divided-by=8 | of another network",
        "--input-size=68 | of another network",
        "--activation=tanh | of another network",
        "--variation=without-dropout | of another network"
      })
  void continuingRefusesAnotherRecipeOrNetwork(String changed, String message) throws IOException {
    String before = Checkpoint.open(run).fingerprint();

    CommandRun refused = again(changed, run);

    assertThat(refused.code()).isEqualTo(2);
    assertThat(refused.err()).contains(message).hasLineCount(1);
    assertThat(Checkpoint.open(run).fingerprint()).isEqualTo(before);
  }

  @Test
  void continuingGoesOnForMoreEpochs() throws IOException {
    Path longer = folder.resolve("longer");
    run("train", OPTIONS, "--data=" + dataset.directory(), "--out=" + longer);

    CommandRun goneOn = again("--epochs=3", longer);

    assertThat(goneOn.err()).isEmpty();
    assertThat(goneOn.out()).contains("Resuming after 4 of 6 ");
    assertThat(Checkpoint.open(longer).step()).isEqualTo(6);
  }

  @Test
  void checkpointsAreWrittenAndKeptAsOftenAsToldTo() throws IOException {
    Path out = folder.resolve("kept");

    run(
        "train",
        OPTIONS,
        "--data=" + dataset.directory(),
        "--out=" + out,
        "--checkpoint-every=1",
        "--keep-checkpoints=3");

    try (Stream<Path> kept = Files.list(out.resolve("checkpoints"))) {
      assertThat(kept)
          .extracting(path -> Integer.parseInt(path.getFileName().toString().substring(5)))
          .containsExactlyInAnyOrder(2, 3, 4);
    }
    try (Stream<Path> kept = Files.list(run.resolve("checkpoints"))) {
      assertThat(kept).as("without them: the ends of two epochs").hasSize(2);
    }
  }

  @ParameterizedTest
  @EnumSource
  void evaluateAsksAboutTheSplitAndTheCropsThatItIsTold(Split split) throws IOException {
    Checkpoint checkpoint = Checkpoint.open(run);
    for (Crops crops : Crops.values()) {
      CommandRun evaluated =
          run(
              "evaluate",
              List.of(
                  "--data=" + dataset.directory(),
                  "--checkpoint=" + run,
                  "--split=" + split,
                  "--crops=" + crops.count()));

      try (Evaluator evaluator =
          new Evaluator(
              PlacedNetwork.onOneDevice(checkpoint.spec(), "/CPU:0"), dataset, split, crops)) {
        Evaluation expected = evaluator.evaluate(checkpoint);
        assertThat(expected.imageCount()).isEqualTo(split == Split.TRAIN ? 21 : 84);
        assertThat(evaluated.err()).isEmpty();
        assertThat(evaluated.out())
            .startsWith(checkpoint.directory() + ": " + expected.imageCount() + " images of ")
            .contains(crops.count() == 1 ? ", 1 crop: " : ", 10 crops: ")
            .endsWith(": " + expected.withIntervals() + "\n");
      }
    }
  }

  @Test
  void everyEpochHasALineWithItsOwnNumbers() throws IOException {
    for (var epoch : Checkpoint.open(run).manifest().getEpochsList()) {
      var counts = epoch.getEvaluation();
      assertThat(trained.out())
          .contains(
              String.format(
                  Locale.ROOT,
                  "epoch   %d/2  learning rate %-7s loss %.3f ",
                  epoch.getEpoch(),
                  epoch.getEpoch() == 1 ? "0.02" : "0.002",
                  epoch.getTrainingLoss()))
          .contains(
              String.format(
                  Locale.ROOT,
                  "top-1 error %.1f %%, top-5 error %.1f %%",
                  100 - 100.0 * counts.getTop1Correct() / 84,
                  100 - 100.0 * counts.getTop5Correct() / 84));
    }
  }

  @Test
  void centerCropAndTenDoNotCountTheSame() throws IOException {
    Checkpoint checkpoint = Checkpoint.open(run);

    assertThat(checkpoint.manifest().getTenCrops())
        .isNotEqualTo(checkpoint.manifest().getEpochs(1).getEvaluation());
    assertThat(checkpoint.manifest().getEpochs(0).getEvaluation())
        .isNotEqualTo(checkpoint.manifest().getEpochs(1).getEvaluation());
  }

  @Test
  void evaluateTakesTheValidationImagesAndCenterCropUnlessToldOtherwise() {
    List<String> least = List.of("--data=" + dataset.directory(), "--checkpoint=" + run);

    assertThat(run("evaluate", least).out())
        .contains(": 84 images of ")
        .contains(", 1 crop: ")
        .isEqualTo(run("evaluate", least, "--split=validation", "--crops=1").out());
  }

  @Test
  void theResultIsPrintedWithTheCropsInTheirOrder() throws IOException {
    Checkpoint checkpoint = Checkpoint.open(run);
    var last = checkpoint.manifest().getEpochs(1).getEvaluation();
    var ten = checkpoint.manifest().getTenCrops();

    assertThat(trained.out())
        .contains("Center crop  " + evaluationOf(last))
        .contains("Ten crops    " + evaluationOf(ten));
  }

  @Test
  void cropsAreOfStoredImagesAs227Of256UnlessToldOtherwise() {
    List<String> options = new ArrayList<>(OPTIONS);
    options.remove("--input-size=67");

    // 70 * 227 / 256 = 62.07, which is too small for the network
    assertThat(run("train", options, "--data=" + dataset.directory(), "--out=" + folder).err())
        .contains("62 pixels");
  }

  @Test
  void theOutputSaysWhatIsTrainedOnWhatAndHow() throws IOException {
    Checkpoint last = Checkpoint.open(run);
    String parameters = String.format(Locale.ROOT, "%,d", ParameterTable.of(last.spec()).total());

    assertThat(trained.out())
        .startsWith(
            "Initializing from "
                + responsive.directory()
                + ":\n"
                + WeightTransfer.between(responsive.spec(), last.spec())
                + "\nNetwork  paper, width / 16, 2 towers on /CPU:0 and /CPU:0, 67x67 pixels, 7"
                + " classes, "
                + parameters
                + " parameters\nData     "
                + dataset.directory()
                + ": 21 training images, 84 validation images\nRecipe   batch 12, momentum 0.9,"
                + " weight decay 0.0005, at most 2 epochs,\n         learning rate 0.02,"
                + " x 0.1 after epochs [1]\nepoch ")
        .endsWith(
            "\nTrained: "
                + run.resolve("checkpoints/step-00000004")
                + "; metrics in "
                + run.resolve("metrics.csv")
                + "\n");
  }

  @Test
  void replacingBeginsAnewAndSaysWhatItStartsFrom() throws IOException {
    Path out = folder.resolve("replaced");
    run("train", OPTIONS, "--data=" + dataset.directory(), "--out=" + out);
    List<String> other = new ArrayList<>(OPTIONS);
    other.replaceAll(option -> option.replace("--epochs=2", "--epochs=1").replace("=3", "=4"));
    other.remove("--schedule=multi-step:milestones=1");
    other.removeIf(option -> option.startsWith("--input-size"));

    CommandRun replaced =
        run(
            "train",
            other,
            "--input-size=70", // all that is stored
            "--peer-wait=0",
            "--data=" + dataset.directory(),
            "--out=" + out,
            "--if-exists=replace",
            "--initialize-from=" + run);

    assertThat(replaced.err()).isEmpty();
    assertThat(replaced.code()).isZero();
    assertThat(replaced.out())
        .startsWith("Initializing from " + run.resolve("checkpoints/step-00000004") + ":\n")
        .contains(
            "at most 1 epoch,\n         learning rate 0.02, x 0.1 after 3 epochs without a lower"
                + " error, at most 3 times\nepoch ");
    assertThat(Checkpoints.of(out).all())
        .singleElement()
        .satisfies(
            checkpoint -> {
              assertThat(checkpoint.step()).isEqualTo(2);
              assertThat(checkpoint.spec().imageSize()).isEqualTo(70);
              assertThat(checkpoint.spec().seed()).isEqualTo(4);
              assertThat(checkpoint.recipe().schedule())
                  .isEqualTo(TrainingRecipe.paper().schedule());
              assertThat(checkpoint.manifest().getStart().getCheckpointSha256())
                  .isEqualTo(Checkpoint.open(run).fingerprint());
            });
  }

  @Test
  void evaluateSaysAllInOneLine() throws IOException {
    CommandRun evaluated =
        run(
            "evaluate",
            List.of(),
            "--data=" + dataset.directory(),
            "--checkpoint=" + run,
            "--devices=/CPU:0,/CPU:0");

    assertThat(evaluated.out())
        .isEqualTo(
            run.resolve("checkpoints/step-00000004")
                + ": 84 images of "
                + dataset.directory()
                + ", 1 crop: "
                + evaluationOf(Checkpoint.open(run).manifest().getEpochs(1).getEvaluation())
                    .withIntervals()
                + "\n");
  }

  private static Evaluation evaluationOf(EvaluationProto counts) {
    return new Evaluation(
        counts.getImages(),
        counts.getTop1Correct(),
        counts.getTop5Correct(),
        counts.getLogProbability());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "evaluate | /CPU:0 | placement has 1 devices, but the network has 2 towers",
        "evaluate | /CPU:0,/GPU:97 | there is no /GPU:97 here",
        "benchmark | /CPU:0 | placement has 1 devices, but the network has 2 towers",
        "benchmark | /CPU:0,/GPU:97 | there is no /GPU:97 here",
        "train | /CPU:0 | placement has 1 devices, but the network has 2 towers",
        "train | /CPU:0,/GPU:97 | there is no /GPU:97 here"
      })
  void devicesThatDoNotFitAreRefusedByEveryCommand(String command, String devices, String message) {
    List<String> needed =
        switch (command) {
          case "evaluate" -> List.of("--checkpoint=" + run);
          case "benchmark" -> List.of("--input-size=67", "--steps=1", "--batch-size=21");
          default -> List.of("--input-size=67", "--out=" + folder.resolve("run"));
        };

    CommandRun refused =
        run(command, needed, "--data=" + dataset.directory(), "--devices=" + devices);

    assertThat(refused.err()).startsWith("error: " + message).hasLineCount(1);
    assertThat(refused.code()).isEqualTo(2);
  }

  @Test
  void replicasShareTheBatchAndWhereTheyLiveIsTold() throws IOException {
    Path two = folder.resolve("two");
    List<String> options = new ArrayList<>(OPTIONS);
    options.removeIf(option -> option.startsWith("--epochs"));
    options.addAll(
        List.of("--epochs=1", "--data=" + dataset.directory(), "--replicas=2", "--out=" + two));

    CommandRun replicated = run("train", options);

    assertThat(replicated.err()).isEmpty();
    assertThat(replicated.code()).isZero();
    assertThat(replicated.out())
        .contains(
            """
             parameters
            Replica  0, 6 images of each batch, on /CPU:0 and /CPU:0
                     1, 6 images of each batch, on /CPU:0 and /CPU:0
                     They share devices, and so a step takes no less time
            Data     \
            """);
    assertThat(Checkpoint.open(two).recipe().batchSize()).isEqualTo(12);
    assertThat(Checkpoint.open(two).manifest().getProvenance().getTowerDevicesList())
        .containsExactly("/CPU:0", "/CPU:0", "/CPU:0", "/CPU:0");
    CommandRun replayed =
        run(
            "replay",
            List.of(two.toString()),
            "--data=" + dataset.directory(),
            "--devices=/CPU:0,/CPU:0",
            "--replicas=2",
            "--out=" + folder.resolve("again"));
    assertThat(replayed.out()).contains(" bit for bit\n");
    assertThat(replayed.code()).isZero();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "train | --replicas=0 | --replicas must be positive, found 0",
        "train | --replicas=5 | --batch-size must be a multiple of 5, the number of replicas, found 12",
        "train | --replicas=3 --cluster=a:1,b:2 | 3 replicas of 2 towers need 3 tasks, a replica on"
            + " each, or 6, a tower on each; the cluster has 2",
        "benchmark | --replicas=5 --steps=1 | --batch-size must be a multiple of 5, the number of"
            + " replicas, found 12",
        "benchmark | --replicas=2 --of=training,inference | --replicas is of training, found"
            + " [training, inference]"
      })
  void replicasThatCannotBeAreRefused(String command, String changed, String message) {
    List<String> options = new ArrayList<>(OPTIONS);
    if (changed.contains("--cluster")) {
      options.removeIf(option -> option.startsWith("--devices"));
    }
    options.addAll(Arrays.asList(changed.split(" ", -1)));
    options.add("--data=" + dataset.directory());
    if (command.equals("train")) {
      options.add("--out=" + folder.resolve("refused"));
    }

    CommandRun refused = run(command, options);

    assertThat(refused.err()).isEqualTo("error: " + message + "\n");
    assertThat(refused.code()).isEqualTo(2);
    assertThat(folder.resolve("refused")).doesNotExist();
  }

  @Test
  void aPeerIsWaitedForAsLongAsToldTo() throws IOException {
    int[] ports = new int[2];
    for (int i = 0; i < 2; i++) {
      try (ServerSocket socket = new ServerSocket(0)) {
        ports[i] = socket.getLocalPort();
      }
    }
    List<String> options = new ArrayList<>(OPTIONS);
    options.addAll(
        List.of(
            "--data=" + dataset.directory(),
            "--out=" + folder.resolve("lonely"),
            "--cluster=127.0.0.1:" + ports[0] + ",127.0.0.1:" + ports[1],
            "--trusted-network",
            "--peer-timeout=1",
            "--peer-wait=1"));

    assertThat(run("train", options).err())
        .isEqualTo("error: --devices and --cluster exclude each other\n");

    options.removeIf(option -> option.startsWith("--devices"));
    long begin = System.nanoTime();
    CommandRun lonely = run("train", options);
    double seconds = (System.nanoTime() - begin) / 1e9;

    String silent = "task 1 at 127.0.0.1:" + ports[1] + " does not answer; start its server";
    assertThat(lonely.out())
        .startsWith("Task 0 listens on port " + ports[0] + " ")
        .endsWith(silent + "; waiting up to 1 s for it\n");
    assertThat(lonely.err()).isEqualTo("error: " + silent + "\n");
    assertThat(lonely.code()).isOne();
    assertThat(seconds).isGreaterThan(1);
  }

  @Test
  void benchmarkHasALineForEverySoManyUpdates() throws IOException {
    long begin = System.nanoTime();
    CommandRun measured =
        run(
            "benchmark",
            List.of(
                "--input-size=67",
                "--width-divided-by=16",
                "--data=" + dataset.directory(),
                "--batch-size=21",
                "--steps=51",
                "--every=20"));
    double seconds = (System.nanoTime() - begin) / 1e9;

    assertThat(measured.err()).isEmpty();
    assertThat(measured.code()).isZero();
    List<List<String>> lines =
        measured
            .out()
            .lines()
            .skip(1)
            .limit(3)
            .map(Splitter.on(' ').omitEmptyStrings()::splitToList)
            .toList();
    assertThat(lines).extracting(line -> line.get(0)).containsExactly("20", "40", "51");
    double busy = 0;
    double memory = ResidentMemory.mebibytes().orElse(0);
    int[] images = {20 * 21, 20 * 21, 11 * 21};
    for (int i = 0; i < 3; i++) {
      List<String> line = lines.get(i);
      busy += images[i] / Double.parseDouble(line.get(1));
      assertThat(Double.parseDouble(line.get(2))).isGreaterThanOrEqualTo(0).isLessThan(100);
      assertThat(line.get(3)).isEqualTo("%");
      if (memory > 0) {
        assertThat(Double.parseDouble(line.get(4).replace(",", "")))
            .isBetween(0.3 * memory, 3 * memory);
      }
    }
    assertThat(busy).isBetween(0.01 * seconds, seconds);
    String few =
        run(
                "benchmark",
                List.of(
                    "--input-size=67",
                    "--width-divided-by=16",
                    "--data=" + dataset.directory(),
                    "--batch-size=21",
                    "--steps=10"))
            .out();
    assertThat(few.lines().toList().get(1))
        .matches(" {5}10 {2}[ \\d]{8} {2} {16}- {2} {0,11}(unknown|[\\d,]+)");
  }
}

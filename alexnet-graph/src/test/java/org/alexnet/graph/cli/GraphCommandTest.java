package org.alexnet.graph.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Stream;
import org.alexnet.common.cli.CommandLineTool;
import org.alexnet.graph.device.PlacedNetwork;
import org.alexnet.graph.device.Placement;
import org.alexnet.graph.preset.Preset;
import org.alexnet.graph.report.Description;
import org.alexnet.graph.report.NetworkCost;
import org.alexnet.graph.report.NetworkFigure;
import org.alexnet.graph.report.NetworkTable;
import org.alexnet.graph.report.PeakMemory;
import org.alexnet.graph.report.PresetDiff;
import org.alexnet.graph.report.ReplicaTraffic;
import org.alexnet.graph.report.RunReport;
import org.alexnet.graph.report.RunTable;
import org.alexnet.graph.report.TrainingMemory;
import org.alexnet.graph.run.ReleasedRuns;
import org.alexnet.graph.spec.AlexNetSpec;
import org.alexnet.graph.spec.Precision;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The command that prints the network. */
class GraphCommandTest {

  @Test
  void printsTheNetworkOfThePaper() {
    // when
    StandardStreams printed = run();

    // then
    assertThat(printed.exitCode()).isZero();
    assertThat(printed.err()).isEmpty();
    assertThat(printed.out())
        .startsWith("AlexNet (paper): 2 towers, 227x227 RGB images, 1000 classes")
        .contains("60,965,224");
  }

  @Test
  void everyOptionHasItsEffect() {
    // when
    StandardStreams printed =
        run("--input-size", "67", "--classes=10", "--devices", "/GPU:4,/GPU:5");

    // then
    assertThat(printed.exitCode()).isZero();
    assertThat(printed.out())
        .startsWith("AlexNet (paper): 2 towers, 67x67 RGB images, 10 classes")
        .contains("/GPU:4, /GPU:5")
        .doesNotContain("60,965,224");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--nonsense | Unknown option: '--nonsense'; see --help",
        "--input-size=big | Invalid value for option '--input-size': 'big' is not an int; see"
            + " --help",
        "--input-size | Missing required parameter for option '--input-size' (PIXELS); see"
            + " --help",
        "more | Unmatched argument at index 0: 'more'; see --help",
        "--input-size=66 | imageSize 66 is too small: pool5 needs 3 rows, found 2; the smallest for"
            + " the paper's layers is 67",
        "--classes=1 | classCount must be 2 to 1000000, found 1",
        "--devices=/GPU:0 | placement has 1 devices, but the network has 2 towers",
        "--devices=gpu,/GPU:1 | device must look like /GPU:0, /CPU:0 or"
            + " /job:tower/task:1/GPU:0, found gpu"
      })
  void wrongArgumentsGiveOneLineAndExitCodeTwo(String argument, String message) {
    // when
    StandardStreams printed = run(argument);

    // then
    assertThat(printed.err()).isEqualTo("error: " + message + System.lineSeparator());
    assertThat(printed.out()).isEmpty();
    assertThat(printed.exitCode()).isEqualTo(2);
  }

  @Test
  void stackTraceIsPrintedWhereItIsAskedFor() {
    // when
    StandardStreams printed = run("--classes=1", "--stack-trace");

    // then
    assertThat(printed.err().lines())
        .startsWith(
            "error: classCount must be 2 to 1000000, found 1",
            "java.lang.IllegalArgumentException: classCount must be 2 to 1000000, found 1")
        .anyMatch(line -> line.contains("at org.alexnet.graph.spec.AlexNetSpec.withClassCount("));
    assertThat(printed.exitCode()).isEqualTo(2);
  }

  @Test
  void variationsAreOptions() {
    assertThat(
            run(
                    "--preset=caffe",
                    "--variation=conv6",
                    "--without-layer=conv2,conv4",
                    "--activation=tanh",
                    "--variation=without-normalization",
                    "--variation=without-overlap",
                    "--variation=without-dropout",
                    "--variation=without-links",
                    "--towers=4",
                    "--width-divided-by=4")
                .out())
        .startsWith(
            "AlexNet (caffe, 4 towers, conv6, no normalization, no overlap, no dropout, no links, no"
                + " conv2, no conv4, tanh, width / 4): 4 towers, 227x227 RGB images, 1000 classes\n");
    assertThat(run("--variation=one-tower").out())
        .startsWith("AlexNet (paper, one-tower control): 1 tower,");
  }

  @Test
  void saysWhatANetworkCosts() {
    StandardStreams printed = run("cost", "--classes", "22000", "--batch-size", "64");

    assertThat(printed.out())
        .startsWith("Cost of paper, one image")
        .contains("147,002,224")
        .contains(
            "Training in float32 with batches of 64 takes about 2,787 MiB at its peak",
            "have 1,682 MiB.");
    assertThat(printed.exitCode()).isZero();
  }

  @Test
  void listsEveryEdgeBetweenTheTowers() {
    StandardStreams printed = run("links", "--width-divided-by", "16", "--input-size", "67");

    assertThat(printed.out().lines()).hasSize(1 + 14 + 2);
    assertThat(printed.out())
        .contains("pool2/tower1/MaxPool -> conv3/tower0/all_gather")
        .endsWith(
            "\n2,176 bytes of an image cross forward and 2,176 backward; nothing else crosses.\n");
    assertThat(run("links", "--variation=one-tower").err())
        .isEqualTo("error: one tower has no links\n");
  }

  @Test
  void printsWhereTwoPresetsDiffer() {
    assertThat(run("diff", "paper", "caffe").out()).contains("2 times that of weights");
    assertThat(run("diff", "paper", "vgg").err())
        .isEqualTo(
            "error: preset or run must be one of " + Description.names() + ", found 'vgg'\n");
  }

  @Test
  void drawsAndOverwritesNothing(@TempDir Path folder) throws IOException {
    Path figure = folder.resolve("figure.svg");

    assertThat(run("draw", "--out", figure.toString()).out()).isEqualTo("Drawn: " + figure + "\n");
    assertThat(figure).content().startsWith("<svg ").endsWith("</svg>\n");
    assertThat(run("draw", "--out", figure.toString()).err())
        .isEqualTo("error: " + figure + " exists already\n");
    assertThat(run("draw", "--out", folder + "/none/figure.svg").err())
        .isEqualTo(
            String.format(
                "error: %1$s/none/figure.svg cannot be written: %1$s/none is not a folder%n",
                folder));
  }

  @Test
  void servesOnlyWhereSomebodyVouchesForTheNetwork() {
    assertThat(run("serve", "--cluster=a:1,b:2").err())
        .isEqualTo(
            "error: TensorFlow's server listens on every interface with no authentication, and"
                + " whoever reaches its port can run code here; fence the port and say"
                + " --trusted-network\n");
    assertThat(run("serve", "--trusted-network").err())
        .isEqualTo("error: --cluster must be given\n");
    assertThat(run("serve", "--cluster=a:1,b:2", "--task=0", "--trusted-network").err())
        .isEqualTo("error: task must be at least 1, found 0; task 0 is the one that trains\n");
  }

  private static final String[] OF_THE_NETWORK = {
    "--preset=caffe", "--variation=conv6", "--input-size=99", "--classes=7", "--width-divided-by=16"
  };
  private static final AlexNetSpec NETWORK =
      Preset.CAFFE
          .spec()
          .withSixthConvolution()
          .withWidthDividedBy(16)
          .withImageSize(99)
          .withClassCount(7);

  @Test
  void theTableIsOfTheNetworkAndTheDevices() {
    assertThat(run(with("--devices=/CPU:1,/CPU:2")).out())
        .isEqualTo(
            NetworkTable.of(new PlacedNetwork(NETWORK, Placement.of("/CPU:1", "/CPU:2"))) + "\n");
    assertThat(run(with()).out()).isEqualTo(NetworkTable.of(PlacedNetwork.detect(NETWORK)) + "\n");
  }

  @Test
  void theCostIsOfTheNetworkTheBatchAndThePrecision() {
    assertThat(run(with("cost", "--batch-size=5000")).out())
        .isEqualTo(
            "%s%n%n%s%n"
                .formatted(NetworkCost.of(NETWORK), memory(Precision.FLOAT32, 5000, 1, "")));
    assertThat(run(with("cost", "--precision=bfloat16")).out())
        .endsWith(memory(Precision.BFLOAT16, 128, 1, "") + "\n");
    assertThat(run("cost").out())
        .startsWith(NetworkCost.of(Preset.PAPER.spec()).toString())
        .contains("takes about 2,263 MiB", "and 1,894 MiB where", "have 698 MiB")
        .contains("Inference takes about 763 MiB, and 859 MiB with loops");
  }

  @Test
  void theCostOfReplicasHasWhatTheySendEachOther() {
    assertThat(run(with("cost", "--batch-size=126", "--replicas=3")).out())
        .isEqualTo(
            "%s%n%n%s%n%n%s%n"
                .formatted(
                    NetworkCost.of(NETWORK),
                    ReplicaTraffic.of(NETWORK, 3),
                    memory(Precision.FLOAT32, 126, 3, "of all replicas ")));
    assertThat(run("cost", "--replicas=3").err())
        .isEqualTo(
            "error: --batch-size must be a multiple of 3, the number of replicas, found 128\n");
    assertThat(run("cost", "--replicas=0").err())
        .isEqualTo("error: --replicas must be positive, found 0\n");
  }

  private static String memory(Precision precision, int batchSize, int replicas, String whose) {
    double mebibyte = 1024 * 1024;
    return String.format(
        Locale.ROOT,
        "Training in %s with batches of %d takes about %,.0f MiB at its peak, and %,.0f MiB where"
            + " loops%nare compiled (on CPUs with AVX-512); in float32 parameters, velocities and"
            + " gradients%n%shave %,.0f MiB.%nInference takes about %,.0f MiB, and %,.0f MiB with"
            + " loops. What the JVM and TensorFlow%nhold before comes on top.",
        precision,
        batchSize,
        new TrainingMemory(NETWORK, batchSize, replicas, precision, false).bytes() / mebibyte,
        new TrainingMemory(NETWORK, batchSize, replicas, precision, true).bytes() / mebibyte,
        whose,
        (4 + 8 * replicas) * NetworkCost.of(NETWORK).parameters() / mebibyte,
        PeakMemory.atTest(NETWORK, precision, false).bytes(batchSize) / mebibyte,
        PeakMemory.atTest(NETWORK, precision, true).bytes(batchSize) / mebibyte);
  }

  @Test
  void theFigureIsOfTheNetwork(@TempDir Path folder) {
    Path figure = folder.resolve("figure.svg");
    assertThat(run(with("draw", "--out=" + figure)).exitCode()).isZero();
    assertThat(figure).hasContent(NetworkFigure.of(NETWORK).toSvg());
  }

  @Test
  void aFigureWithoutAFolderGoesWhereTheCommandRuns() {
    Path there = Path.of("pom.xml");
    assertThat(there).isRegularFile();
    assertThat(run("draw", "--out=pom.xml").err()).isEqualTo("error: pom.xml exists already\n");
  }

  @Test
  void theLinksAreOfTheNetwork() {
    assertThat(run("links", "--width-divided-by=16", "--input-size=67").out())
        .isEqualTo(
            """
            pass      bytes an image  edge
            forward              288  pool2/tower1/MaxPool -> conv3/tower0/all_gather
            forward              288  pool2/tower0/MaxPool -> conv3/tower1/all_gather
            forward               32  pool5/tower1/MaxPool -> fc6/tower0/all_gather
            forward               32  pool5/tower0/MaxPool -> fc6/tower1/all_gather
            forward              512  drop6/tower1/Mul -> fc7/tower0/all_gather
            forward              512  drop6/tower0/Mul -> fc7/tower1/all_gather
            forward              512  drop7/tower1/Mul -> fc8/tower0/all_gather
            backward             512  fc8/tower0/backward/reduce_scatter/StridedSlice_1 -> drop7/tower1/backward/Mul
            backward             512  fc7/tower1/backward/reduce_scatter/StridedSlice -> drop6/tower0/AddN
            backward             512  fc7/tower0/backward/reduce_scatter/StridedSlice_1 -> drop6/tower1/AddN
            backward              32  fc6/tower1/backward/reduce_scatter/StridedSlice -> pool5/tower0/AddN
            backward              32  fc6/tower0/backward/reduce_scatter/StridedSlice_1 -> pool5/tower1/AddN
            backward             288  conv3/tower1/backward/reduce_scatter/StridedSlice -> pool2/tower0/AddN
            backward             288  conv3/tower0/backward/reduce_scatter/StridedSlice_1 -> pool2/tower1/AddN

            2,176 bytes of an image cross forward and 2,176 backward; nothing else crosses.
            """);
    assertThat(run(with("links")).out())
        .endsWith(
            String.format(
                Locale.ROOT,
                "%n%1$,d bytes of an image cross forward and %1$,d backward; nothing else"
                    + " crosses.%n",
                NetworkCost.of(NETWORK).linkBytes()));
  }

  @Test
  void differencesAreOfTheFirstPresetAgainstTheSecond() {
    assertThat(run("diff", "cuda-convnet", "CAFFE").out())
        .isEqualTo(PresetDiff.of(Preset.CUDA_CONVNET, Preset.CAFFE) + "\n");
  }

  @Test
  void runsAreListedAndToldOneByOne() {
    assertThat(run("runs").out())
        .isEqualTo(
            new RunTable(ReleasedRuns.all())
                + "\n\n"
                + "Errors in % with ten crops, of CIFAR-10 with the whole image.\n");
    assertThat(run("runs", "150").out()).isEqualTo(new RunReport(ReleasedRuns.named("150")) + "\n");
    assertThat(run("runs", "146").err())
        .isEqualTo(
            "error: run must be one of [145, 145-135, 145-2010, 145-half, 147, 148, 149, 150, 141,"
                + " 141-2009, 141-2012-2009, 141-2010-2009, 146-2009, 146-2011, 146-2012-2011,"
                + " 146-2012-2009, 18pct, 19pct, conv-local-13pct], found '146'\n");
    assertThat(run("diff", "145", "150").out())
        .isEqualTo(PresetDiff.of(Description.of("145"), Description.of("150")) + "\n");
  }

  @Test
  void aTowerIsServedOnThePortOfItsTask() throws IOException {
    try (ServerSocket first = new ServerSocket(0);
        ServerSocket second = new ServerSocket(0)) {
      String cluster =
          "--cluster=a:1,127.0.0.1:" + first.getLocalPort() + ",127.0.0.1:" + second.getLocalPort();

      assertBusy(first, run("serve", cluster, "--trusted-network"));
      assertBusy(second, run("serve", cluster, "--trusted-network", "--task=2"));
    }
    assertThat(run("serve", "--cluster=a:1,b:2,c:3", "--task=3", "--trusted-network").err())
        .isEqualTo("error: --task must be 0 to 2, found 3\n");
  }

  private static void assertBusy(ServerSocket socket, StandardStreams printed) {
    assertThat(printed.err())
        .startsWith("error: port " + socket.getLocalPort() + " cannot be listened on: ");
    assertThat(printed.out()).isEmpty();
    assertThat(printed.exitCode()).isEqualTo(1);
  }

  /** A subcommand and its options, with those of the network. */
  private static String[] with(String... arguments) {
    return Stream.concat(Arrays.stream(arguments), Arrays.stream(OF_THE_NETWORK))
        .toArray(String[]::new);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "cost", "links", "diff", "draw", "runs", "serve"})
  void everyCommandHelps(String command) {
    StandardStreams printed = command.isEmpty() ? run("--help") : run(command, "--help");

    assertThat(printed.exitCode()).isZero();
    assertThat(printed.err()).isEmpty();
    assertThat(printed.out())
        .startsWith("Usage: alexnet-graph " + command)
        .contains("-h, --help", "--stack-trace")
        .doesNotContain("DEFAULT-VALUE", "COMPLETION", "null");
  }

  @Test
  void helpNamesTheDefaults() {
    assertThat(run("cost", "--help").out())
        .containsPattern("Images in a step\\s+\\(default:\\s+128\\)");
    assertThat(run("serve", "--help").out())
        .containsPattern("this\\s+is\\s+\\(default:\\s+1\\)")
        .containsPattern("lost\\s+\\(default:\\s+60\\)");
    assertThat(run("--help").out()).containsPattern("cifar10\\s+\\(default:\\s+paper\\)");
  }

  @Test
  void helpNamesEveryOption() {
    // when
    StandardStreams printed = run("--help");

    // then
    assertThat(printed.exitCode()).isZero();
    assertThat(printed.out())
        .contains("--input-size", "--classes", "--devices", "--stack-trace", "share of images");
  }

  private static StandardStreams run(String... arguments) {
    return StandardStreams.of(() -> CommandLineTool.execute(new GraphCommand(), arguments));
  }
}

package org.alexnet.train.cli;

import static org.alexnet.train.cli.CommandRun.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.alexnet.data.Dataset;
import org.alexnet.train.FewImages;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainCommandTest {
  @TempDir private static Path shared;
  private static String data;

  @TempDir private Path folder;

  @BeforeAll
  static void prepare() throws IOException {
    data = FewImages.sevenClasses(shared, 70, 6, 2).directory().toString();
  }

  @Test
  void refusesAFolderThatIsNoDataSet() {
    Path out = folder.resolve("run");

    assertRefused(
        CommandRun.of("train", "--data", folder.toString(), "--out", out.toString()),
        1,
        folder + " is not a prepared data set: it holds no dataset.json");
    assertThat(out).doesNotExist();
  }

  @Test
  void refusesRecipesThatMakeNoSense() {
    String out = folder.resolve("run").toString();

    assertRefused(
        CommandRun.of("train", "--data", data, "--out", out, "--input-size", "67", "--epochs", "0"),
        2,
        "--epochs must be positive, found 0");
    assertRefused(
        CommandRun.of(
            "train",
            "--data",
            data,
            "--out",
            out,
            "--input-size",
            "67",
            "--schedule",
            "multi-step:milestones=3+2"),
        2,
        "--schedule multi-step:milestones=3+2: multi-step: milestones must be positive and"
            + " rising, found [3, 2]");
    assertRefused(
        CommandRun.of("train", "--data", data, "--out", out, "--input-size", "71"),
        2,
        "--input-size must be at most 70, the image size of " + data + ", found 71");
    assertRefused(
        CommandRun.of(
            "train", "--data", data, "--out", out, "--input-size", "67", "--devices", "/CPU:0"),
        2,
        "placement has 1 devices, but the network has 2 towers");
    assertRefused(
        CommandRun.of("train", "--data", data, "--out", out),
        2,
        "crops of 62 pixels, as usual for the 70 pixels of "
            + data
            + ", are too small for the network; give --input-size, or prepare larger images (imageSize"
            + " 62 is too small: pool5 needs 3 rows, found 2; the smallest for the paper's layers is"
            + " 67)");
    assertRefused(
        CommandRun.of("train", "--data", data, "--out", out, "--epochs", "0"),
        2,
        "--epochs must be positive, found 0");
    assertThat(folder.resolve("run")).doesNotExist();
  }

  @Test
  void refusesDevicesThatAreNotThere() throws IOException {
    Path out = Files.createDirectory(folder.resolve("run"));
    Files.writeString(out.resolve("run.json"), "{}");
    Object[] train = {
      "train",
      "--data",
      data,
      "--out",
      out.toString(),
      "--input-size",
      "67",
      "--devices",
      "/CPU:0,/GPU:97",
      "--if-exists",
      "replace"
    };

    CommandRun run = CommandRun.of(train);

    assertThat(run.err()).matches("error: there is no /GPU:97 here; found /CPU:0( /GPU:\\d+)*\n");
    assertThat(run.code()).isEqualTo(2);
    assertThat(out.resolve("run.json")).hasContent("{}");
  }

  @Test
  void trainsAVariationFromTheParametersOfAnother() {
    String[] common = {
      "--data=" + data,
      "--input-size=67",
      "--epochs=1",
      "--batch-size=7",
      "--preset=cuda-convnet",
      "--width-divided-by=16",
      "--devices=/CPU:0,/CPU:0"
    };
    String first = folder.resolve("first").toString();

    CommandRun fresh = CommandRun.of(arguments(common, "train", "--out=" + first));
    CommandRun fromIt =
        CommandRun.of(
            arguments(
                common,
                "train",
                "--out=" + folder.resolve("second"),
                "--variation=conv6",
                "--initialize-from=" + first));

    assertThat(fresh.err()).isEmpty();
    assertThat(fresh.out())
        .contains("Network  cuda-convnet, width / 16, 2 towers on /CPU:0 and /CPU:0, 67x67 pixels")
        .contains(
            "at most 1 epoch,\n         learning rate 0.01, x 0.1 after epochs [25, 51, 79]\n");
    assertThat(fromIt.err()).isEmpty();
    assertThat(fromIt.out())
        .startsWith(
            "Initializing from " + first + "/checkpoints/step-00000006:\nconv1     loaded\n")
        .contains("\nconv6     initialized  no such layer there\n");

    CommandRun goneOn =
        CommandRun.of(
            arguments(
                common,
                "train",
                "--out=" + folder.resolve("second"),
                "--variation=conv6",
                "--if-exists=resume",
                "--initialize-from=" + first));
    assertThat(goneOn.err()).isEmpty();
    assertThat(goneOn.out()).startsWith("Network ").contains("Trained already: 6 of 6 steps");
  }

  @Test
  void theCifarNetworkSeesWholeImages() {
    CommandRun run =
        CommandRun.of(
            "train",
            "--data=" + data,
            "--out=" + folder.resolve("run"),
            "--preset=cifar10",
            "--epochs=1",
            "--batch-size=14",
            "--width-divided-by=16");

    assertThat(run.err()).isEmpty();
    assertThat(run.out()).startsWith("Network  cifar10, width / 16, 1 tower on ").contains("70x70");
  }

  @Test
  void theCropsAreAsUsualForTheStoredImagesRounded() throws IOException {
    Dataset dataset = FewImages.sevenClasses(folder, 75, 3, 1); // 75 * 227 / 256 is 66.5

    CommandRun run =
        CommandRun.of(
            "train",
            "--data=" + dataset.directory(),
            "--out=" + folder.resolve("run"),
            "--epochs=1",
            "--batch-size=7",
            "--width-divided-by=16");

    assertThat(run.err()).isEmpty();
    assertThat(run.out()).startsWith("Network  paper, width / 16, 2 towers on ").contains("67x67");
  }

  private static Object[] arguments(String[] common, String... more) {
    return Stream.concat(Stream.of(more), Stream.of(common)).toArray();
  }

  @Test
  void servesNobodyUnlessTheNetworkIsTrusted() {
    Path out = folder.resolve("run");

    assertRefused(
        CommandRun.of(
            "train",
            "--data",
            data,
            "--out",
            out.toString(),
            "--input-size",
            "67",
            "--cluster",
            "localhost:1,localhost:2"),
        2,
        "TensorFlow's server listens on every interface with no authentication, and whoever reaches"
            + " its port can run code here; fence the port and say --trusted-network");
    assertThat(out).doesNotExist();
  }

  @Test
  void overwritesNothing() throws IOException {
    Path out = Files.createDirectory(folder.resolve("run"));
    Files.writeString(out.resolve("run.json"), "{}");
    Object[] train = {"train", "--data", data, "--out", out.toString(), "--input-size", "67"};

    assertRefused(
        CommandRun.of(train),
        1,
        out + " holds a run already; choose --if-exists resume or --if-exists replace");

    Files.delete(out.resolve("run.json"));
    Files.writeString(out.resolve("thesis"), "x");
    assertRefused(CommandRun.of(train), 1, out + " is not a run's folder and is not empty");
    assertThat(out.resolve("thesis")).exists();
  }

  @Test
  void refusesToEvaluateWithoutACheckpoint() {
    assertRefused(
        CommandRun.of("evaluate", "--data", data, "--checkpoint", folder.toString()),
        1,
        folder + " holds neither checkpoint.json nor a run's checkpoints");
    assertRefused(
        CommandRun.of(
            "evaluate", "--data", data, "--checkpoint", folder.toString(), "--crops", "5"),
        2,
        "crops must be 1 or 10, found 5");
  }

  @Test
  void benchmarksUpdates() {
    CommandRun run =
        CommandRun.of(
            "benchmark",
            "--data",
            data,
            "--input-size",
            "67",
            "--width-divided-by",
            "16",
            "--batch-size",
            "4",
            "--steps",
            "22",
            "--every",
            "11");

    assertThat(run.err()).isEmpty();
    assertThat(run.out())
        .startsWith("  steps  images/s  waiting for input  resident MiB\n")
        .containsPattern("paper, width / 16 in float32; (a product|\\d+ products) of ")
        .hasLineCount(6);
  }
}

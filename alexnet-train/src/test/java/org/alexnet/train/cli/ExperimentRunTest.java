package org.alexnet.train.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.alexnet.common.FolderLock;
import org.alexnet.data.Preparation;
import org.alexnet.data.source.IlsvrcArchives;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Experiments on ImageNet, begun on a tree in the shape of its archives: three classes. */
class ExperimentRunTest {
  private static final List<String> SYNSETS = List.of("n01440764", "n02119789", "n03126707");

  @TempDir private static Path shared;
  private static Path dataset;

  @TempDir private Path folder;

  @BeforeAll
  static void prepareArchives() throws IOException {
    Random random = new Random(3);
    Map<String, byte[]> classes = new LinkedHashMap<>();
    Map<String, byte[]> validation = new LinkedHashMap<>();
    for (int label = 0; label < SYNSETS.size(); label++) {
      Map<String, byte[]> images = new LinkedHashMap<>();
      for (int i = 1; i <= 2; i++) {
        images.put(SYNSETS.get(label) + "_" + i + ".JPEG", picture(random));
      }
      classes.put(SYNSETS.get(label) + ".tar", tar(images));
      validation.put(
          String.format(Locale.ROOT, "ILSVRC2012_val_%08d.JPEG", label + 1), picture(random));
    }
    Path archives = Files.createDirectory(shared.resolve("archives"));
    Files.write(archives.resolve("ILSVRC2012_img_train.tar"), tar(classes));
    Files.write(archives.resolve("ILSVRC2012_img_val.tar"), tar(validation));
    Files.write(archives.resolve("ILSVRC2012_validation_ground_truth.txt"), SYNSETS);
    Path list = Files.write(shared.resolve("synsets.txt"), SYNSETS);
    dataset = shared.resolve("imagenet");
    Preparation.of(IlsvrcArchives.in(archives, list)).write(dataset);
  }

  private static byte[] picture(Random random) throws IOException {
    BufferedImage image = new BufferedImage(260, 256, BufferedImage.TYPE_INT_RGB);
    image.createGraphics().drawString("x", random.nextInt(200), 100);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ImageIO.write(image, "jpeg", out);
    return out.toByteArray();
  }

  private static byte[] tar(Map<String, byte[]> files) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (TarArchiveOutputStream tar =
        new TarArchiveOutputStream(bytes, StandardCharsets.UTF_8.name())) {
      for (Map.Entry<String, byte[]> file : files.entrySet()) {
        TarArchiveEntry entry = new TarArchiveEntry(file.getKey());
        entry.setSize(file.getValue().length);
        tar.putArchiveEntry(entry);
        tar.write(file.getValue());
        tar.closeArchiveEntry();
      }
    }
    return bytes.toByteArray();
  }

  @Test
  void theCommandsOfImagenetRunOnATreeInItsShape() throws IOException {
    Path out = folder.resolve("paper");

    CommandRun run =
        CommandRun.of(
            "experiment",
            "ten-crop",
            "features",
            "kernels",
            "--scale",
            "imagenet",
            "--data",
            dataset,
            "--out",
            out,
            "--seeds",
            2,
            "--width-divided-by",
            16,
            "--epochs",
            1,
            "--batch-size",
            3);

    assertThat(run.err()).isEmpty();
    assertThat(run.code()).isZero();
    assertThat(run.out())
        .contains("ten-crop   2 networks, 12 images in all, ")
        .contains("GiB of memory")
        .contains("Scale    imagenet, 2 seeds, networks: paper")
        .contains("| one crop alone has 39.0 % where ten have 37.5 % top-1 error |");
    for (String name : List.of("ten-crop", "features", "kernels")) {
      for (String file : List.of("result.json", "result.md", "result.html", "curves.svg")) {
        assertThat(out.resolve(name).resolve(file)).isNotEmptyFile();
      }
    }
    assertThat(out.resolve("kernels/figure-3.png")).isNotEmptyFile();
    assertThat(out.resolve("features/figure-4.svg")).content().contains("data:image/jpeg;base64,");
    // their network is the same, and trained once
    try (var runs = Files.list(out.resolve("runs"))) {
      assertThat(runs.filter(Files::isDirectory)).hasSize(1);
    }
    assertTheTrialIsKept(out);
  }

  /** A whole run in the same folder would take the place of what the trial found. */
  private static void assertTheTrialIsKept(Path out) throws IOException {
    Path result = out.resolve("ten-crop").resolve("result.json");
    String trial = Files.readString(result);

    CommandRun whole =
        CommandRun.of(
            "experiment",
            "ten-crop",
            "--scale",
            "imagenet",
            "--data",
            dataset,
            "--out",
            out,
            "--seeds",
            2,
            "--if-exists",
            "resume");

    assertThat(whole.code()).isOne();
    assertThat(whole.err())
        .isEqualTo(
            "error: "
                + result
                + " is of scale imagenet (trial: paper, width / 16, at most 1 epochs, batches of"
                + " 3), not imagenet; choose another folder\n");
    assertThat(result).hasContent(trial);
  }

  @Test
  @SuppressWarnings("try") // the lock is held, not asked
  void theOneAtWorkInAFolderIsToldBeforeWhatLiesThere() throws IOException {
    Path out = Files.createDirectory(folder.resolve("paper"));
    Object[] command = {"experiment", "ten-crop", "--scale", "imagenet", "--data", dataset};
    Object[] here = Stream.concat(Stream.of(command), Stream.of("--out", out)).toArray();

    try (FolderLock lock = FolderLock.in(out)) {
      CommandRun.assertRefused(
          CommandRun.of(here),
          1,
          out
              + " is being written by this process; wait until it has ended, or name another"
              + " folder");
    }
    CommandRun.assertRefused(
        CommandRun.of(here), 1, out + " holds experiments already; choose --if-exists resume");
  }

  @Test
  void whatDoesNotGoTogetherIsRefused() {
    Path out = folder.resolve("paper");

    CommandRun.assertRefused(
        CommandRun.of("experiment", "relus", "--out", out),
        2,
        "the experiment must be one of [relu, two-gpus, lrn, overlap, crops, pca, ten-crop,"
            + " dropout, decay, bias-one, schedule, average, pretrain, depth, kernels, features],"
            + " found relus");
    CommandRun.assertRefused(
        CommandRun.of("experiment", "lrn", "--out", out, "--scale", "mnist"),
        2,
        "--scale must be fashion, cifar10 or imagenet, found 'mnist'");
    CommandRun.assertRefused(
        CommandRun.of("experiment", "lrn", "--out", out, "--scale", "cifar10"),
        2,
        "--scale cifar10 needs --images: CIFAR-10 in its binary version, of"
            + " https://www.cs.toronto.edu/~kriz/cifar.html");
    CommandRun.assertRefused(
        CommandRun.of("experiment", "lrn", "--out", out, "--seeds", 1),
        2,
        "--seeds must be at least 2, found 1");
    CommandRun.assertRefused(
        CommandRun.of("experiment", "lrn", "--out", out, "--scale", "imagenet"),
        2,
        "--scale imagenet needs --data, a prepared data set");
    CommandRun.assertRefused(
        CommandRun.of(
            "experiment", "lrn", "--out", dataset, "--scale", "imagenet", "--data", dataset),
        1,
        dataset + " holds experiments already; choose --if-exists resume");
    assertThat(out).doesNotExist();
  }

  @Test
  void claimsAreListedAndOneIsToldWhole() {
    CommandRun list = CommandRun.of("claims");
    CommandRun one = CommandRun.of("claims", "conv1-neurons");

    assertThat(list.out().lines()).hasSizeGreaterThan(100);
    assertThat(one.out())
        .startsWith("conv1-neurons (figure 2): erratum\n  paper     The first layer has 253,440")
        .contains("  here      55 x 55 x 96 = 290,400.");
    CommandRun.assertRefused(
        CommandRun.of("claims", "nothing"),
        2,
        "there is no claim and no experiment nothing; claims alone lists them");
  }

  @Test
  void anEstimateWritesNothingAndMayBeMadeBesideExperiments() throws IOException {
    Path images = folder.resolve("images");
    for (String split : List.of("train", "validation")) {
      for (String label : List.of("cat", "dog")) {
        Path labelled = Files.createDirectories(images.resolve(split).resolve(label));
        Files.write(labelled.resolve("1.jpg"), picture(new Random(4)));
      }
    }
    Path out = Files.createDirectory(folder.resolve("paper"));

    CommandRun run =
        CommandRun.of(
            "experiment",
            "relu",
            "--scale",
            "cifar10",
            "--images",
            images,
            "--out",
            out,
            "--seeds",
            2,
            "--epochs",
            1,
            "--batch-size",
            2,
            "--estimate");

    assertThat(run.err()).isEmpty();
    assertThat(run.code()).isZero();
    assertThat(run.out()).startsWith("relu       18 networks, 36 images in all, ");
    assertThat(out).isEmptyDirectory();
  }
}

package org.alexnet.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.alexnet.common.FolderLock;
import org.alexnet.common.Hashes;
import org.alexnet.common.LibraryVersion;
import org.alexnet.common.ListedFiles;
import org.alexnet.data.image.TestImages;
import org.alexnet.data.proto.DatasetManifest;
import org.alexnet.data.proto.PixelStatisticsManifest;
import org.alexnet.data.proto.ShardManifest;
import org.alexnet.data.proto.SkippedImage;
import org.alexnet.data.proto.SplitManifest;
import org.alexnet.data.proto.StoredFormatProto;
import org.alexnet.data.source.ClassFolders;
import org.alexnet.data.source.Split;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tensorflow.TensorFlow;

/** What is in the folder of a data set, what its manifest says, and when it is opened. */
class DatasetFilesTest {
  @TempDir private static Path prepared;
  @TempDir private Path folder;
  private static Preparation preparation;
  private Path out;
  private Dataset dataset;

  @BeforeAll
  static void prepare() throws IOException {
    Path images = prepared.resolve("images");
    TestImages.classFolders(images.resolve("train"), 3, "cat");
    TestImages.classFolders(images.resolve("train"), 4, "dog");
    TestImages.classFolders(images.resolve("validation"), 2, "cat");
    TestImages.classFolders(images.resolve("validation"), 1, "dog");
    Files.createFile(images.resolve("train/cat/none.png"));
    Files.writeString(images.resolve("validation/cat/text.png"), "text");
    preparation =
        Preparation.of(ClassFolders.in(images))
            .withImageSize(8)
            .withSeed(3)
            .withBadImages(Preparation.BadImages.SKIP);
    preparation.write(prepared.resolve("out"));
  }

  @BeforeEach
  void open() throws IOException {
    Path parent = Files.createDirectory(folder.resolve("parent"));
    out = TestImages.copy(prepared.resolve("out"), parent.resolve("out"));
    dataset = Dataset.open(out);
  }

  private List<String> entries(Path parent) throws IOException {
    try (var entries = Files.list(parent)) {
      return entries.map(path -> path.getFileName().toString()).sorted().toList();
    }
  }

  private SplitManifest split(String prefix, long cats, long dogs) throws IOException {
    return SplitManifest.newBuilder()
        .setImageCount(cats + dogs)
        .addImagesPerClass(cats)
        .addImagesPerClass(dogs)
        .addShards(
            ShardManifest.newBuilder()
                .setFile(ListedFiles.list(out, out.resolve(prefix + "-00000-of-00001")))
                .setImageCount(cats + dogs)
                .setImagesSha256(imagesSha256(prefix)))
        .build();
  }

  /** Of names, classes and sizes in the order of the shard, which skipped ones are part of. */
  private String imagesSha256(String prefix) {
    String found =
        dataset
            .manifest(prefix.equals("train") ? Split.TRAIN : Split.VALIDATION)
            .getShards(0)
            .getImagesSha256();
    assertThat(found).hasSize(64);
    return found;
  }

  @Test
  void theManifestSaysEverything() throws IOException {
    PixelStatistics pixels = dataset.statistics();
    DatasetManifest expected =
        DatasetManifest.newBuilder()
            .setSchemaVersion(2)
            .setImageSize(8)
            .addLabels("cat")
            .addLabels("dog")
            .setLabelsSha256(Hashes.sha256(new byte[] {'c', 'a', 't', '\n', 'd', 'o', 'g', '\n'}))
            .setTrain(split("train", 3, 4))
            .setValidation(split("validation", 2, 1))
            .setStatistics(
                PixelStatisticsManifest.newBuilder()
                    .setMean(ListedFiles.list(out, out.resolve("mean.pb")))
                    .addAllRgbMean(pixels.rgbMean())
                    .addAllRgbCovariance(pixels.rgbCovariance())
                    .addAllEigenvalues(pixels.eigenvalues())
                    .addAllEigenvectors(pixels.eigenvectors()))
            .setSeed(3)
            .setSource("class folders images")
            .addSkipped(skipped("train/cat/none.png", "is empty"))
            .addSkipped(
                skipped(
                    "validation/cat/text.png",
                    "is not a JPEG, PNG or GIF image: its content is no image format known here"))
            .setLibraryVersion(LibraryVersion.get())
            .setTensorflowVersion(TensorFlow.version())
            .setManifestSha256(dataset.fingerprint())
            .setStoredFormat(
                StoredFormatProto.newBuilder()
                    .setFit("crop")
                    .setFilter("triangle")
                    .setEncoding("jpeg")
                    .setQuality(95)
                    .setChroma("4:4:4"))
            .build();

    assertThat(dataset.manifest()).isEqualTo(expected);
    assertThat(Files.readString(out.resolve("dataset.json")))
        .contains("\"manifestSha256\": \"" + dataset.fingerprint() + "\"");
    assertThat(dataset.manifest(Split.TRAIN)).isEqualTo(expected.getTrain());
    assertThat(dataset.manifest(Split.VALIDATION)).isEqualTo(expected.getValidation());
  }

  private static SkippedImage skipped(String file, String reason) {
    return SkippedImage.newBuilder().setFile(file).setReason(reason).build();
  }

  @Test
  void tellsWhereItsFilesAre() throws IOException {
    assertThat(dataset.directory()).isEqualTo(out);
    assertThat(dataset.meanFile()).isEqualTo(out.resolve("mean.pb"));
    assertThat(dataset.shards(Split.TRAIN)).containsExactly(out.resolve("train-00000-of-00001"));
    assertThat(dataset.shards(Split.VALIDATION))
        .containsExactly(out.resolve("validation-00000-of-00001"));
    assertThat(dataset.imageCount(Split.VALIDATION)).isEqualTo(3);
    assertThat(entries(out))
        .containsExactly(
            "dataset.json", "mean.pb", "train-00000-of-00001", "validation-00000-of-00001");
    assertThat(entries(out.getParent())).containsExactly("out");
  }

  @Test
  void isOpenedOnlyWithEveryFileInItsSize() throws IOException {
    for (String name : List.of("mean.pb", "train-00000-of-00001", "validation-00000-of-00001")) {
      Path file = out.resolve(name);
      byte[] whole = Files.readAllBytes(file);
      Files.write(file, Arrays.copyOf(whole, whole.length + 1));
      String message =
          file
              + " has "
              + (whole.length + 1)
              + " bytes, but the manifest of the data set says "
              + whole.length;
      assertThatThrownBy(() -> Dataset.open(out)).hasMessage(message);
      assertThatThrownBy(dataset::requireUnchanged).hasMessage(message);

      Files.delete(file);
      assertThatThrownBy(() -> Dataset.open(out))
          .isInstanceOf(NoSuchFileException.class)
          .hasMessage(file + " is missing from the data set");
      Files.write(file, whole);
    }
    dataset.requireUnchanged();
    Dataset.open(out).verify();
  }

  @Test
  void anInterruptedReplacementIsUndoneWhereItIsOpened() throws IOException {
    Files.move(out, out.resolveSibling(".out.old"));
    Files.createDirectory(out.resolveSibling(".out.partial"));

    assertThat(Dataset.open(out).fingerprint()).isEqualTo(dataset.fingerprint());
    assertThat(entries(out.getParent())).containsExactly("out");
  }

  @Test
  @SuppressWarnings("try") // the lock is held, not asked
  void aReplacementThatIsUnderWayIsLeftAlone() throws IOException {
    Files.move(out, out.resolveSibling(".out.old"));

    try (FolderLock lock = FolderLock.beside(out)) {
      assertThatThrownBy(() -> Dataset.open(out))
          .isInstanceOf(IOException.class)
          .hasMessage(
              out
                  + " is being written by this process; wait until it has ended, or name another"
                  + " folder");
      assertThat(out.resolveSibling(".out.old")).exists();
    }
  }

  @Test
  void whateverADataSetLeavesIsReplaced() throws IOException {
    for (String name :
        List.of(".dataset.json.new", "train-00007-of-00123", "validation-00000-of-00009")) {
      Files.writeString(out.resolve(name), "rest");
    }

    assertThat(preparation.replace(out).fingerprint()).isEqualTo(dataset.fingerprint());
    assertThat(entries(out)).hasSize(4);

    Path empty = Files.createDirectory(folder.resolve("empty"));
    preparation.replace(empty);
  }

  @Test
  void aReplacementAfterAnInterruptedOneKeepsWhatIsNoDataSet() throws IOException {
    Files.writeString(out.resolve("thesis"), "x");
    Files.move(out, out.resolveSibling(".out.old"));

    assertThatThrownBy(() -> preparation.replace(out))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(" is no part of a data set");
    assertThat(out.resolve("thesis")).hasContent("x");
  }

  @Test
  void aFailureWithoutAMessageExplainsNothing() throws IOException {
    dataset.explain(new IllegalStateException());
  }
}

package org.alexnet.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.alexnet.common.FolderLock;
import org.alexnet.common.proto.FileProto;
import org.alexnet.export.internal.Manifests;
import org.alexnet.graph.savedmodel.StoredWeights;
import org.alexnet.train.Checkpoint;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WritingVersionsTest {
  private static final List<String> LABELS = List.of("fjærpenn", "owl");

  @TempDir private static Path shared;
  private static Checkpoint checkpoint;

  @TempDir private Path folder;

  @BeforeAll
  static void make() throws IOException {
    checkpoint = HandMadeCheckpoint.looking(shared.resolve("checkpoint"), LABELS);
  }

  private static List<String> entries(Path folder) throws IOException {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.map(path -> path.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void theManifestListsEveryOtherFile() throws IOException {
    Path version = ModelExport.of(checkpoint).write(folder);

    List<String> others;
    try (Stream<Path> all = Files.walk(version)) {
      others =
          all.filter(Files::isRegularFile)
              .map(file -> version.relativize(file).toString().replace('\\', '/'))
              .filter(name -> !name.equals("assets.extra/model.json"))
              .toList();
    }
    assertThat(others)
        .contains("saved_model.pb", "assets.extra/labels.txt", "variables/variables.index");
    assertThat(Manifests.read(version).getFilesList())
        .extracting(FileProto::getName)
        .containsExactlyInAnyOrderElementsOf(others);
    assertThat(version.resolve("assets.extra/labels.txt")).hasContent("fjærpenn\nowl\n");
    assertThat(entries(folder)).containsExactly("1");
  }

  @Test
  void otherNumbersMakeAnotherExport() throws IOException {
    ModelExport whole = ModelExport.of(checkpoint);
    ModelExport half = whole.withStoredWeights(StoredWeights.FLOAT16);

    assertThat(Manifests.read(whole.write(folder)).getStoredWeights()).isEqualTo("float32");
    assertThat(Manifests.read(half.write(folder)).getStoredWeights()).isEqualTo("float16");
    assertThat(entries(folder)).containsExactly("1", "2");
  }

  @Test
  @SuppressWarnings("try") // the lock is held, not asked
  void aNumberedVersionTooIsWrittenByOneExportAtATime() throws IOException {
    try (FolderLock lock = FolderLock.in(folder)) {
      assertThatThrownBy(() -> ModelExport.of(checkpoint).write(folder, 4))
          .isInstanceOf(IOException.class)
          .hasMessageStartingWith(folder + " is being written by this process");
    }
    assertThat(ModelExport.of(checkpoint).write(folder, 4)).isEqualTo(folder.resolve("4"));
    assertThat(entries(folder)).containsExactly("4");
  }

  @Test
  void refusesAVersionBelowOneBeforeAnythingIsMade() throws IOException {
    for (int version : new int[] {0, -1, Integer.MIN_VALUE}) {
      assertThatThrownBy(() -> ModelExport.of(checkpoint).write(folder.resolve("none"), version))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("version must be positive, found " + version);
    }
    assertThat(folder.resolve("none")).doesNotExist();
    assertThat(ModelExport.of(checkpoint).write(folder, 1)).isEqualTo(folder.resolve("1"));
  }

  @Test
  void aVersionThatIsATimeIsFound() throws IOException {
    Path version = ModelExport.of(checkpoint).write(folder, Integer.MAX_VALUE);

    try (Classifier classifier = Classifier.load(folder)) {
      assertThat(classifier.directory()).isEqualTo(version);
    }
    assertThat(ModelExport.of(checkpoint).write(folder)).isEqualTo(folder.resolve("2147483648"));
    try (Classifier classifier = Classifier.load(folder)) {
      assertThat(classifier.directory()).isEqualTo(folder.resolve("2147483648"));
    }
  }

  @Test
  void clearsAwayWhatOtherExportsLeftAndNothingElse() throws IOException {
    for (String left : List.of(".1.deleted", ".7.partial", ".photos.partial", ".0.partial")) {
      Files.createFile(Files.createDirectory(folder.resolve(left)).resolve("file"));
    }

    ModelExport.of(checkpoint).write(folder, 3);

    assertThat(entries(folder)).containsExactly(".0.partial", ".photos.partial", "3");
  }

  @Test
  void refusesACheckpointOfWhichAnyFileIsDamaged() throws IOException {
    for (FileProto file : checkpoint.manifest().getFilesList()) {
      Path copy = Files.createDirectory(folder.resolve("with " + file.getName()));
      for (String name : entries(checkpoint.directory())) {
        Files.copy(checkpoint.directory().resolve(name), copy.resolve(name));
      }
      byte[] bytes = Files.readAllBytes(copy.resolve(file.getName()));
      bytes[bytes.length - 1] ^= 1;
      Files.write(copy.resolve(file.getName()), bytes);

      assertThatThrownBy(() -> ModelExport.of(Checkpoint.open(copy)).write(folder.resolve("model")))
          .isInstanceOf(IOException.class)
          .hasMessageStartingWith(copy.resolve(file.getName()) + " is damaged: it has SHA-256 ");
      assertThat(folder.resolve("model")).doesNotExist();
    }
    assertThat(checkpoint.manifest().getFilesList())
        .extracting(FileProto::getName)
        .contains("mean.pb", "tensors.index");
  }
}

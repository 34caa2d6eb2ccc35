package org.alexnet.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.alexnet.data.image.TestImages;
import org.alexnet.data.source.ClassFolders;
import org.alexnet.data.source.Split;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DatasetTest {
  @TempDir private Path folder;
  private Path out;
  private Path shard;

  @BeforeEach
  void prepare() throws IOException {
    Path images = TestImages.classFolders(folder.resolve("images"), 5, "cat", "dog");
    out = folder.resolve("out");
    Preparation.of(ClassFolders.in(images)).withImageSize(8).write(out);
    shard = out.resolve("train-00000-of-00001");
  }

  @Test
  void tellsWhatItHolds() throws IOException {
    Dataset dataset = Dataset.open(out);

    assertThat(dataset.imageSize()).isEqualTo(8);
    assertThat(dataset.classCount()).isEqualTo(2);
    assertThat(dataset.labels().indexOf("dog")).isEqualTo(1);
    assertThat(dataset.imageCount(Split.TRAIN)).isEqualTo(8);
    assertThat(dataset.imageCount(Split.VALIDATION)).isEqualTo(2);
    assertThat(dataset.shards(Split.TRAIN)).containsExactly(shard);
  }

  @Test
  void refusesAFolderThatIsNoDataSet() {
    assertThatThrownBy(() -> Dataset.open(folder))
        .isInstanceOf(NoSuchFileException.class)
        .hasMessage(folder + " is not a prepared data set: it holds no dataset.json");
  }

  @Test
  void refusesAMissingShard() throws IOException {
    Files.delete(shard);

    assertThatThrownBy(() -> Dataset.open(out))
        .isInstanceOf(NoSuchFileException.class)
        .hasMessage(shard + " is missing from the data set");
  }

  @Test
  void refusesATruncatedShard() throws IOException {
    byte[] bytes = Files.readAllBytes(shard);
    Files.write(shard, java.util.Arrays.copyOf(bytes, bytes.length - 1));

    assertThatThrownBy(() -> Dataset.open(out))
        .hasMessage(
            shard
                + " has "
                + (bytes.length - 1)
                + " bytes, but the manifest of the data set says "
                + bytes.length);
  }

  @Test
  void refusesAManifestOfAnotherVersion() throws IOException {
    Path manifest = out.resolve("dataset.json");
    String text = Files.readString(manifest);
    Files.writeString(manifest, text.replace("\"schemaVersion\": 2", "\"schemaVersion\": 1"));

    assertThatThrownBy(() -> Dataset.open(out))
        .hasMessage(
            manifest
                + " has schema version 1; this library reads version 2: prepare the images again");
  }

  @Test
  void refusesAManifestOfALaterVersionWhateverItHolds() throws IOException {
    Path manifest = out.resolve("dataset.json");
    String text = Files.readString(manifest);
    Files.writeString(
        manifest, text.replace("\"schemaVersion\": 2", "\"schemaVersion\": 3, \"later\": 1"));

    assertThatThrownBy(() -> Dataset.open(out))
        .hasMessage(
            manifest
                + " has schema version 3; this library reads version 2: prepare the images again");
  }

  @Test
  void refusesADataSetWithoutItsMean() throws IOException {
    Path mean = out.resolve("mean.pb");
    Files.delete(mean);

    assertThatThrownBy(() -> Dataset.open(out)).hasMessage(mean + " is missing from the data set");
  }

  @Test
  void refusesAManifestThatIsNone() throws IOException {
    Path manifest = Files.writeString(out.resolve("dataset.json"), "no JSON");

    assertThatThrownBy(() -> Dataset.open(out))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith(
            manifest + " is not the manifest of a data set, or it is damaged: ");
  }

  @Test
  void refusesChangedLabels() throws IOException {
    Path manifest = out.resolve("dataset.json");
    Files.writeString(manifest, Files.readString(manifest).replace("\"dog\"", "\"fox\""));

    assertThatThrownBy(() -> Dataset.open(out))
        .hasMessage(
            manifest
                + " is not the manifest of a data set, or it is damaged: what it says does not match"
                + " its own hash");
  }

  @Test
  void verifyFindsADamagedRecordAndSaysWhere() throws IOException {
    byte[] bytes = Files.readAllBytes(shard);
    bytes[bytes.length / 2] ^= 1;
    Files.write(shard, bytes);

    assertThatThrownBy(() -> Dataset.open(out).verify())
        .isInstanceOf(IOException.class)
        .hasMessageMatching("\\Q" + shard + "\\E is damaged at byte \\d+: it has a record .*");
  }

  @Test
  void verifyFindsAValidRecordThatIsNotTheOneOfTheManifest() throws IOException {
    byte[] record;
    try (TfRecordReader reader = TfRecordReader.open(shard)) {
      record = reader.next().orElseThrow();
    }
    byte[] other =
        new String(record, java.nio.charset.StandardCharsets.ISO_8859_1)
            .replace("image/height", "image/HEIGHT")
            .getBytes(java.nio.charset.StandardCharsets.ISO_8859_1);
    byte[] old = Files.readAllBytes(shard);
    try (TfRecordWriter writer = TfRecordWriter.create(shard)) {
      writer.write(other);
    }
    byte[] changed = Files.readAllBytes(shard);
    System.arraycopy(changed, 0, old, 0, changed.length);
    Files.write(shard, old);

    assertThatThrownBy(() -> Dataset.open(out).verify())
        .hasMessageMatching(
            "\\Q"
                + shard
                + "\\E is damaged: it has SHA-256 \\w+, but the manifest of the data set says \\w+");
  }

  @Test
  void refusesAChangedMean() throws IOException {
    Path mean = out.resolve("mean.pb");
    byte[] bytes = Files.readAllBytes(mean);
    bytes[bytes.length - 1] ^= 1;
    Files.write(mean, bytes);

    assertThatThrownBy(() -> Dataset.open(out).mean())
        .hasMessageMatching(
            "\\Q"
                + mean
                + "\\E is damaged: it has SHA-256 \\w+, but the manifest of the data set says \\w+");
  }
}

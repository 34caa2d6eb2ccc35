package org.alexnet.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.hash.Hashing;
import com.google.protobuf.Value;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.alexnet.common.ManifestFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a checkpoint says of itself, and which folders are one. */
class CheckpointTest {
  @TempDir private Path folder;

  @Test
  void saysWhatItsManifestSays() throws IOException {
    Checkpoint checkpoint = DescribedCheckpoint.write(folder, DescribedCheckpoint.manifest());

    assertThat(checkpoint.directory()).isEqualTo(folder);
    assertThat(checkpoint.spec()).isEqualTo(DescribedCheckpoint.SPEC);
    assertThat(checkpoint.recipe()).isEqualTo(DescribedCheckpoint.RECIPE);
    assertThat(checkpoint.step()).isEqualTo(9);
    assertThat(checkpoint.labels().labels()).containsExactly("red", "green", "blue");
    assertThat(checkpoint.tensors()).isEqualTo(folder.resolve("tensors"));
    assertThat(checkpoint.meanFile()).isEqualTo(folder.resolve("mean.pb"));
  }

  @Test
  void hasTheFingerprintOfItsFilesHashes() throws IOException {
    Files.writeString(folder.resolve("a"), "first");
    Files.writeString(folder.resolve("b"), "second");

    String hashes = sha256("first") + sha256("second");
    assertThat(DescribedCheckpoint.write(folder, DescribedCheckpoint.manifest()).fingerprint())
        .isEqualTo(sha256(hashes));
  }

  private static String sha256(String text) {
    return Hashing.sha256().hashString(text, StandardCharsets.UTF_8).toString();
  }

  @Test
  void isReadAsAWholeOnceAndThenMeasured() throws IOException {
    Path file = Files.writeString(folder.resolve("tensors"), "same length");
    Checkpoint checkpoint = DescribedCheckpoint.write(folder, DescribedCheckpoint.manifest());
    checkpoint.verify();

    Files.writeString(file, "Same length");
    checkpoint.verify();
    assertThatThrownBy(() -> Checkpoint.open(folder).verify())
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith(file + " is damaged: ");

    Files.writeString(file, "longer than before");
    assertThatThrownBy(checkpoint::verify)
        .isInstanceOf(IOException.class)
        .hasMessage(file + " has 18 bytes, but the manifest of the checkpoint says 11");
  }

  @Test
  void isNotOneWithAnotherNumberOfLabelsThanClasses() {
    var manifest = DescribedCheckpoint.manifest();
    manifest.getDatasetBuilder().addLabels("white");

    assertThatThrownBy(() -> DescribedCheckpoint.write(folder, manifest))
        .isInstanceOf(IOException.class)
        .hasMessage(
            folder.resolve("checkpoint.json")
                + " is not the manifest of a checkpoint: it has 4 labels, but its network has 3"
                + " classes");
  }

  @Test
  void isNotOneOfARecipeThatCannotBe() {
    var manifest = DescribedCheckpoint.manifest();
    manifest
        .getRecipeBuilder()
        .putFields("batchSize", Value.newBuilder().setNumberValue(0).build());

    assertThatThrownBy(() -> DescribedCheckpoint.write(folder, manifest))
        .isInstanceOf(IOException.class)
        .hasMessage(
            folder.resolve("checkpoint.json")
                + " is not the manifest of a checkpoint: recipe: batchSize must be positive, found 0");
  }

  @Test
  void isNotReadInAnotherVersion() throws IOException {
    new ManifestFile("checkpoint.json", "checkpoint", 1, "")
        .write(folder, DescribedCheckpoint.manifest().build());

    assertThatThrownBy(() -> Checkpoint.open(folder))
        .isInstanceOf(IOException.class)
        .hasMessage(
            folder.resolve("checkpoint.json")
                + " has schema version 1; this library reads version 7: train again, or export it"
                + " with that version");
  }

  @Test
  void isOneOfARunByItsWholeNameAlone() throws IOException {
    Path checkpoints = folder.resolve("checkpoints");
    for (String name : new String[] {"step-12", "step-00000007", "step-5"}) {
      DescribedCheckpoint.write(checkpoints.resolve(name), DescribedCheckpoint.manifest());
    }
    for (String name :
        new String[] {"step-13-copy", "my-step-14", "step-", "Step-15", ".step-16"}) {
      Files.createDirectory(checkpoints.resolve(name));
    }

    assertThat(Checkpoints.of(folder).all())
        .extracting(checkpoint -> checkpoint.directory().getFileName().toString())
        .containsExactly("step-5", "step-00000007", "step-12");
    assertThat(Checkpoint.open(folder).directory()).isEqualTo(checkpoints.resolve("step-12"));
  }

  @Test
  void isFoundInARunThatWasKilledBetweenTwoNames() throws IOException {
    Path aside = folder.resolve(".checkpoints.old");
    DescribedCheckpoint.write(aside.resolve("step-00000003"), DescribedCheckpoint.manifest());

    Checkpoint found = Checkpoint.open(folder);

    assertThat(found.directory()).isEqualTo(folder.resolve("checkpoints/step-00000003"));
    assertThat(aside).doesNotExist();
  }

  @Test
  void isNoFile() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "x");

    assertThatThrownBy(() -> Checkpoint.open(file))
        .isInstanceOf(NoSuchFileException.class)
        .hasMessage(file + " is not a folder with a checkpoint");
    assertThat(Checkpoints.of(folder).latest()).isEmpty();
    assertThat(Checkpoints.of(folder).all()).isEmpty();
  }
}

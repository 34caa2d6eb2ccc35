package org.alexnet.export.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.collect.ImmutableList;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.alexnet.common.ListedFiles;
import org.alexnet.export.HandMadeCheckpoint;
import org.alexnet.export.proto.ModelManifest;
import org.alexnet.export.proto.ModelNetwork;
import org.alexnet.graph.savedmodel.StoredWeights;
import org.alexnet.train.Checkpoint;
import org.alexnet.train.proto.CheckpointManifest;
import org.alexnet.train.proto.EvaluationProto;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ManifestsTest {
  private static final List<String> LABELS = List.of("owl", "crow", "auk");

  private final CheckpointManifest.Builder source = HandMadeCheckpoint.manifest(LABELS);

  @TempDir private Path folder;
  private Path version;

  @BeforeEach
  void makeAVersion() throws IOException {
    version = Files.createDirectories(folder.resolve("model/1"));
    Files.writeString(version.resolve("saved_model.pb"), "graph");
    Files.createDirectory(version.resolve("variables"));
    Files.writeString(version.resolve("variables/data"), "values");
    Files.createDirectory(version.resolve("assets.extra"));
  }

  private static ModelParts parts(Checkpoint checkpoint) {
    return new ModelParts(ImmutableList.of(checkpoint));
  }

  private Checkpoint checkpoint() throws IOException {
    Path checkpoint = Files.createDirectories(folder.resolve("checkpoint"));
    Files.writeString(checkpoint.resolve("tensors"), "tensors");
    return HandMadeCheckpoint.describe(checkpoint, source);
  }

  @Test
  void everyFieldIsWhatTheCheckpointSays() throws IOException {
    Checkpoint checkpoint = checkpoint();

    Manifests.write(version, parts(checkpoint), StoredWeights.BFLOAT16);

    ModelManifest found = Manifests.read(version);
    assertThat(found.getManifestSha256()).matches("[0-9a-f]{64}");
    assertThat(found.toBuilder().clearManifestSha256().build())
        .isEqualTo(
            ModelManifest.newBuilder()
                .setSchemaVersion(8)
                .addNetworks(
                    ModelNetwork.newBuilder()
                        .setNetwork(source.getNetwork())
                        .setStep(23)
                        .setRecipe(source.getRecipe())
                        .setDataset(source.getDataset())
                        .setCenterCrop(
                            EvaluationProto.newBuilder()
                                .setTop1Correct(34)
                                .setTop5Correct(35)
                                .setImages(36))
                        .setTenCrops(
                            EvaluationProto.newBuilder()
                                .setTop1Correct(37)
                                .setTop5Correct(38)
                                .setImages(39))
                        .setCheckpointSha256(checkpoint.fingerprint())
                        .setLibraryVersion("1.2")
                        .setTensorflowVersion("3.4"))
                .addAllLabels(LABELS)
                .setLabelsSha256("of the labels")
                .setRescaledSize(12)
                .setStoredWeights("bfloat16")
                .addFiles(ListedFiles.list(version, version.resolve("saved_model.pb")))
                .addFiles(ListedFiles.list(version, version.resolve("variables/data")))
                .build());
  }

  /** Who renames one makes the models that are there unreadable. */
  @Test
  void theNamesInTheFileStayAsTheyAre() throws IOException {
    Manifests.write(version, parts(checkpoint()), StoredWeights.FLOAT32);

    assertThat(Files.readString(file()).lines().filter(line -> line.startsWith("  \"")))
        .map(line -> line.substring(3, line.indexOf('"', 3)))
        .containsExactly(
            "schemaVersion",
            "networks",
            "labels",
            "labelsSha256",
            "rescaledSize",
            "storedWeights",
            "files",
            "manifestSha256");
  }

  @Test
  void whatWasNotEvaluatedHasNoResult() throws IOException {
    source.clearTenCrops();
    Manifests.write(version, parts(checkpoint()), StoredWeights.FLOAT32);
    assertThat(Manifests.read(version).getNetworks(0).hasCenterCrop()).isTrue();
    assertThat(Manifests.read(version).getNetworks(0).hasTenCrops()).isFalse();

    source.setTenCrops(EvaluationProto.getDefaultInstance()).clearEpochs();
    Manifests.write(version, parts(checkpoint()), StoredWeights.FLOAT32);
    assertThat(Manifests.read(version).getNetworks(0).hasCenterCrop()).isFalse();
    assertThat(Manifests.read(version).getNetworks(0).hasTenCrops()).isTrue();
  }

  @Test
  void readingLooksAtTheFilesOnlyIfAsked() throws IOException {
    Manifests.write(version, parts(checkpoint()), StoredWeights.FLOAT32);
    assertThat(Manifests.readIntact(version)).isEqualTo(Manifests.read(version));

    Files.writeString(version.resolve("variables/data"), "damage");
    assertThat(Manifests.read(version).getFilesCount()).isEqualTo(2);
    assertThatThrownBy(() -> Manifests.readIntact(version))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith(version.resolve("variables/data") + " is damaged: it has SHA-256 ")
        .hasMessageContaining("but the manifest of the model says ");

    Files.delete(version.resolve("variables/data"));
    assertThatThrownBy(() -> Manifests.readIntact(version))
        .isInstanceOf(IOException.class)
        .hasMessage(version.resolve("variables/data") + " is missing from the model");
  }

  @Test
  void refusesWhatIsNoManifestOfAModel() throws IOException {
    assertRefused(" is missing, so its folder is not a model");

    Manifests.write(version, parts(checkpoint()), StoredWeights.FLOAT32);
    ModelManifest whole = Manifests.read(version);

    rewrite(whole.toBuilder().setNetworks(0, ModelNetwork.getDefaultInstance()));
    assertThatThrownBy(() -> Manifests.read(version))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith(file() + " is not the manifest of a model: ");

    rewrite(whole.toBuilder().clearLabels().addLabels("owl").addLabels("crow"));
    assertRefused(
        " is not the manifest of a model: it has 2 labels, but its network has 3 classes");

    rewrite(whole.toBuilder().addLabels("one more"));
    assertRefused(
        " is not the manifest of a model: it has 4 labels, but its network has 3 classes");

    rewrite(whole.toBuilder().setLabels(2, "owl"));
    assertRefused(" is not the manifest of a model: labels must be different, found 'owl' twice");

    rewrite(whole.toBuilder());
    Files.writeString(
        file(), Files.readString(file()).replace("\"schemaVersion\": 8", "\"schemaVersion\": 9"));
    assertRefused(
        " has schema version 9; this library reads version 8: export the checkpoint again");
  }

  private Path file() {
    return version.resolve("assets.extra/model.json");
  }

  private void rewrite(ModelManifest.Builder manifest) throws IOException {
    Manifests.FILE.write(version.resolve("assets.extra"), manifest.build());
  }

  private void assertRefused(String message) {
    assertThatThrownBy(() -> Manifests.read(version))
        .isInstanceOf(IOException.class)
        .hasMessage(file() + message);
  }
}

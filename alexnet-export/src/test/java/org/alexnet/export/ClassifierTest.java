package org.alexnet.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import javax.imageio.ImageIO;
import org.alexnet.common.ListedFiles;
import org.alexnet.data.image.BadImageException;
import org.alexnet.export.internal.Manifests;
import org.alexnet.export.proto.ModelManifest;
import org.alexnet.export.proto.ModelNetwork;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A classifier that waits for ever to be closed would be found by the time a test may take. */
@Timeout(value = 60, threadMode = ThreadMode.SEPARATE_THREAD)
class ClassifierTest {
  private static final List<String> LABELS = List.of("owl", "auk", "kite", "crow");

  @TempDir private static Path shared;
  private static Path model;
  private static byte[] png;
  private static byte[] cut;

  @TempDir private Path folder;
  private Path whole;
  private Path damaged;

  @BeforeAll
  static void export() throws IOException {
    model =
        ModelExport.of(HandMadeCheckpoint.looking(shared.resolve("checkpoint"), LABELS))
            .write(shared.resolve("model"));
    png = PaintedImages.png(PaintedImages.picture(40, 30, 2, 1));
    cut = Arrays.copyOf(png, png.length / 2);
  }

  @BeforeEach
  void writeImages() throws IOException {
    whole = Files.write(folder.resolve("whole.png"), png);
    damaged = Files.write(folder.resolve("damaged.png"), cut);
  }

  @Test
  void equallyProbableClassesKeepTheirOrder() throws IOException {
    Path equal =
        ModelExport.of(
                HandMadeCheckpoint.answering(
                    folder.resolve("equal"), LABELS, 0.125, 0.375, 0.125, 0.375))
            .write(folder.resolve("model"));
    try (Classifier classifier = Classifier.load(equal)) {
      assertThat(classifier.classify(whole))
          .extracting(Prediction::label)
          .containsExactly("auk", "crow", "owl", "kite");
      assertThat(classifier.labels().labels()).isEqualTo(LABELS);
    }
  }

  @Test
  void ofNoImagesNothingIsSaid() throws IOException {
    try (Classifier classifier = Classifier.load(model)) {
      assertThat(classifier.classify(List.of())).isEmpty();
    }
  }

  @Test
  void aGifIsAnsweredLikeAPngOfTheSamePixels() throws IOException {
    BufferedImage twoColors = new BufferedImage(40, 30, BufferedImage.TYPE_BYTE_BINARY);
    twoColors.getGraphics().fillRect(3, 5, 20, 11);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    ImageIO.write(twoColors, "gif", bytes);
    byte[] gif = bytes.toByteArray();
    byte[] same = PaintedImages.png(twoColors);
    Path gifFile = Files.write(folder.resolve("two.gif"), gif);
    Path pngFile = Files.write(folder.resolve("two.png"), same);
    try (Classifier classifier = Classifier.load(model)) {
      assertThat(classifier.probabilities(List.of(gif)).get(0))
          .isEqualTo(classifier.probabilities(List.of(same)).get(0))
          .isNotEqualTo(classifier.probabilities(List.of(png)).get(0));
      assertThat(classifier.classify(gifFile))
          .isEqualTo(classifier.classify(pngFile))
          .isNotEqualTo(classifier.classify(whole));
    }
  }

  @Test
  void namesTheImageThatCannotBeUsedHoweverManyThereAre() throws IOException {
    List<Path> files = new ArrayList<>(Collections.nCopies(70, whole));
    files.set(66, damaged);
    Path missing = folder.resolve("missing.png");
    try (Classifier classifier = Classifier.load(model)) {
      assertBad(() -> classifier.classify(files), damaged.toString(), "cannot be decoded: ");
      assertBad(
          () -> classifier.classify(List.of(whole, missing)),
          missing.toString(),
          "cannot be read (NoSuchFileException)");
      assertBad(
          () -> classifier.probabilities(List.of(png, png, cut, png)),
          "image 2",
          "cannot be decoded: ");
      assertBad(
          () -> classifier.probabilities(List.of(cut, png)), "image 0", "cannot be decoded: ");
      assertBad(() -> classifier.probabilities(List.of(png, new byte[0])), "image 1", "is empty");
    } // closing does not wait for calls that failed
  }

  private static void assertBad(ThrowingCallable call, String name, String reason) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            BadImageException.class,
            e -> {
              assertThat(e.name()).isEqualTo(name);
              assertThat(e.reason()).startsWith(reason).hasLineCount(1);
              assertThat(e).hasMessage(name + " " + e.reason());
            });
  }

  @Test
  void nothingIsAnsweredAfterwards() throws IOException {
    Classifier classifier = Classifier.load(model);
    classifier.close();
    classifier.close();

    for (ThrowingCallable call :
        List.<ThrowingCallable>of(
            () -> classifier.classify(whole),
            () -> classifier.classify(List.of(whole)),
            () -> classifier.probabilities(List.of(png)))) {
      assertThatThrownBy(call)
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("the classifier is closed");
    }
    classifier.close();
  }

  @ParameterizedTest
  @ValueSource(ints = {3, 5})
  void refusesOtherClassesThanTheOutputHas(int classes) throws IOException {
    Path version =
        ModelExport.of(HandMadeCheckpoint.looking(folder.resolve("checkpoint"), LABELS))
            .write(folder.resolve("model"));
    List<String> labels = List.of("owl", "auk", "kite", "crow", "rook").subList(0, classes);
    Manifests.FILE.write(
        version.resolve("assets.extra"),
        Manifests.read(version).toBuilder()
            .setNetworks(
                0,
                ModelNetwork.newBuilder()
                    .setNetwork(HandMadeCheckpoint.manifest(labels).getNetwork()))
            .clearLabels()
            .addAllLabels(labels)
            .build());

    assertThatThrownBy(() -> Classifier.load(version))
        .isInstanceOf(IOException.class)
        .hasMessage(
            version.resolve("assets.extra/model.json")
                + " has "
                + classes
                + " labels, but the model's output has 4 classes; export the model again");
  }

  @Test
  void refusesAModelThatTensorFlowCannotLoadInOneLine() throws IOException {
    Path version =
        ModelExport.of(HandMadeCheckpoint.looking(folder.resolve("checkpoint"), LABELS))
            .write(folder.resolve("model"));
    ModelManifest manifest = Manifests.read(version);
    Files.writeString(version.resolve("saved_model.pb"), "no graph");
    Files.delete(version.resolve("assets.extra/model.json"));
    Manifests.FILE.write(
        version.resolve("assets.extra"),
        manifest.toBuilder().clearFiles().addAllFiles(ListedFiles.listAll(version)).build());

    assertThatThrownBy(() -> Classifier.load(version))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith(version + " cannot be loaded: ")
        .hasMessageNotContaining("\n");
  }
}

package org.alexnet.train.prediction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.google.common.collect.ImmutableList;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.alexnet.common.Hashes;
import org.alexnet.data.source.LabelMap;
import org.alexnet.data.source.Split;
import org.alexnet.train.evaluation.Evaluation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PredictionFolderTest {
  private static final PredictedImages IMAGES =
      new PredictedImages(
          "0123456789abcdef", Split.TRAIN, LabelMap.of(List.of("cat", "dog, \"wet\"", "eel")), 3);
  private static final GivenPredictions SOURCE =
      new GivenPredictions(
          "given",
          IMAGES,
          new int[] {0, 1, 2},
          new float[] {0.5f, 0.25f, 0.25f},
          new float[] {0.375f, 0.25f, 0.375f},
          new float[] {0.75f, 0.25f, 0});
  private static final List<String> FILES = List.of("a.png", "b,c.png", "d.png");

  @TempDir private Path folder;

  private Path target() {
    return folder.resolve("predictions");
  }

  private PredictionFolder write() throws IOException {
    return PredictionFolder.write(target(), SOURCE, FILES);
  }

  @Test
  void givesBackWhatWasWritten() throws IOException {
    PredictionFolder written = write();

    PredictionFolder found = PredictionFolder.open(target());

    List<Integer> labels = new ArrayList<>();
    List<float[]> all = new ArrayList<>();
    found.forEach(
        (label, probabilities) -> {
          labels.add(label);
          all.add(probabilities);
        });
    assertThat(labels).containsExactly(0, 1, 2);
    assertThat(all).containsExactly(SOURCE.probabilities());
    assertThat(found.images()).isEqualTo(IMAGES);
    assertThat(found.networks()).isEqualTo(SOURCE.networks());
    assertThat(found.name()).isEqualTo(target().toString());
    assertThat(found.evaluation())
        .isEqualTo(written.evaluation())
        .isEqualTo(
            new Evaluation(
                3, 1, 3, (Math.log(0.5) + Math.log(0.25) + Math.log(Float.MIN_NORMAL)) / 3));
    found.requireOf(SOURCE);
  }

  @Test
  void theTableHasALineForEachImage() throws IOException {
    write();

    assertThat(Files.readString(target().resolve("predictions.csv")))
        .isEqualTo(
            """
            image,file,label,class,predicted,predicted_class,probability,rank,log_probability
            0,a.png,0,cat,0,cat,0.5,1,-0.693147
            1,"b,c.png",1,"dog, ""wet\""",0,cat,0.375,3,-1.386294
            2,d.png,2,eel,0,cat,0.75,3,-87.336545
            """);
  }

  @Test
  void theManifestListsEveryFileWithItsHash() throws IOException {
    write();

    assertThat(Files.readString(target().resolve("predictions.json")))
        .contains("\"schemaVersion\": 1", "\"split\": \"train\"", "\"imageCount\": \"3\"")
        .contains("\"datasetSha256\": \"0123456789abcdef\"")
        .contains(
            "\"checkpointSha256\": \"checkpoint of given\"",
            "\"network\": \"net given\"",
            "\"step\": \"7\"",
            "\"crops\": 10",
            "\"weight\": 1.0")
        .contains(Hashes.sha256(target().resolve("predictions.npy")))
        .contains(Hashes.sha256(target().resolve("labels.npy")))
        .contains(Hashes.sha256(target().resolve("predictions.csv")));
    try (Stream<Path> files = Files.list(target())) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrder(
              "predictions.json", "predictions.npy", "labels.npy", "predictions.csv");
    }
  }

  @Test
  void refusesWhatIsNoFolderOfPredictions() {
    assertThatThrownBy(() -> PredictionFolder.open(target()))
        .isInstanceOf(NoSuchFileException.class)
        .hasMessage(target() + " holds no predictions: it has no predictions.json");
  }

  @Test
  void refusesDamage() throws IOException {
    write();
    Path array = target().resolve("predictions.npy");
    String hash = Hashes.sha256(array);
    byte[] bytes = Files.readAllBytes(array);
    bytes[bytes.length - 1] ^= 1;
    Files.write(array, bytes);

    assertThatThrownBy(() -> PredictionFolder.open(target()))
        .isInstanceOf(IOException.class)
        .hasMessage(
            array
                + " is damaged: it has SHA-256 "
                + Hashes.sha256(array)
                + ", but the manifest of the prediction folder says "
                + hash);

    Files.delete(target().resolve("labels.npy"));
    assertThatThrownBy(() -> PredictionFolder.open(target()))
        .hasMessage(target().resolve("labels.npy") + " is missing from the prediction folder");

    Path manifest = target().resolve("predictions.json");
    Files.writeString(manifest, Files.readString(manifest).replace("eel", "cod"));
    assertThatThrownBy(() -> PredictionFolder.open(target()))
        .hasMessage(
            manifest
                + " is not the manifest of a prediction folder, or it is damaged: what it says does"
                + " not match its own hash");
  }

  @Test
  void whatFailsLeavesNothing() {
    GivenPredictions bad =
        new GivenPredictions(
            "bad",
            IMAGES,
            SOURCE.labels(),
            new float[] {1, 0, 0},
            new float[] {1, Float.NaN, 0},
            new float[] {1, 0, 0});

    assertThatThrownBy(() -> PredictionFolder.write(target(), bad, FILES))
        .isInstanceOf(IOException.class)
        .hasMessage("bad has no probability of class 1 at image 1, but NaN");
    assertThatThrownBy(() -> PredictionFolder.write(target(), SOURCE, List.of("a.png")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("fileNames must be 3, one for each image, found 1");
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void replacesPredictionsAndNothingElse() throws IOException {
    write();
    assertThatThrownBy(this::write)
        .isInstanceOf(FileAlreadyExistsException.class)
        .hasMessage(target() + " exists already");

    Averaging other = Averaging.of(List.of(SOURCE, SOURCE));
    assertThat(PredictionFolder.replace(target(), other, FILES).networks()).hasSize(2);

    Path thesis = Files.createFile(target().resolve("thesis"));
    assertThatThrownBy(() -> PredictionFolder.replace(target(), SOURCE, FILES))
        .isInstanceOf(IOException.class)
        .hasMessage(
            thesis + " is no part of predictions, so its folder is not replaced; move it away");
    assertThatThrownBy(() -> PredictionFolder.replace(thesis, SOURCE, FILES))
        .hasMessage(thesis + " is not a folder, so it is not replaced");
    assertThat(target().resolve("predictions.json")).exists();
  }

  @Test
  void knowsWhoseItIs() throws IOException {
    PredictionFolder written = write();
    PredictedImages others =
        new PredictedImages("0123456789abcdef", Split.VALIDATION, IMAGES.labels(), 3);

    assertThatThrownBy(() -> written.requireOf(SOURCE.of(others)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            target() + " and given are not about the same images: split train and validation");
    assertThatThrownBy(() -> written.requireOf(Averaging.of(List.of(SOURCE, SOURCE))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            target()
                + " holds predictions of other networks, crops or weights than the average of"
                + " given, given; choose --if-exists replace");
  }

  @Test
  void whatIsKeptForAWhileIsTheSame() throws IOException {
    KeptPredictions kept = KeptPredictions.of(SOURCE);
    List<float[]> all = new ArrayList<>();
    try (kept) {
      kept.forEach((label, probabilities) -> all.add(probabilities));
      assertThat(kept.images()).isEqualTo(IMAGES);
      assertThat(kept.networks()).isEqualTo(SOURCE.networks());
      assertThat(kept.name()).isEqualTo("given");
    }

    assertThat(all).containsExactly(SOURCE.probabilities());
    assertThatThrownBy(kept::open).isInstanceOf(NoSuchFileException.class);
  }

  @Test
  void aFullTemporaryDiskIsNamed() {
    PredictionSource full =
        new PredictionSource() {
          @Override
          public String name() {
            return "full";
          }

          @Override
          public PredictedImages images() {
            return IMAGES;
          }

          @Override
          public ImmutableList<PredictedBy> networks() {
            return SOURCE.networks();
          }

          @Override
          public PredictionStream open() throws IOException {
            throw new IOException("No space left on device"); // as if writing had done so
          }
        };

    Throwable thrown = catchThrowable(() -> KeptPredictions.of(full));

    assertThat(thrown).isInstanceOf(IOException.class);
    assertThat(thrown.getMessage())
        .startsWith(Path.of(System.getProperty("java.io.tmpdir"), "alexnet-predictions").toString())
        .endsWith(
            " cannot be written: no space is left on its disk; free some, or give the JVM"
                + " -Djava.io.tmpdir=FOLDER with a folder on another disk");
  }
}

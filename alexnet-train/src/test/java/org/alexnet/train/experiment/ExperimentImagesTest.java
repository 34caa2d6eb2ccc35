package org.alexnet.train.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import org.alexnet.data.Dataset;
import org.alexnet.data.source.Split;
import org.alexnet.train.TestData;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExperimentImagesTest {
  private static final Path FASHION =
      Path.of(System.getProperty("testdata")).resolve("fashion-mnist");

  /** The images of the smallest scale, few of them and small. */
  private static final Scale TINY =
      new Scale("fashion", 8, Scale.FASHION.network(), Scale.FASHION.fourLayers(), 3);

  @TempDir private Path folder;

  @Test
  void eachRoleHasItsImages() throws IOException {
    ExperimentImages images = ExperimentImages.from(TINY, FASHION, folder);

    Dataset usual = images.dataset(Role.USUAL);
    Dataset fewer = images.dataset(Role.FEWER_CLASSES);

    assertThat(usual.imageSize()).isEqualTo(8);
    assertThat(usual.imageCount(Split.TRAIN)).isEqualTo(30);
    assertThat(usual.classCount()).isEqualTo(10);
    assertThat(fewer.labels().labels()).isEqualTo(usual.labels().labels().subList(0, 5));
    assertThat(fewer.imageCount(Split.TRAIN)).isEqualTo(15);
    assertThat(images.dataset(Role.SMALL).imageSize()).isEqualTo(32);
    assertThat(images.dataset(Role.MORE_CLASSES).fingerprint()).isEqualTo(usual.fingerprint());
  }

  @Test
  void preparedOnesAreTakenAsTheyAre() throws IOException {
    Dataset dataset = ExperimentImages.from(TINY, FASHION, folder).dataset(Role.USUAL);

    ExperimentImages prepared = ExperimentImages.prepared(TINY, dataset, Optional.empty());

    assertThat(prepared.dataset(Role.USUAL)).isSameAs(dataset);
    assertThat(prepared.dataset(Role.FEWER_CLASSES)).isSameAs(dataset);
    assertThatThrownBy(() -> prepared.dataset(Role.MORE_CLASSES))
        .isInstanceOf(NoSuchFileException.class)
        .hasMessage("a data set of more classes is needed to pre-train on: --more-classes");
    assertThatThrownBy(() -> ExperimentImages.prepared(Scale.IMAGENET, dataset, Optional.empty()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(dataset.directory() + " must be stored at 256x256 pixels, found 8");
  }

  @Test
  void colorImagesMayComeInFoldersOfClasses() throws IOException {
    TestData.colors(folder);
    Scale colors = new Scale("cifar10", 8, TINY.network(), TINY.fourLayers(), 5);

    ExperimentImages images =
        ExperimentImages.from(colors, folder.resolve("images"), folder.resolve("data"));

    assertThat(images.dataset(Role.USUAL).imageCount(Split.TRAIN)).isEqualTo(15);
    assertThat(images.dataset(Role.USUAL).labels().labels())
        .containsExactly("blue", "green", "red");
  }

  @Test
  void imagesThatAreNotThereAreNamed() {
    Path nowhere = folder.resolve("nowhere");

    assertThatThrownBy(() -> ExperimentImages.from(TINY, nowhere, folder))
        .isInstanceOf(NoSuchFileException.class)
        .hasMessage(nowhere + " does not exist: it should hold the images");
    assertThat(Files.exists(nowhere)).isFalse();
  }
}

package org.alexnet.data.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.alexnet.data.source.ImageSource.SourceImage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Classes, files and their order, whatever the folder holds. */
class ClassFoldersTest {
  private static final List<String> NAMES =
      List.of("B", "a", "ant", "bee", "cat", "dog", "eel", "fox", "gnu", "hen");

  @TempDir private Path folder;

  private void make(String parent, Iterable<String> classes, int files) throws IOException {
    for (String name : classes) {
      Path into = Files.createDirectories(folder.resolve(parent).resolve(name));
      for (int i = 0; i < files; i++) {
        Files.createFile(into.resolve((char) ('z' - i) + ".png"));
      }
    }
  }

  private static List<String> names(ImageSource source, Split split) throws IOException {
    return source.images(split).stream().map(SourceImage::name).toList();
  }

  @Test
  void classesAndImagesAreSortedByName() throws IOException {
    make("", NAMES, 9);
    Files.createFile(folder.resolve("README.txt"));

    ClassFolders source = ClassFolders.in(folder).withValidationShare(0.4);

    assertThat(source.labels().labels()).isEqualTo(NAMES);
    for (Split split : Split.values()) {
      assertThat(names(source, split)).isSorted().doesNotHaveDuplicates();
      for (SourceImage image : source.images(split)) {
        assertThat(image.name()).startsWith(NAMES.get(image.label()) + "/");
      }
    }
    Set<String> all = new HashSet<>(names(source, Split.TRAIN));
    all.addAll(names(source, Split.VALIDATION));
    assertThat(all).hasSize(90);
  }

  @Test
  void eachClassHasAChoiceOfItsOwn() throws IOException {
    make("", NAMES, 10);

    Set<String> files = new HashSet<>();
    for (String name : names(ClassFolders.in(folder), Split.VALIDATION)) {
      files.add(name.substring(name.indexOf('/')));
    }

    assertThat(files).hasSizeGreaterThan(3);
  }

  @Test
  void aTenthIsHeldOutWithSeed0UnlessToldOtherwise() throws IOException {
    make("", NAMES, 2);

    assertThat(ClassFolders.in(folder))
        .isEqualTo(new ClassFolders(folder, LabelMap.of(NAMES), 0.1, 0));
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, -0.1, 1, 2, Double.NaN, Double.POSITIVE_INFINITY})
  void refusesAShareThatIsNone(double share) {
    LabelMap labels = LabelMap.of(NAMES);

    assertThatThrownBy(() -> new ClassFolders(folder, labels, share, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("validationShare must be between 0 and 1, found " + share);
  }

  @Test
  void thePlaceOfAnImageIsAsTheUserGaveIt() throws IOException {
    make("", NAMES, 2);
    Path relative = Path.of("").toAbsolutePath().relativize(folder.toRealPath());

    SourceImage image = ClassFolders.in(relative).images(Split.VALIDATION).get(0);

    assertThat(image.location()).isEqualTo(relative + "/" + image.name());
    assertThat(image.name()).matches("B/[yz]\\.png");
  }

  @Test
  void theDescriptionSaysShareAndSeedOnlyWhereTheyCount() throws IOException {
    Path there = folder.resolve("there");
    make("there", List.of("cat", "dog"), 2);
    String expected = "class folders there, validation share 0.25, seed 7";

    for (Path path : List.of(there, there.resolve("."), there.resolve("cat/.."))) {
      assertThat(ClassFolders.in(path).withValidationShare(0.25).withSeed(7).description())
          .isEqualTo(expected);
    }

    make("split/train", List.of("cat", "dog"), 2);
    make("split/validation", List.of("cat", "dog"), 2);
    assertThat(ClassFolders.in(folder.resolve("split")).withSeed(7).description())
        .isEqualTo("class folders split");
  }

  @Test
  void validationAloneIsNoClassEither() throws IOException {
    make("validation", List.of("cat", "dog"), 2);
    make("test", List.of("cat", "dog"), 2);

    assertThatThrownBy(() -> ClassFolders.in(folder))
        .isInstanceOf(IOException.class)
        .hasMessage(
            folder.resolve("validation")
                + " holds classes, so there must be both train and validation beside each other,"
                + " found [test, validation]");
  }

  @Test
  void refusesAClassThatCameLater() throws IOException {
    make("", List.of("cat", "dog"), 2);
    ClassFolders source = ClassFolders.in(folder);
    make("", List.of("fox"), 2);

    assertThatThrownBy(() -> source.images(Split.TRAIN))
        .isInstanceOf(IOException.class)
        .hasMessage(folder.resolve("fox") + " is a class that the training images do not have");
  }

  @Test
  void refusesAClassWithoutAFolderForItsValidationImages() throws IOException {
    make("train", List.of("cat", "dog"), 2);
    make("validation", List.of("cat"), 2);
    ClassFolders source = ClassFolders.in(folder);

    assertThat(source.images(Split.TRAIN)).hasSize(4);
    assertThatThrownBy(() -> source.images(Split.VALIDATION))
        .isInstanceOf(NoSuchFileException.class)
        .hasMessage(folder.resolve("validation/dog") + " is missing: every class needs images");
  }

  @Test
  void refusesFoldersWithinAClass() throws IOException {
    make("", List.of("cat", "dog"), 2);
    Path inside = Files.createDirectory(folder.resolve("dog/puppies"));

    assertThatThrownBy(() -> ClassFolders.in(folder).images(Split.TRAIN))
        .isInstanceOf(IOException.class)
        .hasMessage(inside + " is not a file; images lie directly in their class's folder");
  }

  @Test
  void twoImagesAreEnoughAndOneIsNot() throws IOException {
    make("", List.of("cat", "dog"), 2);
    ClassFolders source = ClassFolders.in(folder);
    assertThat(source.images(Split.TRAIN)).hasSize(2);
    assertThat(source.images(Split.VALIDATION)).hasSize(2);

    Files.delete(folder.resolve("dog/y.png"));
    assertThatThrownBy(() -> source.images(Split.VALIDATION))
        .hasMessage(
            folder.resolve("dog")
                + " must hold at least 2 images, one for training and one for validation, found 1");
  }

  @ParameterizedTest
  @ValueSource(strings = {"Thumbs.db", "THUMBS.DB", "ehthumbs.db", "desktop.ini", ".a.png"})
  void whatOperatingSystemsLeaveIsNoImage(String name) throws IOException {
    make("", List.of("cat", "dog"), 2);
    Files.createFile(folder.resolve("cat").resolve(name));
    Files.createDirectory(folder.resolve("." + name));

    ClassFolders source = ClassFolders.in(folder);

    assertThat(source.labels().labels()).containsExactly("cat", "dog");
    assertThat(source.images(Split.TRAIN)).hasSize(2);
  }
}

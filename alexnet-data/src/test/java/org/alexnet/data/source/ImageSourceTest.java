package org.alexnet.data.source;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.common.io.MoreFiles;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.alexnet.data.image.TestImages;
import org.alexnet.data.source.ImageSource.SourceImage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageSourceTest {
  @TempDir private Path folder;

  @Test
  void classFoldersHoldOutAShareOfEachClass() throws IOException {
    ClassFolders source =
        ClassFolders.in(TestImages.classFolders(folder, 10, "cat", "dog")).withValidationShare(0.3);

    List<SourceImage> train = source.images(Split.TRAIN);
    List<SourceImage> validation = source.images(Split.VALIDATION);

    assertThat(source.labels().labels()).containsExactly("cat", "dog");
    assertThat(train).hasSize(14).extracting(SourceImage::label).containsOnly(0, 1);
    assertThat(validation).hasSize(6).filteredOn(image -> image.label() == 1).hasSize(3);
    assertThat(train)
        .extracting(SourceImage::name)
        .doesNotContainAnyElementsOf(validation.stream().map(SourceImage::name).toList());
  }

  @Test
  void theSeedChoosesTheValidationImages() throws IOException {
    ClassFolders source = ClassFolders.in(TestImages.classFolders(folder, 10, "cat", "dog"));

    assertThat(names(source.withSeed(1))).isEqualTo(names(source.withSeed(1)));
    assertThat(names(source.withSeed(1))).isNotEqualTo(names(source.withSeed(2)));
  }

  private static List<String> names(ImageSource source) throws IOException {
    return source.images(Split.VALIDATION).stream().map(SourceImage::name).toList();
  }

  @Test
  void foldersOfSplitsAreTakenAsTheyAre() throws IOException {
    TestImages.classFolders(folder.resolve("train"), 3, "cat", "dog");
    TestImages.classFolders(folder.resolve("validation"), 1, "cat", "dog");
    ClassFolders source = ClassFolders.in(folder);

    assertThat(source.images(Split.TRAIN)).hasSize(6);
    assertThat(source.images(Split.VALIDATION)).hasSize(2);
  }

  @Test
  void aSplitAloneIsNoClass() throws IOException {
    Path train = TestImages.classFolders(folder.resolve("train"), 3, "cat", "dog");
    TestImages.classFolders(folder.resolve("val"), 1, "cat", "dog");

    assertThatThrownBy(() -> ClassFolders.in(folder))
        .isInstanceOf(IOException.class)
        .hasMessage(
            train
                + " holds classes, so there must be both train and validation beside each other,"
                + " found [train, val]");
  }

  @Test
  void aClassMayBeNamedAsASplit() throws IOException {
    TestImages.classFolders(folder, 3, "aeroplane", "train");

    assertThat(ClassFolders.in(folder).labels().labels()).containsExactly("aeroplane", "train");
  }

  @Test
  void hiddenFilesAndThoseOfTheOperatingSystemAreLeftOut() throws IOException {
    TestImages.classFolders(folder, 3, "cat", "dog");
    for (String name : List.of(".DS_Store", "Thumbs.db", "desktop.ini", "Desktop.ini")) {
      Files.createFile(folder.resolve("cat").resolve(name));
    }

    assertThat(ClassFolders.in(folder).images(Split.TRAIN)).hasSize(4);
  }

  @Test
  void imagesAreNamedByTheirPathBelowTheRoot() throws IOException {
    TestImages.classFolders(folder.resolve("train"), 1, "cat", "dog");
    TestImages.classFolders(folder.resolve("validation"), 1, "cat", "dog");
    SourceImage image = ClassFolders.in(folder).images(Split.TRAIN).get(0);

    assertThat(image.name()).isEqualTo("train/cat/image0.png");
    assertThat(image.location()).isEqualTo(folder.resolve("train/cat/image0.png").toString());
  }

  @Test
  void theValidationShareIsRounded() throws IOException {
    TestImages.classFolders(folder, 16, "cat", "dog");

    ClassFolders source = ClassFolders.in(folder);

    assertThat(source.images(Split.VALIDATION)).hasSize(2 * 2); // of 1.6 each
    assertThat(source.withValidationShare(0.15).images(Split.VALIDATION)).hasSize(2 * 2); // of 2.4
  }

  @Test
  void refusesAMissingFolder() {
    Path missing = folder.resolve("missing");

    assertThatThrownBy(() -> ClassFolders.in(missing)).hasMessage(missing + " is not a folder");
    assertThatThrownBy(() -> IdxFiles.in(missing)).hasMessage(missing + " is not a folder");
  }

  @Test
  void refusesAnEmptyClass() throws IOException {
    TestImages.classFolders(folder, 3, "cat");
    Path empty = Files.createDirectory(folder.resolve("dog"));

    assertThatThrownBy(() -> ClassFolders.in(folder).images(Split.TRAIN))
        .isInstanceOf(IOException.class)
        .hasMessage(empty + " is empty: every class needs images");
  }

  @Test
  void refusesAClassWithNothingToHoldOut() throws IOException {
    TestImages.classFolders(folder, 1, "cat", "dog");

    assertThatThrownBy(() -> ClassFolders.in(folder).images(Split.TRAIN))
        .hasMessage(
            folder.resolve("cat")
                + " must hold at least 2 images, one for training and one for validation, found 1");
  }

  @Test
  void refusesASingleClass() throws IOException {
    TestImages.classFolders(folder, 3, "cat");

    assertThatThrownBy(() -> ClassFolders.in(folder))
        .hasMessage(folder + " must hold a folder for each of at least 2 classes, found [cat]");
  }

  @Test
  void refusesAClassThatIsOnlyInTheValidationSet() throws IOException {
    TestImages.classFolders(folder.resolve("train"), 3, "cat", "dog");
    TestImages.classFolders(folder.resolve("validation"), 1, "cat", "dog", "emu");

    assertThatThrownBy(() -> ClassFolders.in(folder).images(Split.VALIDATION))
        .hasMessage(
            folder.resolve("validation/emu") + " is a class that the training images do not have");
  }

  @Test
  void refusesAShareThatIsNone() {
    assertThatThrownBy(() -> new ClassFolders(folder, LabelMap.of(List.of("a", "b")), 1.5, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("validationShare must be between 0 and 1, found 1.5");
  }

  @Test
  void readsIdxFilesGzippedOrNot() throws IOException {
    writeIdx("train", 0x803, 2, new byte[] {1, 2, 3, 4, 5, 6, 7, 8}, new byte[] {1, 0}, true);
    writeIdx("t10k", 0x803, 1, new byte[] {1, 2, 3, 4}, new byte[] {1}, false);
    IdxFiles source = IdxFiles.in(folder);

    assertThat(source.labels().labels()).containsExactly("a", "b");
    assertThat(source.images(Split.TRAIN)).extracting(SourceImage::label).containsExactly(1, 0);
    assertThat(source.images(Split.VALIDATION)).hasSize(1);
    byte[] png = source.images(Split.TRAIN).get(1).content().read();
    var image = javax.imageio.ImageIO.read(new java.io.ByteArrayInputStream(png));
    assertThat(image.getRaster().getSample(1, 0, 0)).isEqualTo(6);
  }

  @Test
  void refusesIdxFilesThatDoNotFitTogether() throws IOException {
    Path images = folder.resolve("train-images-idx3-ubyte");
    Path labels = folder.resolve("train-labels-idx1-ubyte");

    writeIdx("train", 0x801, 1, new byte[] {1, 2, 3, 4}, new byte[] {1}, false);
    assertRefused(
        images
            + " is not an IDX file of this kind: it begins with 0x00000801, not 0x00000803; get it again");

    writeIdx("train", 0x803, 2, new byte[] {1, 2, 3, 4, 5}, new byte[] {1, 1}, false);
    assertRefused(images + " ends inside image 1; get it again");

    writeIdx("train", 0x803, 1, new byte[] {1, 2, 3, 4}, new byte[] {2}, false);
    assertRefused(labels + " has label 2 at 0, but labels.txt names 2 classes");

    writeIdx("train", 0x803, 1, new byte[] {1, 2, 3, 4}, new byte[] {1, 1}, false);
    assertRefused(labels + " has 2 labels, but " + images + " has 1 images");
  }

  @Test
  void everyCutOfAnIdxFileIsRefusedByName() throws IOException {
    for (boolean gzip : new boolean[] {false, true}) {
      writeIdx("train", 0x803, 2, new byte[] {1, 2, 3, 4, 5, 6, 7, 8}, new byte[] {1, 0}, gzip);
      for (String kind : List.of("images-idx3", "labels-idx1")) {
        Path file = folder.resolve("train-" + kind + "-ubyte" + (gzip ? ".gz" : ""));
        byte[] whole = Files.readAllBytes(file);
        for (int cut = 0; cut < whole.length; cut++) {
          Files.write(file, Arrays.copyOf(whole, cut));
          assertThatThrownBy(() -> IdxFiles.in(folder).images(Split.TRAIN))
              .as("%s cut at %s", file, cut)
              .isInstanceOf(IOException.class)
              .hasMessageStartingWith(file + " ")
              .hasMessageEndingWith("; get it again");
        }
        Files.write(file, whole);
      }
      for (String kind : List.of("images-idx3", "labels-idx1")) {
        Files.delete(folder.resolve("train-" + kind + "-ubyte" + (gzip ? ".gz" : "")));
      }
    }
  }

  @Test
  void refusesWhatFollowsTheLastImage() throws IOException {
    writeIdx("train", 0x803, 1, new byte[] {1, 2, 3, 4, 5}, new byte[] {1}, false);

    assertRefused(
        folder.resolve("train-images-idx3-ubyte")
            + " goes on after the 1 entries of its header; get it again");
  }

  @Test
  void refusesLabelsThatAreNotUtf8() throws IOException {
    Path labels = Files.write(folder.resolve("labels.txt"), new byte[] {'a', '\n', (byte) 0xe4});

    assertRefused(labels + " is not text in UTF-8; save it as such");
  }

  @Test
  void saysWhichNameTheLocaleCannotExpress() throws Exception {
    assumeTrue( // such a JVM does not find classes below other names
        US_ASCII.newEncoder().canEncode(System.getProperty("java.class.path")));
    TestImages.classFolders(folder, 3, "cat", "dog");
    int made =
        new ProcessBuilder("sh", "-c", "mkdir \"$0/$(printf 'k\\303\\244fer')\"", folder.toString())
            .start()
            .waitFor();
    assertThat(made).isZero();
    ProcessBuilder prepare =
        new ProcessBuilder(
            ProcessHandle.current().info().command().orElseThrow(),
            "-cp",
            System.getProperty("java.class.path"),
            "org.alexnet.data.cli.DataCommand",
            "prepare",
            "--images",
            folder.toString(),
            "--out",
            folder.resolve("out").toString());
    prepare.environment().put("LC_ALL", "C");
    Process child = prepare.redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
    String error = new String(child.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(child.waitFor()).isEqualTo(1);
    assertThat(error)
        .contains(
            "has a name that the locale's encoding, ANSI_X3.4-1968, cannot express; set"
                + " LC_ALL=C.UTF-8, or rename it if that does not help");
  }

  private void assertRefused(String message) {
    assertThatThrownBy(() -> IdxFiles.in(folder).images(Split.TRAIN))
        .isInstanceOf(IOException.class)
        .hasMessage(message);
  }

  private void writeIdx(
      String prefix, int magic, int count, byte[] pixels, byte[] classes, boolean gzip)
      throws IOException {
    Files.write(folder.resolve("labels.txt"), List.of("a", "b"));
    ByteArrayOutputStream images = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(images);
    for (int field : new int[] {magic, count, 2, 2}) {
      out.writeInt(field);
    }
    out.write(pixels);
    ByteArrayOutputStream labels = new ByteArrayOutputStream();
    out = new DataOutputStream(labels);
    out.writeInt(0x801);
    out.writeInt(classes.length);
    out.write(classes);
    write(prefix + "-images-idx3-ubyte", images.toByteArray(), gzip);
    write(prefix + "-labels-idx1-ubyte", labels.toByteArray(), gzip);
  }

  private void write(String name, byte[] bytes, boolean gzip) throws IOException {
    if (!gzip) {
      Files.write(folder.resolve(name), bytes);
      return;
    }
    try (GZIPOutputStream out =
        new GZIPOutputStream(
            MoreFiles.asByteSink(folder.resolve(name + ".gz")).openBufferedStream())) {
      out.write(bytes);
    }
  }
}

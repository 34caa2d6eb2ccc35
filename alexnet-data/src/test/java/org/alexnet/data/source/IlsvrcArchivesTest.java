package org.alexnet.data.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.alexnet.data.source.ImageSource.SourceImage;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IlsvrcArchivesTest {
  @TempDir private Path folder;
  private IlsvrcTree tree;

  @BeforeEach
  void makeTree() throws IOException {
    tree = new IlsvrcTree();
  }

  private List<SourceImage> images(Split split) throws IOException {
    return IlsvrcArchives.in(tree.write(folder)).images(split);
  }

  private void assertRefused(Split split, String message) {
    assertThatThrownBy(() -> images(split)).isInstanceOf(IOException.class).hasMessage(message);
  }

  private String devkitFile(String name) {
    return folder.resolve(IlsvrcTree.DEVKIT) + "/ILSVRC2012_devkit_t12/data/" + name;
  }

  @Test
  void classesAreTheSynsetsWithoutChildrenInTheOrderOfTheirIds() throws IOException {
    LabelMap labels = IlsvrcArchives.in(tree.write(folder)).labels();

    assertThat(labels.labels())
        .containsExactly("n01440764", "n02012849", "n02100735", "n02119789", "n03126707");
    assertThat(labels.names())
        .containsExactly(
            "tench, Tinca tinca", "crane", "English setter", "kit fox, Vulpes macrotis", "crane");
  }

  @Test
  void validationImagesHaveTheClassesThatTheDevkitMapsTheGroundTruthTo() throws IOException {
    // Numbers 3, 1, 2, 5, 4, 4, 5, 2, 1, 3; of them 3 is the first class, 5 the second, and so on.
    assertThat(images(Split.VALIDATION))
        .extracting(SourceImage::name, SourceImage::label)
        .containsExactly(
            tuple("ILSVRC2012_img_val.tar/ILSVRC2012_val_00000001.JPEG", 0),
            tuple("ILSVRC2012_img_val.tar/ILSVRC2012_val_00000002.JPEG", 3),
            tuple("ILSVRC2012_img_val.tar/ILSVRC2012_val_00000003.JPEG", 2),
            tuple("ILSVRC2012_img_val.tar/ILSVRC2012_val_00000004.JPEG", 1),
            tuple("ILSVRC2012_img_val.tar/ILSVRC2012_val_00000005.JPEG", 4),
            tuple("ILSVRC2012_img_val.tar/ILSVRC2012_val_00000006.JPEG", 4),
            tuple("ILSVRC2012_img_val.tar/ILSVRC2012_val_00000007.JPEG", 1),
            tuple("ILSVRC2012_img_val.tar/ILSVRC2012_val_00000008.JPEG", 2),
            tuple("ILSVRC2012_img_val.tar/ILSVRC2012_val_00000009.JPEG", 3),
            tuple("ILSVRC2012_img_val.tar/ILSVRC2012_val_00000010.JPEG", 0));
  }

  @Test
  void trainingImagesHaveTheClassOfTheirArchive() throws IOException {
    List<SourceImage> images = images(Split.TRAIN);

    assertThat(images)
        .extracting(SourceImage::label)
        .containsExactly(0, 0, 0, 1, 1, 1, 2, 2, 2, 3, 3, 3, 4, 4, 4);
    String name = "ILSVRC2012_img_train.tar/n02012849.tar/n02012849_1.JPEG";
    assertThat(images.get(3).name()).isEqualTo(name);
    assertThat(images.get(3).location()).isEqualTo(folder + "/" + name);
  }

  @Test
  void threadsReadTheBytesOfTheImagesAtOnce() throws IOException {
    List<SourceImage> train = images(Split.TRAIN);
    List<SourceImage> validation = images(Split.VALIDATION);

    for (int round = 0; round < 20; round++) {
      train.parallelStream()
          .forEach(
              image -> {
                String name = image.name().substring(image.name().lastIndexOf('/') + 1);
                assertThat(read(image))
                    .isEqualTo(tree.training.get(name.substring(0, 9)).get(name));
              });
    }
    assertThat(validation)
        .extracting(IlsvrcArchivesTest::read)
        .containsExactlyElementsOf(tree.validation.values());
  }

  private static byte[] read(SourceImage image) {
    try {
      return image.content().read();
    } catch (IOException e) {
      throw new AssertionError(image.name(), e);
    }
  }

  @Test
  void theDevkitMayBeUnpackedOrItsFilesLieBesideTheArchives() throws IOException {
    List<Integer> labels = images(Split.VALIDATION).stream().map(SourceImage::label).toList();
    Files.delete(folder.resolve(IlsvrcTree.DEVKIT));
    Path data = Files.createDirectories(folder.resolve("ILSVRC2012_devkit_t12/data"));
    Files.write(data.resolve("meta.mat"), tree.metaFile("ILSVRC2012_ID"));
    Files.write(folder.resolve(IlsvrcTree.GROUND_TRUTH), tree.groundTruthFile());

    assertThat(IlsvrcArchives.in(folder).images(Split.VALIDATION))
        .extracting(SourceImage::label)
        .isEqualTo(labels);
  }

  @Test
  void aListOfNumberedSynsetsReplacesTheDevkit() throws IOException {
    List<Integer> labels = images(Split.VALIDATION).stream().map(SourceImage::label).toList();
    Files.delete(folder.resolve(IlsvrcTree.DEVKIT));
    Files.write(folder.resolve(IlsvrcTree.GROUND_TRUTH), tree.groundTruthFile());
    Path list = folder.resolve("map_clsloc.txt");
    Files.writeString(
        list,
        """
        n02119789 1 kit_fox
        n02100735 2 English_setter
        n01440764 3 tench
        n03126707 4 crane
        n02012849 5 crane
        """);

    IlsvrcArchives archives = IlsvrcArchives.in(folder, list);

    assertThat(archives.images(Split.VALIDATION)).extracting(SourceImage::label).isEqualTo(labels);
    assertThat(archives.labels().name(3)).isEqualTo("kit fox, Vulpes macrotis");
  }

  @Test
  void aListWithoutNumbersGoesWithAGroundTruthOfSynsets() throws IOException {
    tree.write(folder);
    Path list = folder.resolve("synsets.txt");
    Files.write(list, IlsvrcArchives.in(folder).labels().labels());
    Path truth = folder.resolve(IlsvrcTree.GROUND_TRUTH);
    Files.write(truth, tree.groundTruthFile());

    assertThatThrownBy(() -> IlsvrcArchives.in(folder, list).images(Split.VALIDATION))
        .isInstanceOf(IOException.class)
        .hasMessage(
            truth
                + " line 1 must be one of the synsets of "
                + list
                + ", which tells no numbers, found '3'");

    Files.writeString(truth, "n03126707\n".repeat(9) + "n01440764\n");
    assertThat(IlsvrcArchives.in(folder, list).images(Split.VALIDATION))
        .extracting(SourceImage::label)
        .containsExactly(4, 4, 4, 4, 4, 4, 4, 4, 4, 0);
  }

  @Test
  void ilsvrc2010HasTestImagesAndPatchesAndImagesThatAreCompressed() throws IOException {
    byte[] compressed = tree.training.get("n02119789").get("n02119789_1.JPEG");
    tree.training.get("n02119789").put("n02119789_1.JPEG", Tars.gzipped(compressed));
    Files.write(folder.resolve("ILSVRC2010_images_train.tar"), Tars.of(tree.inner()));
    Map<String, byte[]> test = new LinkedHashMap<>();
    Map<String, byte[]> validation = new LinkedHashMap<>();
    for (int i = 1; i <= 10; i++) {
      byte[] image = tree.validation.get(IlsvrcTree.validationName(i));
      validation.put(String.format(Locale.ROOT, "val/ILSVRC2010_val_%08d.JPEG", i), image);
      test.put(String.format(Locale.ROOT, "test/ILSVRC2010_test_%08d.JPEG", i), image);
    }
    Files.write(folder.resolve("ILSVRC2010_images_val.tar"), Tars.of(validation));
    Files.write(folder.resolve("ILSVRC2010_images_test.tar"), Tars.of(test));
    Map<String, byte[]> devkit =
        Map.of(
            "devkit-1.0/data/meta.mat",
            tree.metaFile("ILSVRC2010_ID"),
            "devkit-1.0/data/ILSVRC2010_validation_ground_truth.txt",
            tree.groundTruthFile());
    Files.write(folder.resolve("ILSVRC2010_devkit-1.0.tar.gz"), Tars.gzipped(Tars.of(devkit)));
    Files.writeString(folder.resolve("ILSVRC2010_test_ground_truth.txt"), "5\n".repeat(10));
    byte[] patch = {1, 2, 3};
    Files.write(
        folder.resolve("patch_images.tar"),
        Tars.of(
            Map.of(
                "patch_images/train/n02119789_2.JPEG", patch,
                "patch_images/test/ILSVRC2010_test_00000004.JPEG", patch)));

    IlsvrcArchives archives = IlsvrcArchives.in(folder);

    List<SourceImage> train = archives.images(Split.TRAIN);
    assertThat(train).hasSize(15);
    assertThat(train.get(9).content().read()).isEqualTo(compressed);
    assertThat(train.get(10).name())
        .isEqualTo("patch_images.tar/patch_images/train/n02119789_2.JPEG");
    assertThat(train.get(10).label()).isEqualTo(3);
    assertThat(train.get(10).content().read()).isEqualTo(patch);
    assertThat(train.get(11).content().read())
        .isEqualTo(tree.training.get("n02119789").get("n02119789_3.JPEG"));
    assertThat(archives.images(Split.VALIDATION))
        .extracting(SourceImage::label)
        .containsExactly(0, 3, 2, 1, 4, 4, 1, 2, 3, 0);
    List<SourceImage> testImages = archives.withTestImages().images(Split.VALIDATION);
    assertThat(testImages).extracting(SourceImage::label).hasSize(10).containsOnly(1);
    assertThat(testImages.get(3).content().read()).isEqualTo(patch);
    assertThat(testImages.get(4).name())
        .isEqualTo("ILSVRC2010_images_test.tar/test/ILSVRC2010_test_00000005.JPEG");
    assertThat(archives.description()).isEqualTo("ILSVRC2010 archives");
    assertThat(archives.withTestImages().description())
        .isEqualTo("ILSVRC2010 archives, test images for validation");
    Path truth = folder.resolve("ILSVRC2010_test_ground_truth.txt");
    Files.delete(truth);
    assertThatThrownBy(() -> archives.withTestImages().images(Split.VALIDATION))
        .isInstanceOf(IOException.class)
        .hasMessage(
            truth
                + " is missing; it is no part of the devkit: get it from where the archives are, and"
                + " put it beside them");
  }

  @Test
  void theTestImagesOf2012HaveNoLabels() throws IOException {
    IlsvrcArchives archives = IlsvrcArchives.in(tree.write(folder));

    assertThatThrownBy(archives::withTestImages)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("the test images of ILSVRC2012 have no labels; take the validation images");
  }

  @Test
  void saysWhichFileIsMissing() throws IOException {
    assertThatThrownBy(() -> IlsvrcArchives.in(folder))
        .hasMessage(
            folder + " holds neither ILSVRC2012_img_train.tar nor ILSVRC2010_images_train.tar");
    tree.write(folder);
    Files.delete(folder.resolve(IlsvrcTree.VALIDATION));
    assertThatThrownBy(() -> IlsvrcArchives.in(folder).images(Split.VALIDATION))
        .hasMessage(folder.resolve(IlsvrcTree.VALIDATION) + " is missing");
    Path devkit = folder.resolve(IlsvrcTree.DEVKIT);
    Files.write(devkit, Tars.gzipped(Tars.of(Map.of("devkit/readme.txt", new byte[1]))));
    assertThatThrownBy(() -> IlsvrcArchives.in(folder))
        .hasMessage(devkit + " lacks data/meta.mat; get it again, or name a list of the synsets");
    Files.delete(devkit);
    assertThatThrownBy(() -> IlsvrcArchives.in(folder))
        .hasMessage(
            folder.resolve(IlsvrcTree.DEVKIT)
                + " is missing, and meta.mat is not in its place; put it there, or name a list of"
                + " the synsets");
    Files.createFile(folder.resolve("ILSVRC2010_images_train.tar"));
    assertThatThrownBy(() -> IlsvrcArchives.in(folder))
        .hasMessage(
            folder
                + " holds both ILSVRC2012_img_train.tar and ILSVRC2010_images_train.tar; give each"
                + " a folder of its own");
  }

  @Test
  void refusesAGroundTruthOfAnotherLength() {
    tree.groundTruth.add("1");
    assertRefused(
        Split.VALIDATION,
        folder.resolve(IlsvrcTree.VALIDATION)
            + " has 10 images and lacks number 11, but "
            + devkitFile(IlsvrcTree.GROUND_TRUTH)
            + " has 11 lines");

    tree.groundTruth.subList(9, 11).clear();
    assertRefused(
        Split.VALIDATION,
        folder.resolve(IlsvrcTree.VALIDATION)
            + " holds ILSVRC2012_val_00000010.JPEG, but "
            + devkitFile(IlsvrcTree.GROUND_TRUTH)
            + " has 9 lines");
  }

  @Test
  void refusesNumbersThatAreNoClass() {
    for (String line : List.of("6", "0", "-1", "x", "", "1 2", "n00015388")) {
      tree.groundTruth.set(6, line);
      assertRefused(
          Split.VALIDATION,
          devkitFile(IlsvrcTree.GROUND_TRUTH)
              + " line 7 must be one of the numbers or one of the synsets of "
              + devkitFile("meta.mat")
              + ", found '"
              + line
              + "'");
    }
  }

  @Test
  void refusesArchivesOfOtherSynsets() {
    Map<String, byte[]> tench = tree.training.remove("n01440764");
    tree.training.remove("n03126707");
    assertRefused(
        Split.TRAIN,
        folder.resolve(IlsvrcTree.TRAIN)
            + " lacks n01440764.tar and 1 others: it has 3 of the 5 classes of "
            + devkitFile("meta.mat"));

    tree.training.put("n00015388", tench);
    assertRefused(
        Split.TRAIN,
        folder.resolve(IlsvrcTree.TRAIN)
            + " holds n00015388.tar, which is no class of "
            + devkitFile("meta.mat"));
  }

  @Test
  void refusesImagesOfOtherSynsetsAndClassesWithoutImages() {
    tree.training.get("n01440764").put("n02119789_9.JPEG", new byte[1]);
    assertRefused(
        Split.TRAIN,
        folder.resolve(IlsvrcTree.TRAIN)
            + "/n01440764.tar holds n02119789_9.JPEG, an image of another synset");

    tree.training.get("n01440764").clear();
    assertRefused(
        Split.TRAIN,
        folder.resolve(IlsvrcTree.TRAIN) + "/n01440764.tar is empty: every class needs images");
  }

  @Test
  void refusesTheArchiveOfOtherImages() throws IOException {
    tree.write(folder);
    IlsvrcArchives archives = IlsvrcArchives.in(folder);
    Files.write(folder.resolve(IlsvrcTree.VALIDATION), Tars.of(tree.inner()));
    assertThatThrownBy(() -> archives.images(Split.VALIDATION))
        .hasMessage(
            folder.resolve(IlsvrcTree.VALIDATION)
                + " holds n01440764.tar, but its images are called ILSVRC2012_val_00000001.JPEG and"
                + " so on");

    Files.write(folder.resolve(IlsvrcTree.TRAIN), IlsvrcTree.pictures().get(0));
    assertThatThrownBy(() -> archives.images(Split.TRAIN))
        .hasMessageStartingWith(
            folder.resolve(IlsvrcTree.TRAIN) + " is not a tar archive, or it is damaged: ")
        .hasMessageEndingWith("; get it again");
  }

  @Test
  void refusesADamagedDevkit() throws IOException {
    tree.write(folder);
    Path devkit = folder.resolve(IlsvrcTree.DEVKIT);
    byte[] whole = Files.readAllBytes(devkit);
    Files.write(devkit, java.util.Arrays.copyOf(whole, whole.length / 2));
    assertThatThrownBy(() -> IlsvrcArchives.in(folder))
        .hasMessageStartingWith(
            devkit + " is not a tar archive compressed with gzip, or it is damaged: ")
        .hasMessageEndingWith("; get it again");

    Path meta = folder.resolve("meta.mat");
    for (byte[] content :
        List.of("text".getBytes(StandardCharsets.UTF_8), tree.metaFile("ILSVRC2010_ID"))) {
      Files.write(meta, content);
      assertThatThrownBy(() -> IlsvrcArchives.in(folder))
          .hasMessageStartingWith(meta + " is not the meta.mat of a devkit, or it is damaged: ")
          .hasMessageEndingWith("; get it again");
    }
    tree.synsets.set(1, new IlsvrcTree.Synset(1, "n02100735", "English setter"));
    Files.write(meta, tree.metaFile("ILSVRC2012_ID"));
    assertThatThrownBy(() -> IlsvrcArchives.in(folder))
        .hasMessage(
            meta
                + " is not the meta.mat of a devkit, or it is damaged: number 1 is that of two"
                + " synsets; get it again");
  }
}

package org.alexnet.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.alexnet.data.Preparation.BadImages;
import org.alexnet.data.image.BadImageException;
import org.alexnet.data.image.HandMadeImages;
import org.alexnet.data.image.ImageNote;
import org.alexnet.data.image.TestImages;
import org.alexnet.data.proto.ImageNoteCount;
import org.alexnet.data.proto.SkippedImage;
import org.alexnet.data.source.IlsvrcArchives;
import org.alexnet.data.source.IlsvrcTree;
import org.alexnet.data.source.Split;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** ImageNet's archives with every kind of dirt in them, from the tar files to the records. */
class DirtyArchivesTest {
  private static final int SIZE = 16;
  private static final BufferedImage PICTURE = TestImages.picture(40, 30, 4);
  private static final byte[] JPEG = TestImages.encoded(PICTURE, "jpg");

  @TempDir private Path folder;
  private IlsvrcTree tree;

  @BeforeEach
  void plantWhatCanBeRead() throws IOException {
    tree = new IlsvrcTree();
    tree.training
        .values()
        .forEach(images -> images.replaceAll((name, image) -> JPEG)); // the shipped ones are small
    tree.validation.replaceAll((name, image) -> JPEG);
    BufferedImage gray = new BufferedImage(40, 30, BufferedImage.TYPE_BYTE_GRAY);
    BufferedImage transparent = new BufferedImage(40, 30, BufferedImage.TYPE_INT_ARGB);
    plant("n01440764_1.JPEG", TestImages.encoded(PICTURE, "png"));
    plant("n01440764_2.JPEG", HandMadeImages.withExif(JPEG, 6));
    plant("n02012849_1.JPEG", HandMadeImages.jpegOfFourChannels(32, 200, 100, 50, 220));
    plant("n02012849_2.JPEG", TestImages.encoded(gray, "jpg"));
    plant("n02100735_1.JPEG", HandMadeImages.progressiveJpeg(PICTURE));
    plant("n02100735_2.JPEG", TestImages.encoded(transparent, "png"));
    plant("n02119789_1.JPEG", TestImages.encoded(TestImages.picture(9, 7, 1), "jpg"));
    plantValidation(3, HandMadeImages.withExif(JPEG, 3));
  }

  private void plant(String name, byte[] image) {
    assertThat(tree.training.get(name.substring(0, 9)).put(name, image)).isNotNull();
  }

  private void plantValidation(int number, byte[] image) {
    assertThat(tree.validation.put(IlsvrcTree.validationName(number), image)).isNotNull();
  }

  private Preparation preparation() throws IOException {
    return Preparation.of(IlsvrcArchives.in(tree.write(folder.resolve("archives"))))
        .withImageSize(SIZE);
  }

  @Test
  void whatIsOutOfTheOrdinaryIsStoredAndCounted() throws IOException {
    Dataset dataset = preparation().write(folder.resolve("out"));

    dataset.verify();
    assertThat(dataset.imageCount(Split.TRAIN)).isEqualTo(15);
    assertThat(dataset.imageCount(Split.VALIDATION)).isEqualTo(10);
    assertThat(dataset.manifest().getSkippedList()).isEmpty();
    assertThat(dataset.manifest().getImageNotesList())
        .extracting(ImageNoteCount::getNote, ImageNoteCount::getImages)
        .containsExactly(
            tuple(ImageNote.NAMED_AS_ANOTHER_FORMAT.toString(), 2L),
            tuple(ImageNote.TURNED_UPRIGHT.toString(), 2L),
            tuple(ImageNote.CMYK.toString(), 1L),
            tuple(ImageNote.GRAY.toString(), 1L),
            tuple(ImageNote.TRANSPARENT.toString(), 1L),
            tuple(ImageNote.PROGRESSIVE.toString(), 1L),
            tuple(ImageNote.ENLARGED.toString(), 1L));
  }

  @Test
  void labelsAndNamesAreThoseOfTheDevkitInEveryRecord() throws IOException {
    Dataset dataset = preparation().write(folder.resolve("out"));

    // Ground truth 3, 1, 2, 5, 4, 4, 5, 2, 1, 3, where 3, 5, 2, 1, 4 is the order of the synsets.
    Map<String, Integer> expected =
        Map.ofEntries(
            Map.entry(IlsvrcTree.validationName(1), 0),
            Map.entry(IlsvrcTree.validationName(2), 3),
            Map.entry(IlsvrcTree.validationName(3), 2),
            Map.entry(IlsvrcTree.validationName(4), 1),
            Map.entry(IlsvrcTree.validationName(5), 4),
            Map.entry(IlsvrcTree.validationName(6), 4),
            Map.entry(IlsvrcTree.validationName(7), 1),
            Map.entry(IlsvrcTree.validationName(8), 2),
            Map.entry(IlsvrcTree.validationName(9), 3),
            Map.entry(IlsvrcTree.validationName(10), 0));
    List<Long> places = List.of(0L, 1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L, 9L);
    assertThat(StoredRecords.at(dataset, Split.VALIDATION, places).values())
        .extracting(StoredRecord::name, StoredRecord::label)
        .containsExactlyInAnyOrderElementsOf(
            expected.entrySet().stream().map(e -> tuple(e.getKey(), e.getValue())).toList());
    assertThat(dataset.labels().label(3)).isEqualTo("n02119789");
    assertThat(dataset.labels().name(3)).isEqualTo("kit fox, Vulpes macrotis");
  }

  @Test
  void whatCannotBeReadIsNamedWithItsReason() throws IOException {
    String train = IlsvrcTree.TRAIN + "/";
    plant("n02119789_2.JPEG", Arrays.copyOf(JPEG, JPEG.length / 2));
    plant("n03126707_1.JPEG", new byte[0]);
    plant("n03126707_2.JPEG", "<html>not found</html>".getBytes(StandardCharsets.US_ASCII));
    plant("n02100735_3.JPEG", HandMadeImages.gifOfFrames(3));
    plantValidation(10, HandMadeImages.pngClaiming(100_000, 100_000));

    Dataset dataset = preparation().withBadImages(BadImages.SKIP).write(folder.resolve("out"));

    assertThat(dataset.imageCount(Split.TRAIN)).isEqualTo(11);
    assertThat(dataset.imageCount(Split.VALIDATION)).isEqualTo(9);
    assertThat(dataset.manifest().getSkippedList())
        .extracting(SkippedImage::getFile)
        .containsExactlyInAnyOrder(
            train + "n02119789.tar/n02119789_2.JPEG",
            train + "n03126707.tar/n03126707_1.JPEG",
            train + "n03126707.tar/n03126707_2.JPEG",
            train + "n02100735.tar/n02100735_3.JPEG",
            IlsvrcTree.VALIDATION + "/" + IlsvrcTree.validationName(10));
    assertThat(dataset.manifest().getSkippedList())
        .extracting(SkippedImage::getReason)
        .contains("is empty")
        .noneMatch(String::isBlank);
    assertThatThrownBy(
            () ->
                preparation()
                    .withBadImages(BadImages.SKIP)
                    .withSkipAtMost(SkipBudget.ofCount(4))
                    .write(folder.resolve("few")))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith("5 images cannot be read so far, and --skip-at-most 4 allows 4; ");
  }

  @Test
  void theFirstThatCannotBeReadIsAnErrorWithItsPlace() throws IOException {
    plant("n02119789_2.JPEG", new byte[0]);

    assertThatThrownBy(() -> preparation().write(folder.resolve("out")))
        .isInstanceOf(BadImageException.class)
        .hasMessage(
            folder.resolve("archives")
                + "/"
                + IlsvrcTree.TRAIN
                + "/n02119789.tar/n02119789_2.JPEG is empty; convert or remove it, or choose"
                + " --bad-images skip");
    assertThat(Files.exists(folder.resolve("out"))).isFalse();
  }
}

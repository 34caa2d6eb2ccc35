package org.alexnet.data.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import org.alexnet.data.source.ImageSource.SourceImage;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IdxFilesTest {
  private static final String IMAGES = "-images-idx3-ubyte";
  private static final String LABELS = "-labels-idx1-ubyte";

  @TempDir private Path folder;

  @BeforeEach
  void nameTheClasses() throws IOException {
    Files.write(folder.resolve("labels.txt"), List.of("a", "b"));
  }

  private void write(String prefix, int count, int rows, int columns, byte[] pixels, int... labels)
      throws IOException {
    try (DataOutputStream out =
        new DataOutputStream(Files.newOutputStream(folder.resolve(prefix + IMAGES)))) {
      for (int field : new int[] {0x803, count, rows, columns}) {
        out.writeInt(field);
      }
      out.write(pixels);
    }
    try (DataOutputStream out =
        new DataOutputStream(Files.newOutputStream(folder.resolve(prefix + LABELS)))) {
      out.writeInt(0x801);
      out.writeInt(labels.length);
      for (int label : labels) {
        out.write(label);
      }
    }
  }

  /** Black, white and all between, each pixel another. */
  private static byte[] pixels(int count, int first) {
    byte[] pixels = new byte[count];
    for (int i = 0; i < count; i++) {
      pixels[i] = (byte) (first + 25 * i);
    }
    return pixels;
  }

  @ParameterizedTest
  @CsvSource({"2, 3", "3, 2", "1, 5", "5, 1"})
  void everyPixelIsInItsRowAndColumn(int rows, int columns) throws IOException {
    byte[] pixels = pixels(2 * rows * columns, 3);
    write("train", 2, rows, columns, pixels, 1, 0);

    List<SourceImage> images = IdxFiles.in(folder).images(Split.TRAIN);

    assertThat(images).extracting(SourceImage::label).containsExactly(1, 0);
    for (int n = 0; n < 2; n++) {
      BufferedImage image = ImageIO.read(new ByteArrayInputStream(images.get(n).content().read()));
      assertThat(image.getWidth()).isEqualTo(columns);
      assertThat(image.getHeight()).isEqualTo(rows);
      for (int i = 0; i < rows * columns; i++) {
        int[] samples = image.getRaster().getPixel(i % columns, i / columns, (int[]) null);
        assertThat(samples).containsOnly(pixels[n * rows * columns + i] & 0xff);
      }
    }
  }

  @Test
  void imagesAreNamedByTheirFileAndNumber() throws IOException {
    write("train", 2, 1, 1, new byte[2], 0, 1);
    write("t10k", 1, 1, 1, new byte[1], 1);
    IdxFiles source = IdxFiles.in(folder);

    assertThat(source.images(Split.TRAIN))
        .extracting(SourceImage::name)
        .containsExactly("train" + IMAGES + "#0", "train" + IMAGES + "#1");
    assertThat(source.images(Split.VALIDATION))
        .extracting(SourceImage::location)
        .containsExactly(folder.resolve("t10k" + IMAGES) + "#0");
  }

  @ParameterizedTest
  @CsvSource({
    "0, 2, 3",
    "-1, 2, 3",
    "1, 0, 3",
    "1, 2, 0",
    "1, -2, -3",
    "1, 4096, 4097",
    "1, 65536, 65536"
  })
  void refusesHeadersOfNothingOrTooMuch(int count, int rows, int columns) throws IOException {
    write("train", count, rows, columns, new byte[6], 0);

    assertRefused(
        folder.resolve("train" + IMAGES)
            + " claims "
            + count
            + " images of "
            + columns
            + "x"
            + rows
            + " pixels; there must be at least one, of at most 16 megapixels");
  }

  @Test
  void imagesOf16MegapixelsAreRead() throws IOException {
    write("train", 1, 4096, 4096, new byte[6], 0);

    assertRefused(
        folder.resolve("train" + IMAGES) + " ends inside image 0; get it again"); // not too large
  }

  @Test
  void refusesWhatFollowsTheLastLabel() throws IOException {
    write("train", 1, 1, 1, new byte[1], 0);
    Path labels = folder.resolve("train" + LABELS);
    Files.write(labels, new byte[] {0, 0, 8, 1, 0, 0, 0, 1, 0, 0});

    assertRefused(labels + " goes on after the 1 entries of its header; get it again");
  }

  @Test
  void theLastClassIsOneAndNoneComesAfterIt() throws IOException {
    write("train", 1, 1, 1, new byte[1], 1);
    assertThat(IdxFiles.in(folder).images(Split.TRAIN)).hasSize(1);

    write("train", 2, 1, 1, new byte[2], 1, 200);
    assertRefused(
        folder.resolve("train" + LABELS) + " has label 200 at 1, but labels.txt names 2 classes");
  }

  @Test
  void saysWhichFileIsMissing() throws IOException {
    Path images = folder.resolve("t10k" + IMAGES);
    assertThatThrownBy(() -> IdxFiles.in(folder).images(Split.VALIDATION))
        .isInstanceOf(NoSuchFileException.class)
        .hasMessage(images + " is missing, and so is t10k" + IMAGES + ".gz");

    Path names = folder.resolve("labels.txt");
    Files.delete(names);
    assertThatThrownBy(() -> IdxFiles.in(folder))
        .isInstanceOf(NoSuchFileException.class)
        .hasMessage(names + " is missing; it holds the name of each class on a line of its own");
  }

  @Test
  void saysWhatIsWrongWithTheNamesOfTheClasses() throws IOException {
    Path names = Files.write(folder.resolve("labels.txt"), List.of("a", "b", "a"));

    assertThatThrownBy(() -> IdxFiles.in(folder))
        .isInstanceOf(IOException.class)
        .hasMessage(names + ": labels must be different, found 'a' twice");
  }

  @Test
  void refusesAFileThatIsOnlyNamedAsIfItWereGzipped() throws IOException {
    write("train", 1, 1, 1, new byte[1], 0);
    Path images = folder.resolve("train" + IMAGES + ".gz");
    Files.move(folder.resolve("train" + IMAGES), images);

    assertRefused(images + " is not a gzip file; get it again");
  }

  @Test
  void theDescriptionIsTheNameOfTheFolderByWhateverPath() throws IOException {
    String expected = "IDX files " + folder.getFileName();

    assertThat(IdxFiles.in(folder).description()).isEqualTo(expected);
    assertThat(IdxFiles.in(folder.resolve(".")).description()).isEqualTo(expected);
    assertThat(IdxFiles.in(folder.resolve("../" + folder.getFileName())).description())
        .isEqualTo(expected);
  }

  private void assertRefused(String message) {
    assertThatThrownBy(() -> IdxFiles.in(folder).images(Split.TRAIN))
        .isInstanceOf(IOException.class)
        .hasMessage(message);
  }
}

package org.alexnet.data.sheet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import javax.imageio.ImageIO;
import org.alexnet.data.Dataset;
import org.alexnet.data.Preparation;
import org.alexnet.data.StoredRecord;
import org.alexnet.data.image.StoredFormat;
import org.alexnet.data.image.StoredImages;
import org.alexnet.data.image.TestImages;
import org.alexnet.data.source.ClassFolders;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ContactSheetsTest {
  private static final int SIZE = 16;
  private static final int CROP = 12;
  private static final int TIMES = 12; // a tile has 144 pixels

  @TempDir private static Path shared;
  private static Dataset dataset;
  @TempDir private Path folder;

  @BeforeAll
  static void prepare() throws IOException {
    TestImages.classFolders(shared.resolve("images/train"), 30, "cat, tabby", "dog");
    TestImages.classFolders(shared.resolve("images/validation"), 1, "cat, tabby", "dog");
    dataset =
        Preparation.of(ClassFolders.in(shared.resolve("images")))
            .withImageSize(SIZE)
            .write(shared.resolve("out"));
  }

  @Test
  void areFourFilesThatDependOnTheSeedAlone() throws IOException {
    Path again = Files.createDirectory(folder.resolve("again"));
    Path other = Files.createDirectory(folder.resolve("other"));

    List<Path> files = ContactSheets.of(dataset).withCropSize(CROP).write(folder);
    ContactSheets.of(dataset).withCropSize(CROP).write(again);
    ContactSheets.of(dataset).withCropSize(CROP).withSeed(1).write(other);

    assertThat(files)
        .extracting(file -> file.getFileName().toString())
        .containsExactly("samples.png", "augmentation.png", "ten-crops.png", "colors.png");
    for (Path file : files) {
      assertThat(again.resolve(file.getFileName())).hasSameBinaryContentAs(file);
      assertThat(Files.readAllBytes(other.resolve(file.getFileName())))
          .as("%s", file.getFileName())
          .isNotEqualTo(Files.readAllBytes(file));
      assertThat(ImageIO.read(file.toFile()).getWidth()).isBetween(780, 1300);
    }
    try (var left = Files.list(folder)) {
      assertThat(left).hasSize(6); // nothing half written
    }
  }

  @Test
  void theTenCropsArePixelsOfTheStoredImage() throws IOException {
    StoredRecord image = SampledImages.of(dataset, 0, 1).get(0);
    BufferedImage stored;
    try (StoredImages images = new StoredImages(StoredFormat.ofSize(SIZE))) {
      stored = SampleSheet.picture(images, image);
    }

    BufferedImage sheet = TenCropSheet.draw(dataset, image, CROP);

    int far = SIZE - CROP;
    int[][] corners = {{0, 0}, {0, far}, {far, 0}, {far, far}, {far / 2, far / 2}};
    for (int row = 0; row < 2; row++) {
      for (int i = 0; i < 5; i++) {
        int left = 12 + 156 * i;
        int top = rowTop(sheet, row);
        for (int y = 0; y < CROP; y++) {
          for (int x = 0; x < CROP; x++) {
            int from = corners[i][1] + (row == 0 ? x : CROP - 1 - x);
            assertThat(sheet.getRGB(left + TIMES * x + 6, top + TIMES * y + 6))
                .as("crop %s of row %s at %s, %s", i, row, x, y)
                .isEqualTo(stored.getRGB(from, corners[i][0] + y));
          }
        }
        assertThat(new Color(sheet.getRGB(left - 2, top + 20)))
            .isEqualTo(TenCropSheet.COLORS.get(i));
      }
    }
  }

  /** From below: each row of the crops ends with a caption and a gap. */
  private static int rowTop(BufferedImage sheet, int row) {
    boolean text = ContactSheets.hasText();
    int rowHeight = 144 + 12 + (text ? 20 : 0);
    int partHeight = (text ? 23 : 0) + rowHeight + 6;
    return sheet.getHeight() - (2 - row) * partHeight + (text ? 23 : 0);
  }

  @Test
  void componentsOfColorAreTheMeanAndItsShifts() throws IOException {
    StoredRecord image = SampledImages.of(dataset, 0, 1).get(0);
    BufferedImage sheet = ColorSheet.draw(dataset, image);
    var colors = dataset.statistics();
    boolean text = ContactSheets.hasText();
    int top = 12 + (text ? 46 + 20 : 0) + 144 + 12 + 6;

    for (int k = -3; k <= 3; k++) {
      int[] expected = new int[3];
      for (int channel = 0; channel < 3; channel++) {
        double value =
            colors.rgbMean().get(channel)
                + k * Math.sqrt(colors.eigenvalues().get(0)) * colors.eigenvectors().get(channel);
        expected[channel] = (int) Math.max(0, Math.min(255, Math.round(value)));
      }
      assertThat(new Color(sheet.getRGB(12 + 156 * (k + 3) + 70, top + 70)))
          .as("%s sigma", k)
          .isEqualTo(new Color(expected[0], expected[1], expected[2]));
    }
  }

  @Test
  void withoutFontsASheetHasItsPicturesAndNoText() {
    Tile tile = new Tile(Pixels.swatch(Color.RED, 144), "caption", Optional.of(Color.BLUE));

    BufferedImage sheet =
        new Sheet(2, Lettering.NONE, Lettering.NONE).add("title", List.of(tile, tile, tile)).draw();

    assertThat(sheet.getWidth()).isEqualTo(2 * 156 + 12);
    assertThat(sheet.getHeight()).isEqualTo(12 + 2 * 156 + 6);
    assertThat(new Color(sheet.getRGB(12 + 72, 12 + 72))).isEqualTo(Color.RED);
    assertThat(new Color(sheet.getRGB(12 + 72, 168 + 72))).isEqualTo(Color.RED);
    assertThat(new Color(sheet.getRGB(168 + 72, 168 + 72))).isEqualTo(Color.WHITE);
  }

  @Test
  void samplesAreAsManyDifferentImagesAsAreAskedFor() throws IOException {
    for (int count : new int[] {1, 40, 60, 100}) {
      List<StoredRecord> images = SampledImages.of(dataset, 3, count);

      assertThat(images).hasSize(Math.min(count, 60)).doesNotHaveDuplicates();
    }
    assertThat(SampledImages.of(dataset, 3, 5)).isEqualTo(SampledImages.of(dataset, 3, 5));
    assertThat(SampledImages.of(dataset, 3, 5)).isNotEqualTo(SampledImages.of(dataset, 4, 5));
  }

  @Test
  void captionsEndAtTheFirstComma() throws IOException {
    assertThat(
            SampledImages.of(dataset, 0, 60).stream()
                .map(image -> SampleSheet.caption(dataset, image)))
        .containsOnly("cat", "dog");
  }

  @Test
  void largePicturesAreAveragedAndSmallOnesKeepTheirPixels() {
    BufferedImage checks = new BufferedImage(576, 576, BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < 576 * 576; i++) {
      checks.setRGB(i % 576, i / 576, (i % 576 + i / 576) % 2 == 0 ? 0xffffff : 0);
    }

    BufferedImage small = Pixels.fitting(checks, 144);

    assertThat(small.getWidth()).isEqualTo(144);
    assertThat(new Color(small.getRGB(70, 70)).getRed()).isBetween(120, 135);
    assertThat(Pixels.fitting(Pixels.swatch(Color.RED, 50), 144).getWidth()).isEqualTo(100);
    assertThat(Pixels.fitting(Pixels.swatch(Color.RED, 100), 144).getWidth()).isEqualTo(100);
    assertThat(Pixels.fitting(Pixels.swatch(Color.RED, 256), 144).getWidth()).isEqualTo(144);
  }

  @Test
  void cropsLargerThanTheImagesAreRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ContactSheets.of(dataset).withCropSize(17))
        .withMessage(
            "cropSize must be between 1 and 16, the image size of "
                + dataset.directory()
                + ", found 17");
  }
}
